package org.healthsphere.compose.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.compose.conformance.Ledger.Baseline;
import org.healthsphere.compose.conformance.Ledger.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the ledger claims is shown by a test that there is, and less than before is not claimed. */
class ConformanceLedgerTest {
    private static final Set<String> STATES = Set.of("tested", "inspected", "not-offered", "not-applicable", "open");
    private static final Set<String> TESTS = TestMethods.all();

    static Stream<Baseline> baselines() {
        return Ledger.baselines().stream();
    }

    @Test
    void each_set_has_its_totals_and_each_total_its_set() {
        assertThat(baselines().map(Baseline::set).sorted().toList()).isEqualTo(Ledger.sets());
    }

    @ParameterizedTest
    @MethodSource("baselines")
    void each_requirement_stands_once(Baseline baseline) {
        var keys = new HashSet<String>();
        for (var row : Ledger.rows(baseline.set())) {
            assertThat(keys.add(row.key())).as(row.key()).isTrue();
        }
        assertThat(keys).hasSize(baseline.rows());
    }

    @ParameterizedTest
    @MethodSource("baselines")
    void no_more_is_open_than_was_before(Baseline baseline) {
        assertThat(Ledger.rows(baseline.set()).stream()
                        .filter(row -> row.state().equals("open")))
                .hasSizeLessThanOrEqualTo(baseline.open());
    }

    @ParameterizedTest
    @MethodSource("baselines")
    void a_state_is_known_and_what_is_claimed_without_a_test_is_explained(Baseline baseline) {
        for (var row : Ledger.rows(baseline.set())) {
            assertThat(row.state()).as(row.key()).isIn(STATES);
            if (row.state().equals("tested")) {
                assertThat(row.test()).as(row.key()).isNotEmpty();
            } else {
                assertThat(row.test()).as(row.key()).isEmpty();
            }
            if (!Set.of("tested", "open").contains(row.state())) {
                assertThat(row.note()).as(row.key()).isNotEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("baselines")
    void what_is_tested_names_a_test_that_there_is(Baseline baseline) {
        assertThat(Ledger.rows(baseline.set()).stream()
                        .map(Row::test)
                        .filter(test -> !test.isEmpty() && !TESTS.contains(test))
                        .distinct())
                .isEmpty();
    }

    @Test
    void a_method_is_a_test_when_it_is_marked_as_one() {
        var java = """
                class XTest {
                    @Test
                    void plain() {}

                    @ParameterizedTest
                    @CsvSource({"a, {b}", "c"})
                    void with_values(String a, boolean b) throws Exception {
                        helper(a);
                    }

                    private void helper(String a) {}
                    @BeforeEach
                    void fill() {}
                }
                """;
        assertThat(TestMethods.of("XTest", java).toList()).isEqualTo(List.of("XTest.plain", "XTest.with_values"));
        assertThat(TESTS)
                .contains("ConformanceLedgerTest.a_method_is_a_test_when_it_is_marked_as_one")
                .doesNotContain("ConformanceLedgerTest.baselines");
    }
}
