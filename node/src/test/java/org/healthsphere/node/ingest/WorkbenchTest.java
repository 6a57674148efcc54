package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.Workbench.Trial;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbenchTest {
    private static final Bytes REFUSING = Bytes.utf8("{\"change\": {\"condition\": {\"require\": [\"recorder\"]}}}");

    @TempDir
    Path folder;

    private Kit kit;
    private LuceneResourceIndex index;
    private Workbench workbench;

    @BeforeEach
    void start() {
        kit = new Kit(folder.resolve("quarantine"), new V2Feed());
        index = LuceneResourceIndex.open(kit.store, SearchParameters.r4(), folder.resolve("index"));
        var replays = new Replays(kit.ingest, kit.store, index, kit.originals, Kit.CLOCK);
        workbench = new Workbench(
                kit.ingest,
                new StoreSink(kit.store),
                replays,
                (_, file) -> {
                    try {
                        return Outcome.of(new V2Feed(Map.of("trial.json", file)));
                    } catch (IllegalArgumentException e) {
                        return Outcome.failed(new Fault.Invalid(String.valueOf(e.getMessage())));
                    }
                },
                _ -> List.of());
        kit.stored("v2", adt("1", "7", "A"));
        kit.stored("v2", adt("2", "8", "B"));
        kit.stored("v2", adt("3", "9", "B"));
    }

    @AfterEach
    void stop() {
        index.close();
    }

    private static String adt(String number, String patient, String code) {
        return "MSH|^~\\&|REG|NORTH|HS|NORTH|20240102030405||ADT^A01|" + number + "|P|2.5.1\r"
                + "PID|1||" + patient + "^^^NORTH^MR||Muster^Name\r"
                + "DG1|1||" + code + "^Name of " + code + "^LOC\rZXX|own\r";
    }

    @Test
    void a_preview_shows_places_and_resources_and_stores_nothing() {
        var before = kit.store.lastChange();

        var preview = workbench
                .preview(new Trial("v2", "north", Bytes.utf8(adt("9", "99", "A"))), Optional.empty())
                .orElseThrow();

        assertThat(preview.resources().keySet().stream().map(id -> id.type())).containsExactly("Condition", "Patient");
        assertThat(preview.places())
                .contains(new Feed.Place("PID-3", 1, "99^^^NORTH^MR", true), new Feed.Place("ZXX-1", 3, "own", false));
        assertThat(preview.patients()).hasSize(1);
        assertThat(kit.store.lastChange()).isEqualTo(before);
    }

    @Test
    void a_file_on_trial_is_used_for_the_preview_and_its_mistakes_are_told() {
        var trial = new Trial("v2", "north", Bytes.utf8(adt("9", "99", "A")));

        assertThat(workbench.preview(trial, Optional.of(REFUSING)))
                .isEqualTo(Outcome.failed(new Fault.Unprocessable(
                        List.of(new Fault.Problem("DG1", "makes no Condition: recorder is missing")))));
        assertThat(workbench.preview(trial, Optional.of(Bytes.utf8("{\"chnge\": {}}"))))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault().toString()).contains("trial.json"));
    }

    @Test
    void a_survey_ranks_unmapped_codes_by_patients_and_tells_what_no_mapping_looks_at() {
        kit.terminology.map(new Coding(Kit.LOCAL, "A"), new Coding(Kit.COMMON, "a"), "equivalent");

        var survey = workbench.survey("north", 100).orElseThrow();

        assertThat(survey.messages()).isEqualTo(3);
        assertThat(survey.unmapped())
                .containsExactly(
                        new Workbench.Unmapped(new Coding(Kit.LOCAL, "B"), "Name of B", 2, 2, List.of(Kit.COMMON)));
        assertThat(survey.elements())
                .contains(new Workbench.Element("ZXX-1", 3, false), new Workbench.Element("PID-3", 3, true));
        assertThat(survey.days()).hasSize(1).first().satisfies(day -> {
            assertThat(day.day()).isEqualTo(LocalDate.parse("2026-01-02"));
            assertThat(day.messages()).isEqualTo(3);
            assertThat(day.read()).isPositive().isLessThan(day.places());
        });
        assertThat(survey.patients()).hasSize(3);
    }

    @Test
    void a_comparison_tells_what_a_file_would_change_and_what_it_would_refuse() {
        var mended = Bytes.utf8("""
                {"change": {"condition": {"rules": [{"value": "2026-01-01", "to": "recordedDate"}]}}}""");

        var compared = workbench.compare("v2", "north", mended, 100).orElseThrow();
        assertThat(compared.messages()).isEqualTo(3);
        assertThat(compared.refused()).isZero();
        assertThat(compared.differences())
                .hasSize(3)
                .allSatisfy(difference ->
                        assertThat(difference.lines()).containsExactly("+ Condition.recordedDate: 2026-01-01"));

        assertThat(workbench.compare("v2", "north", REFUSING, 100).orElseThrow().refused())
                .isEqualTo(3);
    }

    @Test
    void what_is_not_configured_is_not_found() {
        assertThat(workbench.survey("south", 1)).isEqualTo(Outcome.failed(new Fault.NotFound("source")));
    }
}
