package org.healthsphere.federation.research.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The statistics system R, where it is installed with the packages that a test compares with. */
public final class LiveR {
    /** What R said when it was last asked. */
    static final Path RECORDED = Table.FOLDER.resolve("r-results.csv");

    private LiveR() {}

    /** Whether R is there, with these packages. */
    public static boolean has(String... packages) throws InterruptedException {
        try {
            return run("-e", "library(" + String.join("); library(", packages) + ")") == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Computes all figures anew, and exports the tables of R's packages. */
    static void analyse(Path results, Path tables) throws IOException, InterruptedException {
        var script = Path.of("..", "tools", "r-oracle", "analyses.R");
        assertThat(run(script.toString(), Table.FOLDER.toString(), results.toString(), tables.toString()))
                .as("exit status of analyses.R")
                .isZero();
    }

    /** Judges all weekly counts anew, and exports those that come with the package surveillance. */
    public static void outbreaks(Path results, Path tables) throws IOException, InterruptedException {
        var script = Path.of("..", "tools", "r-oracle", "outbreaks.R");
        assertThat(run(script.toString(), Table.FOLDER.toString(), results.toString(), tables.toString()))
                .as("exit status of outbreaks.R")
                .isZero();
    }

    private static int run(String... arguments) throws IOException, InterruptedException {
        var builder = new ProcessBuilder("Rscript");
        builder.command().addAll(List.of(arguments));
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
