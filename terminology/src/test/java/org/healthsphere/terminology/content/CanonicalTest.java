package org.healthsphere.terminology.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {
    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/a", "https://example.org/a|1.0", "urn:oid:1.2.3|2024-01"})
    void it_is_written_as_it_was_read(String text) {
        assertThat(Canonical.parse(text)).hasToString(text);
    }

    @Test
    void later_versions_come_later() {
        var inOrder =
                List.of("", "0.9", "1", "1.2", "1.2.1", "1.10", "1.10-beta", "2", "20240101", "20250101", "a", "b")
                        .stream()
                        .map(version -> new Canonical("https://example.org/a", version))
                        .toList();
        assertThat(inOrder.reversed().stream().sorted().toList()).isEqualTo(inOrder);
    }

    @ParameterizedTest
    @CsvSource({
        "equivalent, wider, wider",
        "narrower, equal, narrower",
        "wider, wider, wider",
        "wider, narrower, relatedto",
        "inexact, inexact, relatedto",
        "relatedto, equivalent, relatedto"
    })
    void two_lines_in_a_row_say_no_more_than_both_of_them(String first, String second, String together) {
        assertThat(Equivalences.chain(first, second)).isEqualTo(together);
    }

    @ParameterizedTest
    @CsvSource({"wider, narrower", "specializes, subsumes", "equivalent, equivalent", "inexact, inexact"})
    void a_line_read_backwards_and_backwards_again_is_itself(String line, String backwards) {
        assertThat(Equivalences.inverse(line)).isEqualTo(backwards);
        assertThat(Equivalences.inverse(backwards)).isEqualTo(line);
    }
}
