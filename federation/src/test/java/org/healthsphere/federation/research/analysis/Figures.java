package org.healthsphere.federation.research.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Results by name, such as {@code estimate,age}. */
public record Figures(Map<String, Double> values) {

    /** What R said of one analysis in a file that {@code tools/r-oracle/analyses.R} wrote. */
    public static Figures ofR(Path file, String analysis) {
        try (var lines = Files.lines(file)) {
            var values = new TreeMap<String, Double>();
            lines.filter(line -> line.startsWith(analysis + ",")).forEach(line -> {
                var last = line.lastIndexOf(',');
                values.put(line.substring(analysis.length() + 1, last), Double.valueOf(line.substring(last + 1)));
            });
            return new Figures(values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same figures, each as close to the expected one as a share of it says. */
    public void equal(Figures expected, double share) {
        assertThat(expected.values).isNotEmpty();
        assertThat(values.keySet()).isEqualTo(expected.values.keySet());
        assertThat(values).allSatisfy((name, value) -> {
            var wanted = expected.values.getOrDefault(name, Double.NaN);
            assertThat(Math.abs(value - wanted))
                    .as("%s: %s instead of %s", name, value, wanted)
                    .isLessThanOrEqualTo(share * Math.abs(wanted));
        });
    }
}
