package org.healthsphere.node.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.cohort.CohortJson;
import org.healthsphere.federation.research.cohort.CohortWords;
import org.healthsphere.federation.research.imports.CohortImport;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hie cohort}: cohorts of studies as files. */
@Command(name = "cohort", mixinStandardHelpOptions = true, description = "Takes cohorts over and puts them into words.")
final class CohortCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            description = "Prints a cohort of another language in ours; what that cannot say is refused by its name.")
    int take(
            @Parameters(paramLabel = "FILE", description = "The query as it is.") Path file,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "LANGUAGE",
                            description = "What it is written in: CCDL or SAMPLY.")
                    CohortImport language,
            @Option(
                            names = "--at",
                            required = true,
                            paramLabel = "DATE",
                            description = "The day on which ages count, as 2026-01-31.")
                    LocalDate at)
            throws IOException {
        return told(
                language.read(Bytes.of(Files.readAllBytes(file)), at),
                cohort -> new String(CanonicalJson.of(CohortJson.json(cohort)), StandardCharsets.UTF_8));
    }

    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = "Says in words what a cohort of our language means, and what its digest is.")
    int explain(
            @Parameters(paramLabel = "FILE", description = "The cohort.") Path file,
            @Option(
                            names = "--language",
                            defaultValue = "en",
                            paramLabel = "LANGUAGE",
                            description = "Of the words: en, de, es or fr.")
                    String language)
            throws IOException {
        return told(
                StrictObject.read(Files.readAllBytes(file), CohortJson::cohort),
                cohort -> words(cohort, CohortWords.in(language)));
    }

    private static String words(Cohort cohort, CohortWords said) {
        var lines = said.of(cohort).stream()
                .map(line -> "  ".repeat(line.depth()) + line.text())
                .collect(Collectors.joining("\n"));
        return lines + "\n" + Sha256.of(CanonicalJson.of(CohortJson.json(cohort)));
    }

    private int told(Outcome<Cohort> cohort, Function<Cohort, String> words) {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        return Answers.of(cohort, command.getOut(), command.getErr(), words);
    }
}
