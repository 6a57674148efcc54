package org.healthsphere.node.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.outbound.flat.FlatFile;
import org.healthsphere.node.outbound.flat.FlatParquet;
import org.healthsphere.node.outbound.flat.FlatTable;
import org.healthsphere.node.outbound.flat.FlatTable.SignIn;
import org.healthsphere.node.outbound.omop.OmopExtract;
import org.healthsphere.node.outbound.omop.OmopExtract.Summary;
import org.healthsphere.node.outbound.omop.OmopExtract.Targets;
import org.healthsphere.node.outbound.omop.Vocabulary;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code hie extract omop}: records of a running node as tables of the OMOP common data model 5.4. */
@Command(
        name = "omop",
        mixinStandardHelpOptions = true,
        description = {
            "Records as tables of the OMOP common data model 5.4, all of them or none.",
            "Codes that no vocabulary maps have concept 0 and their source values."
        })
final class OmopCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
    private Path config = Path.of("");

    @Option(
            names = "--vocabulary",
            arity = "1..*",
            paramLabel = "FILE",
            description = "ConceptMaps (.json) into OHDSI's concepts; CONCEPT.csv and CONCEPT_RELATIONSHIP.csv of OHDSI.")
    private List<Path> vocabulary = List.of();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            description = "In which moments are told, for OMOP knows none; UTC if not given.")
    private ZoneId zone = ZoneId.of("UTC");

    @ArgGroup(multiplicity = "1")
    private To to = new To();

    /** Where the tables go. */
    static final class To {
        @Option(names = "--to", paramLabel = "FOLDER", description = "A folder of files, one for each table.")
        private @Nullable Path folder;

        @ArgGroup(exclusive = false)
        private @Nullable Database database;
    }

    @Option(names = "--parquet", description = "Files of Parquet and not of CSV.")
    private boolean parquet;

    /** A database whose tables of these names are made or replaced. */
    static final class Database {
        @Option(names = "--url", required = true, paramLabel = "URL", description = "A database; see hie extract jdbc.")
        private String url = "";

        @Option(names = "--user", paramLabel = "NAME", description = "Who signs in there.")
        private @Nullable String user;

        @Option(names = "--password", paramLabel = "FILE", description = "File with the password in its first line.")
        private @Nullable Path password;
    }

    @Override
    public Integer call() {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        return Answers.of(
                Vocabulary.of(vocabulary).then(this::written), command.getOut(), command.getErr(), OmopCommand::said);
    }

    private Outcome<Summary> written(Vocabulary known) {
        return ConfigFile.read(config, System.getenv())
                .then(settings -> Vaults.open(settings).then(identity -> {
                    try (var node = new OwnNode(settings, identity)) {
                        return new OmopExtract(known, zone)
                                .write((view, after) -> ExtractCommand.page(node, view, after), targets());
                    } catch (InterruptedIOException e) {
                        throw new UncheckedIOException(e);
                    } catch (IOException e) {
                        return Outcome.failed(new Fault.Invalid("it cannot be written: " + Answers.words(e)));
                    }
                }));
    }

    private Targets targets() throws IOException {
        var folder = to.folder;
        if (folder != null) {
            var made = Files.createDirectories(folder);
            return parquet
                    ? name -> FlatParquet.of(made.resolve(name + ".parquet"))
                    : name -> FlatFile.csv(made.resolve(name + ".csv"));
        }
        var database = Optional.ofNullable(to.database).orElseThrow();
        var file = database.password;
        var secret = file == null ? "" : Files.readAllLines(file).getFirst();
        var signIn = Optional.ofNullable(database.user).map(name -> new SignIn(name, secret));
        return name -> FlatTable.of(database.url, signIn, name);
    }

    private static String said(Summary summary) {
        return new TreeMap<>(summary.rows())
                .entrySet().stream()
                        .map(table -> table.getKey() + ": " + table.getValue())
                        .collect(Collectors.joining(", "))
                + "; left out: " + summary.leftOut() + ".";
    }
}
