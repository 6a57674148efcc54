package org.healthsphere.federation.research.outbreak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.healthsphere.federation.research.analysis.Figures;
import org.healthsphere.federation.research.analysis.LiveR;
import org.healthsphere.federation.research.analysis.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** R's package surveillance itself, and the counts of salmonella that come with it, which are not kept here. */
class LiveOutbreaksTest {
    private static final double SHARE = 1e-9;

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    static void ask() throws IOException, InterruptedException {
        assumeTrue(
                LiveR.has("surveillance"),
                "Rscript with surveillance is not installed: alarms were compared with recorded ones only");
        LiveR.outbreaks(live(), folder);
    }

    static Stream<String> series() {
        return Stream.concat(Weeks.SERIES.stream(), Stream.of("agona"));
    }

    @ParameterizedTest
    @MethodSource("series")
    void the_recorded_bounds_and_alarms_are_those_that_r_gives_today(String series) {
        for (var rule : Weeks.rules().keySet()) {
            var analysis = rule + "-" + series;
            Figures.ofR(Weeks.RECORDED, analysis).equal(Figures.ofR(live(), analysis), SHARE);
        }
    }

    @Test
    void bounds_and_alarms_of_salmonella_are_those_of_r() {
        var counts = Weeks.series(Table.read(folder.resolve("agona.csv")), "agona");
        assertThat(counts.length()).isEqualTo(312);
        Weeks.compare(counts, "agona", live(), SHARE);
    }

    private static Path live() {
        return folder.resolve("outbreaks.csv");
    }
}
