package org.healthsphere.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.smart.App;
import org.healthsphere.node.smart.App.Proof;
import org.healthsphere.node.smart.AppBook;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hie app}: which apps may ask people for their records. The node may be running: it reads the apps anew. */
@Command(
        name = "app",
        mixinStandardHelpOptions = true,
        description = "Keeps the apps that people and programs may connect to a node (SMART App Launch 2.2).",
        footer = {
            "",
            "hie app register --config node.conf --name 'Growth Chart' --redirect https://app.example.org/back"
                    + " --scope 'launch/patient openid fhirUser offline_access patient/*.rs' --public",
            "hie app register --config node.conf --name Loader --scope 'system/*.rs' --jwks-uri https://loader.example.org/jwks",
            "hie app list --config node.conf",
            "hie app remove --config node.conf --id app-17f0…"
        })
final class AppCommand {
    @Spec
    private @Nullable CommandSpec spec;

    /** How an app proves itself: exactly one of them. */
    static final class Proofs {
        @SuppressWarnings("UnusedVariable") // It is the one that is left when no other is there.
        @Option(names = "--public", description = "It keeps no secret: an app in a browser or on a phone.")
        private boolean open;

        @Option(names = "--secret", description = "It shares a secret, which is told here once.")
        private boolean secret;

        @Option(names = "--jwks", paramLabel = "FILE", description = "It signs; its public keys are in this file.")
        private @Nullable Path jwks;

        @Option(names = "--jwks-uri", paramLabel = "URL", description = "It signs; it publishes its keys there.")
        private @Nullable String jwksUri;

        private Proof proof() throws IOException {
            if (secret) {
                // The digest of the secret takes the place of this one when the secret is drawn.
                return new Proof.Secret(Sha256.of(""));
            } else if (jwksUri != null) {
                return new Proof.KeysAt(jwksUri);
            } else if (jwks != null) {
                return new Proof.Keys(Files.readString(jwks));
            }
            return new Proof.Nothing();
        }
    }

    /** What an app is, as it is told on the command line. */
    static final class Wanted {
        @Option(names = "--name", required = true, paramLabel = "NAME", description = "How people read it.")
        private String name = "";

        @Option(
                names = "--scope",
                required = true,
                paramLabel = "SCOPES",
                description = "The most that it may be granted, with blanks between.")
        private String scope = "";

        @Option(
                names = "--redirect",
                paramLabel = "URL",
                description = "Where people are sent back to; may be given several times.")
        private List<String> redirects = new ArrayList<>();

        @Option(names = "--launch", paramLabel = "URL", description = "Where it is opened from the desk or the portal.")
        private @Nullable String launch;

        @Option(
                names = "--introspects",
                description = "It may ask what any token is good for: a server of the hospital's own.")
        private boolean introspects;

        private App app(Proof proof) {
            return new App(
                    "app-new",
                    name,
                    proof,
                    redirects,
                    Optional.ofNullable(launch),
                    Set.of(scope.strip().split(" +")),
                    Optional.empty(),
                    introspects);
        }
    }

    @Command(
            name = "register",
            mixinStandardHelpOptions = true,
            description = "Takes in an app, and tells its client id.")
    int register(
            @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
                    Path config,
            @ArgGroup(exclusive = false, multiplicity = "1") Wanted wanted,
            @ArgGroup(exclusive = true, multiplicity = "1") Proofs proofs)
            throws IOException {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var app = wanted.app(proofs.proof());
        return Answers.of(
                apps(config).then(book -> book.register(app)),
                command.getOut(),
                command.getErr(),
                registered -> "client_id      " + registered.app().id()
                        + registered
                                .secret()
                                .map(secret -> "\nclient_secret  " + secret)
                                .orElse(""));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the apps.")
    int list(
            @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
                    Path config) {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        return Answers.of(
                apps(config).map(AppBook::apps),
                command.getOut(),
                command.getErr(),
                apps -> String.join("\n", apps.stream().map(AppCommand::line).toList()));
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Takes an app out; its tokens are good for nothing from then on.")
    int remove(
            @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
                    Path config,
            @Option(names = "--id", required = true, paramLabel = "CLIENT_ID", description = "Which app.") String id) {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        return Answers.of(
                apps(config).then(book -> book.remove(id)),
                command.getOut(),
                command.getErr(),
                app -> app.name() + " is out.");
    }

    private static String line(App app) {
        var proof = switch (app.proof()) {
            case Proof.Nothing _ -> "public";
            case Proof.Secret _ -> "secret";
            case Proof.Keys _ -> "keys";
            case Proof.KeysAt _ -> "keys by URL";
            case Proof.Certificate _ -> "of " + app.voucher().map(NodeId::value).orElse("a member");
        };
        return "%-36s %-12s %s".formatted(app.id(), proof, app.name());
    }

    private static Outcome<AppBook> apps(Path config) {
        return ConfigFile.read(config, System.getenv())
                .then(settings -> AppBook.open(new NodeFolder(settings.data()).apps(), new SecureRandom()));
    }
}
