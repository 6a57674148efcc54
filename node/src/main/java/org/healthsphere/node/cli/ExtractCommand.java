package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.outbound.flat.FlatFile;
import org.healthsphere.node.outbound.flat.FlatParquet;
import org.healthsphere.node.outbound.flat.FlatTable;
import org.healthsphere.node.outbound.flat.FlatTable.SignIn;
import org.healthsphere.node.outbound.flat.FlatTarget;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hie extract}: records of a running node as a flat table, by a ViewDefinition of SQL on FHIR v2. */
@Command(
        name = "extract",
        mixinStandardHelpOptions = true,
        subcommands = OmopCommand.class,
        description = {
            "Records of a running node as a flat table, by a ViewDefinition of SQL on FHIR v2.",
            "What consent hides is not in it, and each patient finds in the log that it was made."
        },
        footer = {
            "",
            "hie extract csv  --config node.conf --view patients.json --to patients.csv",
            "hie extract parquet --config node.conf --view patients.json --to patients.parquet",
            "hie extract jdbc --config node.conf --view patients.json --url jdbc:postgresql://... --table patients",
            "hie extract omop --config node.conf --vocabulary CONCEPT.csv CONCEPT_RELATIONSHIP.csv --to omop/"
        })
final class ExtractCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    /** Which node, and which view. */
    static final class From {
        @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
        private Path config = Path.of("");

        @Option(names = "--view", required = true, paramLabel = "FILE", description = "The ViewDefinition, as JSON.")
        private Path view = Path.of("");
    }

    @Command(
            name = "csv",
            mixinStandardHelpOptions = true,
            description = "Into a CSV file (RFC 4180), which is there whole or not at all.")
    int csv(
            @Mixin From from,
            @Option(names = "--to", required = true, paramLabel = "FILE", description = "The file.") Path to) {
        return answered(from, () -> FlatFile.csv(to));
    }

    @Command(
            name = "parquet",
            mixinStandardHelpOptions = true,
            description = "Into a Parquet file, which is there whole or not at all.")
    int parquet(
            @Mixin From from,
            @Option(names = "--to", required = true, paramLabel = "FILE", description = "The file.") Path to) {
        return answered(from, () -> FlatParquet.of(to));
    }

    @Command(
            name = "jdbc",
            mixinStandardHelpOptions = true,
            description =
                    "Into a table of a database: it is made if it is not there, and its rows are replaced at once.")
    int jdbc(
            @Mixin From from,
            @Option(names = "--url", required = true, paramLabel = "URL", description = "The database.") String url,
            @Option(names = "--user", paramLabel = "NAME", description = "Who signs in there.") @Nullable String user,
            @Option(
                            names = "--password",
                            paramLabel = "FILE",
                            description = "File with the password in its first line.")
                    @Nullable
                    Path password,
            @Option(names = "--table", required = true, paramLabel = "NAME", description = "The table.") String table) {
        return answered(from, () -> {
            var secret = password == null ? "" : Files.readAllLines(password).getFirst();
            return FlatTable.of(url, Optional.ofNullable(user).map(name -> new SignIn(name, secret)), table);
        });
    }

    /** Opens where the rows go. */
    private interface Opening {
        FlatTarget open() throws IOException;
    }

    private int answered(From from, Opening opening) {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var rows = ConfigFile.read(from.config, System.getenv())
                .then(settings -> Vaults.open(settings).then(identity -> {
                    try (var node = new OwnNode(settings, identity);
                            var target = opening.open()) {
                        return all(node, JSON.readTree(Files.readAllBytes(from.view)), target);
                    } catch (InterruptedIOException e) {
                        throw new UncheckedIOException(e);
                    } catch (IOException e) {
                        return Outcome.failed(new Fault.Invalid("it cannot be read or written: " + e.getMessage()));
                    }
                }));
        return Answers.of(rows, command.getOut(), command.getErr(), count -> count + " rows.");
    }

    /** A page of a view's rows. */
    static Outcome<JsonNode> page(OwnNode node, JsonNode view, String after) throws InterruptedIOException {
        var order = JsonNodeFactory.instance.objectNode().put("after", after);
        order.set("view", view);
        return node.post("steward", Role.STEWARD, "/api/v1/extracts", order);
    }

    private static Outcome<Long> all(OwnNode node, JsonNode view, FlatTarget target) throws IOException {
        var count = 0L;
        var after = "";
        do {
            switch (page(node, view, after)) {
                case Outcome.Failure<JsonNode>(var fault) -> {
                    return Outcome.failed(fault);
                }
                case Outcome.Success<JsonNode>(var page) -> {
                    target.columns(page.path("columns"));
                    for (var row : page.path("rows")) {
                        target.row(row);
                        count++;
                    }
                    after = page.path("next").asText("");
                }
            }
        } while (!after.isEmpty());
        target.done();
        return Outcome.of(count);
    }
}
