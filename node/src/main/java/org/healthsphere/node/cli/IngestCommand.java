package org.healthsphere.node.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.config.SourcesFile;
import org.healthsphere.node.config.SourcesFile.Fed;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.bulk.BulkFeed;
import org.healthsphere.node.ingest.bulk.NdjsonRows;
import org.healthsphere.node.ingest.device.DataPoints;
import org.healthsphere.node.ingest.device.HealthExport;
import org.healthsphere.node.ingest.table.CsvForm;
import org.healthsphere.node.ingest.table.CsvRows;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.node.ingest.table.Intake.Summary;
import org.healthsphere.node.ingest.table.RowSource;
import org.healthsphere.node.ingest.table.Rows;
import org.healthsphere.node.ingest.table.TableFeed;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hie ingest}: has the running node take in files. Whoever interrupts it begins anew, and nothing is taken twice. */
@Command(
        name = "ingest",
        mixinStandardHelpOptions = true,
        description = {
            "Has the running node take in files of any size: what is answered is durable.",
            "After an interruption give the same files again: what was taken is known.",
            "Exit codes: 0 all is taken, 1 refused or failed, 2 wrong usage, 4 all is durable, but some was set aside."
        },
        footer = {
            "",
            "hie ingest csv     --config node.conf --source lab --table labs labs-2026.csv",
            "hie ingest ndjson  --config node.conf --source other export/",
            "hie ingest devices --config node.conf --source watches --patient 1c9d... export.xml"
        })
final class IngestCommand {
    @Spec
    private @Nullable CommandSpec spec;

    /** Which node, and what the files come from. */
    static final class From {
        @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
        private Path config = Path.of("");

        @Option(
                names = "--source",
                required = true,
                paramLabel = "NAME",
                description = "The system of the hospital, as the file of sources names it.")
        private String source = "";

        @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files, or folders of them.")
        private List<Path> files = List.of();
    }

    @Command(
            name = "csv",
            mixinStandardHelpOptions = true,
            description = "Tables as CSV, in the form that the file of sources tells of this source.")
    int csv(
            @Mixin From from,
            @Option(
                            names = "--table",
                            required = true,
                            paramLabel = "NAME",
                            description = "The table that the mapping files know, for instance labs.")
                    String table) {
        return run(
                from,
                TableFeed.KIND,
                (fed, in, name) -> CsvRows.open(
                                in, fed.csv().map(csv -> csv.form()).orElse(CsvForm.USUAL), table, name)
                        .map(rows -> rows));
    }

    @Command(
            name = "ndjson",
            mixinStandardHelpOptions = true,
            description =
                    "FHIR R4 resources as another server exports them (Bulk Data). Files of Patients are taken first.")
    int ndjson(@Mixin From from) {
        return run(from, BulkFeed.KIND, (_, in, name) -> Outcome.of(new NdjsonRows(in, name)));
    }

    @Command(
            name = "devices",
            mixinStandardHelpOptions = true,
            description =
                    "What a patient's devices measured: export.xml of Apple Health, or data points of Open mHealth (.json).")
    int devices(
            @Mixin From from,
            @Option(
                            names = "--patient",
                            required = true,
                            paramLabel = "ID",
                            description = "The id of the Patient resource: the files do not say whose they are.")
                    String patient) {
        return run(
                from,
                TableFeed.KIND,
                (_, in, name) -> name.endsWith(".xml")
                        ? HealthExport.open(in, name, patient).map(rows -> rows)
                        : Outcome.of(DataPoints.open(in, name, Optional.of(patient))));
    }

    /** Reads one file. */
    private interface Reader {
        Outcome<RowSource> open(Fed source, InputStream in, String name);
    }

    private int run(From from, String kind, Reader reader) {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var taken = ConfigFile.read(from.config, System.getenv())
                .then(settings -> source(settings, from.source)
                        .then(fed -> Vaults.open(settings).then(identity -> {
                            try (var node = new OwnNode(settings, identity)) {
                                return all(files(from.files), fed, reader, door(node, kind, from.source));
                            }
                        })));
        return Answers.of(
                taken,
                command.getOut(),
                command.getErr(),
                sum -> "%d taken, %d taken before, %d set aside."
                        .formatted(sum.stored(), sum.repeated(), sum.waiting()),
                sum -> Optional.of(sum.waiting())
                        .filter(waiting -> waiting > 0)
                        .map(waiting -> "%d set aside; hie messages waiting --config %s --source %s says why."
                                .formatted(waiting, from.config, from.source)));
    }

    private static Outcome<Fed> source(NodeConfig settings, String name) {
        var folder = new NodeFolder(settings.data());
        try {
            return SourcesFile.read(Bytes.of(Files.readAllBytes(folder.part("sources.json"))), settings.data())
                    .then(sources -> sources.stream()
                            .filter(fed -> fed.source().name().equals(name))
                            .findFirst()
                            .map(Outcome::of)
                            .orElseGet(() -> Outcome.failed(
                                    new Fault.Invalid("--source: the file of sources names no such system"))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Patients first: others refer to them. */
    private static List<Path> files(List<Path> given) {
        var files = new ArrayList<Path>();
        for (var path : given) {
            try (var inside = Files.walk(path)) {
                inside.filter(Files::isRegularFile).sorted().forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        files.sort(Comparator.comparing(file -> !name(file).startsWith("Patient")));
        return files;
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static Outcome<Summary> all(List<Path> files, Fed source, Reader reader, Intake.Door door) {
        Outcome<Summary> sum = Outcome.of(Summary.NONE);
        for (var file : files) {
            sum = sum.then(before -> one(file, source, reader, door).map(before::plus));
        }
        return sum;
    }

    private static Outcome<Summary> one(Path file, Fed source, Reader reader, Intake.Door door) {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return named(name(file), reader.open(source, in, name(file)).then(rows -> new Intake(door).take(rows)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome<Summary> named(String file, Outcome<Summary> outcome) {
        return outcome instanceof Outcome.Failure<Summary>(Fault.Invalid fault)
                ? Outcome.failed(new Fault.Invalid(file + ": " + Faults.text(fault)))
                : outcome;
    }

    private static Intake.Door door(OwnNode node, String kind, String source) {
        return rows -> {
            try {
                return node.send("hie-ingest", Role.SYSTEM, "/api/v1/feeds/" + kind + "/" + source, rows.json())
                        .then(reply -> summary(reply, rows));
            } catch (InterruptedIOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static Outcome<Summary> summary(OwnNode.Reply reply, Rows rows) {
        long all = rows.rows().size();
        long waiting = reply.json().path("waiting").asLong(0);
        return switch (reply.json().path("status").asText()) {
            case "stored" -> Outcome.of(new Summary(all, 0, 0));
            case "partly" -> Outcome.of(new Summary(all - waiting, 0, waiting));
            case "repeated" -> Outcome.of(new Summary(0, all, 0));
            case "quarantined" -> Outcome.of(new Summary(0, 0, all));
            default -> Outcome.failed(OwnNode.refusal(reply.json()));
        };
    }
}
