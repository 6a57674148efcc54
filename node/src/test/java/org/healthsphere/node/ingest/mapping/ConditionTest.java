package org.healthsphere.node.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {
    private static final Place PLACE =
            new Place(Map.of("A", "1", "B", "x~y", "C", "\"\"", "D", "-2.50", "E", "< 1.234,5"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A valued | true",
                "Z valued | false",
                "Z not valued | true",
                "C valued | false",
                "A = 1 | true",
                "A != 1 | false",
                "Z != 1 | true",
                "A in 0,1 | true",
                "A not in 0,1 | false",
                "Z not in 0,1 | true",
                "B repeats | true",
                "A not repeats | true",
                "A number | true",
                "D number | true",
                "B number | false",
                "D quantity | true",
                "D quantityComma | false",
                "E quantity | false",
                "E quantityComma | true",
                "Z not quantityComma | true",
                "A = 1 and B valued | true",
                "A = 1 and B not valued | false"
            })
    void a_condition_says_what_it_reads_like(String text, boolean holds) {
        var condition = Condition.parse(text, _ -> true).orElseThrow();
        assertThat(condition.holds(PLACE)).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "A is valued", "A = ", "A valued or B valued", "A valued and", "not A valued"})
    void what_is_no_condition_is_refused(String text) {
        assertThat(Condition.parse(text, _ -> true)).isEmpty();
    }
}
