package org.healthsphere.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.table.CsvRows;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.node.ingest.table.TableFeed;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page about feeds shows works as it stands there. */
class FeedsPageTest {
    @TempDir
    Path folder;

    @Test
    void the_sources_of_the_page_can_be_read() throws IOException {
        var sources = blocks("json").stream().filter(b -> b.startsWith("[")).toList();

        assertThat(sources)
                .hasSize(6)
                .allSatisfy(block -> assertThat(read(block)).isNotEmpty());
    }

    @Test
    void the_table_of_the_page_is_read_with_its_source_and_its_overlay() throws IOException {
        var kit = lab(blocks("csv").getFirst(), 1);

        var observation = kit.the("Observation");
        assertThat(observation.at("/valueQuantity/value").asText()).isEqualTo("5.4");
        assertThat(observation.path("effectiveDateTime").asText()).isEqualTo("2026-01-02T08:30:00+01:00");
        assertThat(observation.at("/code/coding/1/code").asText()).isEqualTo("2345-7");
    }

    @Test
    void whatever_a_laboratory_writes_as_a_value_is_there_as_a_number_or_as_it_was_written() throws IOException {
        var values = List.of("5,4", "1.234,5", "< 0,5", "5.4", "negativ", "1.23.4");
        var lines = blocks("csv").getFirst().lines().toList();
        var rows = IntStream.range(0, values.size())
                .mapToObj(i -> lines.get(1).replace("4711", "r" + i).replace("5,4", values.get(i)));
        var file = Stream.concat(Stream.of(lines.getFirst()), rows).collect(Collectors.joining("\n"));
        var kit = lab(file, values.size());

        assertThat(kit.all("Observation").stream()
                        .map(o -> o.at("/valueQuantity/comparator").asText()
                                + o.at("/valueQuantity/value").asText()
                                + " " + o.at("/valueQuantity/unit").asText()
                                + o.path("valueString").asText()))
                .containsExactlyInAnyOrder("5.4 mmol/L", "1234.5 mmol/L", "<0.5 mmol/L", " 5.4", " negativ", " 1.23.4");
    }

    private Kit lab(String file, int rows) throws IOException {
        var lab = read(blocks("json").getFirst()).getFirst();
        var overlay = blocks("json").stream()
                .filter(b -> b.contains("\"change\""))
                .findFirst()
                .orElseThrow();
        var form = lab.csv().orElseThrow().form();
        var csv = new ByteArrayInputStream(file.getBytes(form.charset()));
        var kit = new Kit(folder, lab.source(), new TableFeed(Map.of("lab.json", Bytes.utf8(overlay))));
        kit.terminology.map(
                new Coding("https://hospital.example/lab-codes", "GLU"),
                new Coding("http://loinc.org", "2345-7"),
                "equivalent");
        assertThat(CsvRows.open(csv, form, "labs", "labs-1.csv").then(new Intake(kit.ingest, "lab")::take))
                .isEqualTo(Outcome.of(new Intake.Summary(rows, 0, 0)));
        return kit;
    }

    private List<SourcesFile.Fed> read(String block) {
        return SourcesFile.read(Bytes.utf8(block), folder).orElseThrow();
    }

    private static List<String> blocks(String language) throws IOException {
        var page = Files.readString(Path.of("..", "docs", "feeds.md"), StandardCharsets.UTF_8);
        return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(m -> m.group(1))
                .toList();
    }
}
