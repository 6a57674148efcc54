package org.healthsphere.node.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.CoreContent;
import org.healthsphere.terminology.curation.MapDraft;
import org.healthsphere.terminology.curation.MapSuggestions;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Txi;
import org.healthsphere.terminology.library.LoadedEntry;
import org.healthsphere.terminology.library.LoadedTerminology;
import org.healthsphere.terminology.library.TerminologyLibrary;
import org.healthsphere.terminology.library.VersionDifference;
import org.healthsphere.terminology.load.Progress;
import org.healthsphere.terminology.load.Wishes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hie terminology}: loads the terminologies that a hospital holds licences for, and tells what is there. */
@Command(
        name = "terminology",
        mixinStandardHelpOptions = true,
        description = "Loads code systems, value sets and maps into a node, and tells which are there.",
        footer = {
            "",
            "hie terminology load SnomedCT_….zip --config node.conf",
            "hie terminology load Loinc_2.80.zip --config node.conf",
            "hie terminology load codes.csv --config node.conf",
            "",
            "What is loaded a node finds at its next start. Formats and licences: docs/terminology.md"
        })
final class TerminologyCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "load",
            mixinStandardHelpOptions = true,
            description =
                    "Loads a release: SNOMED CT (RF2), LOINC, RxNorm (RRF), ICD-10-CM, a FHIR package (.tgz), FHIR JSON,"
                            + " an SSSOM map (.sssom.tsv) or a list of local codes (.csv). A release with errors changes nothing.")
    int load(
            @Parameters(paramLabel = "FILE", description = "A folder, an archive or a file.") Path source,
            @Mixin TerminologyPlace place,
            @Mixin LoadWishes wishes)
            throws IOException {
        var err = err();
        var loaded = place.folder().then(folder -> {
            try {
                return LoadedTerminology.in(folder).load(source, wishes.wishes(), bundled(), (part, rows) -> {
                    err.println(rows == 0 ? part + " …" : part + ": " + rows + " rows");
                    err.flush();
                });
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return Answers.of(loaded, out(), err, TerminologyCommand::told);
    }

    private static String told(LoadedTerminology.Report report) {
        var lines = new StringBuilder();
        report.notes().forEach(note -> lines.append("note: ").append(note).append('\n'));
        report.unchanged()
                .forEach(entry ->
                        lines.append("is there already: ").append(entry.id()).append('\n'));
        report.added()
                .forEach(entry -> lines.append("loaded: ").append(line(entry)).append('\n'));
        return lines.append(report.added().size())
                .append(" loaded. The node finds them at its next start.")
                .toString();
    }

    private static String line(LoadedEntry entry) {
        return "%s %s (%s) sha256 %s".formatted(entry.kind(), entry.id(), entry.title(), entry.file());
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Tells what was loaded, and from where.")
    int list(@Mixin TerminologyPlace place) {
        var entries = place.folder().map(folder -> {
            try {
                return LoadedTerminology.in(folder).entries();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return Answers.of(
                entries,
                out(),
                err(),
                all -> all.isEmpty()
                        ? "Nothing was loaded; what comes with the product is there."
                        : all.stream()
                                .map(entry -> line(entry) + " from " + entry.source() + "; licence: " + entry.licence())
                                .collect(Collectors.joining("\n")));
    }

    @Command(
            name = "versions",
            mixinStandardHelpOptions = true,
            description =
                    "Tells the versions of everything that a node would answer from, bundled or loaded, with their digests.")
    int versions(
            @Parameters(arity = "0..1", paramLabel = "URL", defaultValue = "", description = "Only of this canonical.")
                    String url,
            @Mixin TerminologyPlace place) {
        var files = open(place)
                .map(terminology -> terminology.files().stream()
                        .filter(file -> url.isEmpty() || file.id().url().equals(url))
                        .toList());
        return Answers.of(
                files.then(all -> all.isEmpty()
                        ? Outcome.<List<Txi>>failed(new Fault.NotFound("terminology " + url))
                        : Outcome.of(all)),
                out(),
                err(),
                all -> all.stream()
                        .map(file -> "%s %s sha256 %s".formatted(file.kind(), file.id(), file.sha256()))
                        .collect(Collectors.joining("\n")));
    }

    @Command(
            name = "diff",
            mixinStandardHelpOptions = true,
            description = "Tells what is other in one version of a code system than in another.")
    int diff(
            @Parameters(index = "0", paramLabel = "URL", description = "The code system.") String url,
            @Parameters(index = "1", paramLabel = "FROM", description = "A version.") String from,
            @Parameters(index = "2", paramLabel = "TO", description = "Another version.") String to,
            @Mixin TerminologyPlace place) {
        var difference = open(place)
                .then(terminology ->
                        LoadedTerminology.difference(terminology, new Canonical(url, from), new Canonical(url, to)));
        return Answers.of(difference, out(), err(), TerminologyCommand::told);
    }

    private static String told(VersionDifference difference) {
        return "%s → %s%nadded %s%nremoved %s%nretired %s%nmoved %s%nrenamed %s"
                .formatted(
                        difference.from(),
                        difference.to().version(),
                        told(difference.added()),
                        told(difference.removed()),
                        told(difference.retired()),
                        told(difference.moved()),
                        told(difference.renamed()));
    }

    private static String told(List<String> codes) {
        return codes.size() + (codes.isEmpty() ? "" : ": " + String.join(" ", codes));
    }

    @Command(name = "remove", mixinStandardHelpOptions = true, description = "Takes away a version that was loaded.")
    int remove(
            @Parameters(paramLabel = "URL|VERSION", description = "The canonical with its version.") String canonical,
            @Mixin TerminologyPlace place) {
        var removed = place.folder().then(folder -> {
            try {
                return LoadedTerminology.in(folder).remove(Canonical.parse(canonical));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return Answers.of(removed, out(), err(), entry -> "removed: " + line(entry));
    }

    @Command(
            name = "suggest",
            mixinStandardHelpOptions = true,
            description =
                    "Writes a draft of a map from local codes to standard ones, as a table (SSSOM) for a steward to review:"
                            + " whoever puts a name into reviewer_id of a line stands for it.")
    int suggest(
            @Parameters(index = "0", paramLabel = "LOCAL", description = "The code system of the local codes.")
                    String local,
            @Parameters(index = "1", paramLabel = "TARGET", description = "The code system they are mapped to.")
                    String target,
            @Option(names = "--map", required = true, paramLabel = "URL", description = "The canonical of the map.")
                    String map,
            @Option(
                            names = "--into",
                            required = true,
                            paramLabel = "FILE",
                            description = "The draft; it is not there yet.")
                    Path into,
            @Mixin TerminologyPlace place) {
        var written = open(place)
                .then(terminology -> MapSuggestions.between(terminology, local, target))
                .map(suggestions -> {
                    write(into, MapDraft.of(map, local, target, suggestions));
                    return suggestions.size();
                });
        return Answers.of(
                written,
                out(),
                err(),
                lines -> lines + " suggestions in " + into
                        + ". Put your name into reviewer_id of the lines you stand for, then publish it.");
    }

    @Command(
            name = "publish",
            mixinStandardHelpOptions = true,
            description = "Loads the reviewed lines of a draft as a version of its map. The others stay in the draft.")
    int publish(
            @Parameters(paramLabel = "DRAFT", description = "A draft that a steward has reviewed.") Path draft,
            @Option(
                            names = "--version-of-map",
                            required = true,
                            paramLabel = "VERSION",
                            description = "The new version.")
                    String version,
            @Mixin TerminologyPlace place)
            throws IOException {
        var name = Optional.ofNullable(draft.getFileName())
                .orElse(draft)
                .toString()
                .replaceFirst("\\.sssom\\.tsv$", "");
        var published = draft.resolveSibling(name + "-" + version + ".sssom.tsv");
        var loaded = MapDraft.reviewed(Files.readString(draft), version)
                .then(reviewed -> place.folder().then(folder -> {
                    write(published, reviewed);
                    try {
                        return LoadedTerminology.in(folder).load(published, Wishes.NONE, bundled(), Progress.UNHEARD);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
        return Answers.of(loaded, out(), err(), TerminologyCommand::told);
    }

    /** What is there already is not overwritten. */
    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome<CompiledTerminology> open(TerminologyPlace place) {
        return place.folder().then(TerminologyLibrary::open);
    }

    /** What comes with the product keeps its name. */
    private static Set<Canonical> bundled() {
        return Stream.concat(BundledContent.sources().stream(), CoreContent.sources().stream())
                .map(source -> ContentReader.read(source).orElseThrow().id())
                .collect(Collectors.toUnmodifiableSet());
    }

    private PrintWriter out() {
        return Optional.ofNullable(spec).orElseThrow().commandLine().getOut();
    }

    private PrintWriter err() {
        return Optional.ofNullable(spec).orElseThrow().commandLine().getErr();
    }

    /** Where the terminology of a node is. */
    static final class TerminologyPlace {
        @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
        private @Nullable Path config;

        Outcome<Path> folder() {
            return ConfigFile.read(Optional.ofNullable(config).orElseThrow(), System.getenv())
                    .map(settings -> settings.data().resolve("terminology"));
        }
    }

    /** What is said beyond the release itself. */
    static final class LoadWishes {
        @Option(
                names = "--version-of-release",
                paramLabel = "VERSION",
                defaultValue = "",
                description = "Which version it is, where its files do not tell.")
        private String version = "";

        @Option(
                names = "--module",
                paramLabel = "ID",
                defaultValue = "",
                description = "SNOMED CT: the module the edition is of, when the release does not tell.")
        private String module = "";

        @Option(
                names = "--dialect",
                paramLabel = "ID",
                description =
                        "SNOMED CT: a language reference set whose preferred terms are displayed; the best first.")
        private List<String> dialects = List.of();

        Wishes wishes() {
            return new Wishes(version, module, dialects);
        }
    }
}
