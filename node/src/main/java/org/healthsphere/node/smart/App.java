package org.healthsphere.node.smart;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * A program that this hospital knows.
 *
 * @param id its {@code client_id}
 * @param name as people read it
 * @param redirects where people may be sent back to, compared letter by letter
 * @param launch where it is started from the clinician's desk
 * @param scopes the most that it can be granted
 * @param voucher the member that brought it; none when the operator of this node did
 * @param introspects whether it may ask what a token is good for
 */
public record App(
        String id,
        String name,
        Proof proof,
        List<String> redirects,
        Optional<String> launch,
        Set<String> scopes,
        Optional<NodeId> voucher,
        boolean introspects) {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} .,'’&()+-]{0,59}");
    private static final Pattern OWN_SCHEME = Pattern.compile("[a-z][a-z0-9+-]*(?:\\.[a-z0-9+-]+)+");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127\\.0\\.0\\.1|\\[::1]");
    private static final int LONGEST_URL = 512;
    private static final int MOST_REDIRECTS = 20;

    public App {
        redirects = List.copyOf(redirects);
        scopes = Set.copyOf(scopes);
    }

    /** How it proves that it is itself. */
    public sealed interface Proof {
        /** A browser or a phone keeps no secret: PKCE alone binds it (SMART's public client). */
        record Nothing() implements Proof {}

        /** A shared secret, of which only the digest is kept: it has 256 bits of chance. */
        record Secret(Sha256 digest) implements Proof {}

        /** Assertions signed with one of these keys: a JSON Web Key Set (RFC 7517). */
        record Keys(String jwks) implements Proof {}

        /** The same with the keys that are at this address. */
        record KeysAt(String url) implements Proof {}

        /** The same with a key whose certificate the network's authority gave to this URI (UDAP). */
        record Certificate(String uri) implements Proof {}
    }

    App named(String other) {
        return new App(other, name, proof, redirects, launch, scopes, voucher, introspects);
    }

    App proving(Proof other) {
        return new App(id, name, other, redirects, launch, scopes, voucher, introspects);
    }

    boolean isConfidential() {
        return !(proof instanceof Proof.Nothing);
    }

    /** Whether assertions are how it proves itself: then it may also ask on its own behalf. */
    boolean signs() {
        return switch (proof) {
            case Proof.Nothing _, Proof.Secret _ -> false;
            case Proof.Keys _, Proof.KeysAt _, Proof.Certificate _ -> true;
        };
    }

    /** The app; or everything that keeps it from being one. */
    static Outcome<App> checked(App app) {
        var problems = new ArrayList<Problem>();
        if (!NAME.matcher(app.name).matches()) {
            problems.add(new Problem("name", "has 1 to 60 letters, digits and marks"));
        }
        if (app.redirects.size() > MOST_REDIRECTS || !app.redirects.stream().allMatch(App::isPlace)) {
            problems.add(new Problem(
                    "redirect",
                    "is https, an address of this machine, or a scheme of the app's own like com.example.app:/back"));
        }
        if (!app.launch.map(App::isWebPlace).orElse(true)) {
            problems.add(new Problem("launch", "is an https address"));
        }
        if (app.proof instanceof Proof.KeysAt(var url) && !isWebPlace(url)) {
            problems.add(new Problem("jwks-uri", "is an https address"));
        }
        if (app.scopes.isEmpty()) {
            problems.add(new Problem("scope", "names what the app may be granted"));
        }
        Wish.problem(String.join(" ", app.scopes)).ifPresent(what -> problems.add(new Problem("scope", what)));
        return problems.isEmpty() ? Outcome.of(app) : Outcome.failed(new Fault.Invalid(problems));
    }

    private static boolean isPlace(String url) {
        return isWebPlace(url)
                || parsed(url)
                        .filter(uri -> OWN_SCHEME.matcher(uri.getScheme()).matches())
                        .isPresent();
    }

    private static boolean isWebPlace(String url) {
        return parsed(url)
                .filter(uri -> uri.getHost() != null
                        && (uri.getScheme().equals("https")
                                || (uri.getScheme().equals("http")
                                        && LOOPBACK.matcher(uri.getHost()).matches())))
                .isPresent();
    }

    private static Optional<URI> parsed(String url) {
        try {
            var uri = new URI(url);
            return url.length() <= LONGEST_URL
                            && uri.getScheme() != null
                            && uri.getRawFragment() == null
                            && uri.getRawUserInfo() == null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
