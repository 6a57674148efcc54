package org.healthsphere.compose.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the checklist of OWASP's standard claims is shown by tests that there are, and no more is open than before. */
class AsvsTest {
    private static final Path PAGE = Path.of("..", "docs", "asvs.md");
    private static final Set<String> STATES = Set.of("tested", "inspected", "hospital", "not applicable", "open");
    private static final int MOST_OPEN = 9;

    /** How many requirements version 4.0.3 has for level 2, by chapter. */
    private static final Map<Integer, Long> CHAPTERS = new TreeMap<>(Map.ofEntries(
            Map.entry(1, 38L),
            Map.entry(2, 54L),
            Map.entry(3, 18L),
            Map.entry(4, 9L),
            Map.entry(5, 30L),
            Map.entry(6, 13L),
            Map.entry(7, 12L),
            Map.entry(8, 15L),
            Map.entry(9, 7L),
            Map.entry(10, 5L),
            Map.entry(11, 8L),
            Map.entry(12, 15L),
            Map.entry(13, 13L),
            Map.entry(14, 23L)));

    private record Row(String id, String words, String state, String shown) {
        static Row of(String line) {
            var cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            assertThat(cells).as(line).hasSize(6);
            return new Row(cells.get(1), cells.get(2), cells.get(3), cells.get(4));
        }

        int chapter() {
            return Integer.parseInt(id.substring(1, id.indexOf('.')));
        }
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| V"))
                .map(Row::of)
                .toList();
    }

    @Test
    void each_requirement_of_level_two_stands_once() throws IOException {
        assertThat(rows()).extracting(Row::id).doesNotHaveDuplicates().allMatch(id -> id.matches("V\\d+\\.\\d+\\.\\d+"));
        Map<Integer, Long> counted = rows().stream().collect(Collectors.groupingBy(Row::chapter, Collectors.counting()));
        assertThat(counted).isEqualTo(CHAPTERS);
    }

    @Test
    void what_is_tested_names_tests_that_there_are_and_the_rest_says_why() throws IOException {
        var tests = TestMethods.all();
        for (var row : rows()) {
            assertThat(row.state()).as(row.id()).isIn(STATES);
            assertThat(row.words()).as(row.id()).isNotEmpty();
            assertThat(row.shown()).as(row.id()).isNotEmpty();
            if (row.state().equals("tested")) {
                var named = row.shown().replace("`", "").split(" ");
                assertThat(tests).as(row.id()).contains(named);
            }
        }
    }

    @Test
    void no_more_is_open_than_was_before() throws IOException {
        assertThat(rows()).filteredOn(row -> row.state().equals("open")).hasSizeLessThanOrEqualTo(MOST_OPEN);
    }

    @Test
    void who_reads_of_security_finds_it() throws IOException {
        assertThat(Files.readString(Path.of("..", "SECURITY.md"))).contains("(docs/asvs.md)");
    }
}
