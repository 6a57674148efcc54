package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.healthsphere.node.web.desk.Chart.Stroke;
import org.healthsphere.node.web.desk.ResultSheet.Grid;
import org.junit.jupiter.api.Test;

/** Results as a researcher sees them. */
class ResultReadingTest {
    private static final String TABLE = """
            {"kind":"table","by":[{"name":"sex","levels":["female","male","missing"]},{"name":"arm","levels":["=a","b,c"]}],
             "cells":[12,null,40,41,null,15]}""";
    private static final String SURVIVAL = """
            {"kind":"survival","of":"time","curves":[
             {"group":"a","median":"60.0","steps":[
              {"time":"30.0","atRisk":50,"events":10,"survival":"0.8","error":"0.05","lower":"0.7","upper":"0.9"},
              {"time":"60.0","atRisk":30,"events":15,"survival":"0.4","error":"0.07","lower":"0.3","upper":"0.5"}]}],
             "logRank":{"chiSquared":"4.2","degreesOfFreedom":1,"p":"0.04","groups":[{"group":"a","observed":25,"expected":"20.5"}]}}""";
    private static final String MODEL = """
            {"kind":"glm","family":"binomial","patients":260,"coefficients":[
             {"term":"(Intercept)","estimate":"-2.8","error":"1.0","statistic":"-2.8","p":"0.005"},
             {"term":"age","estimate":"0.5","error":"0.1","statistic":"5","p":"0.000001"}]}""";

    private static final String OUTBREAK = """
            {"kind":"outbreak","of":"flu","first":"2026-01-05","judgedFrom":"2026-01-19","weeks":[
             {"week":"2026-01-05","patients":10},{"week":"2026-01-12","patients":null},
             {"week":"2026-01-19","patients":5,"bound":"20.0","alarm":false},
             {"week":"2026-01-26","patients":40,"bound":"20.0","alarm":true}]}""";
    private static final String TREES = """
            {"kind":"trees","patients":800,"events":200,"base":"-1.1","trees":[[
              {"node":0,"term":"age","upTo":"[0.0,50.0)","missing":2,"gain":"12.0"},{"node":1,"value":"-0.2"},{"node":2,"value":"0.3"}]],
             "importance":[{"term":"age","share":"1.0"}],
             "heldOut":{"kind":"score","patients":200,"events":50,"auc":"0.8","roc":[{"sensitivity":"1.0","falsePositives":"1.0"}],
              "calibration":[{"patients":200,"predicted":"0.24","observed":"0.25"}]}}""";

    private static ResultReading reading(String json) {
        try {
            return new ResultReading(new ObjectMapper().readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_table_names_the_levels_of_each_cell_and_leaves_out_what_is_hidden() {
        assertThat(reading(TABLE).tables())
                .containsExactly(new Grid(
                        "patients",
                        List.of("sex", "arm", "patients"),
                        List.of(
                                List.of("female", "=a", "12"),
                                List.of("female", "b,c", ""),
                                List.of("male", "=a", "40"),
                                List.of("male", "b,c", "41"),
                                List.of("missing", "=a", ""),
                                List.of("missing", "b,c", "15"))));
        assertThat(reading(TABLE).chart()).as("a table of two is not drawn").isEmpty();
    }

    @Test
    void a_spreadsheet_takes_no_cell_for_a_formula() {
        assertThat(reading(TABLE).csv(MissingNode.getInstance()))
                .startsWith("sex,arm,patients\r\nfemale,'=a,12\r\nfemale,\"b,c\",\r\n");
    }

    @Test
    void a_file_says_at_its_end_how_far_the_records_of_each_hospital_are_coded() throws Exception {
        var certificate = new ObjectMapper().readTree("""
                {"counted":[{"member":"alder","coverage":[{"type":"Condition","system":"http://snomed.info/sct","mapped":"few"}]},
                            {"member":"birch","coverage":[]}]}""");
        assertThat(reading(TABLE).csv(certificate))
                .endsWith(String.join(
                        "\r\n",
                        "",
                        "missing,\"b,c\",15",
                        "",
                        "hospital,type,system,mapped",
                        "alder,Condition,http://snomed.info/sct,few",
                        ""));
    }

    @Test
    void a_survival_curve_is_drawn_as_steps_and_described_in_words() {
        var chart = reading(SURVIVAL).chart().orElseThrow();
        assertThat(chart.description()).isEqualTo("a: 0.4 (60.0)");
        assertThat(chart.strokes())
                .filteredOn(stroke -> stroke.kind().equals("series-0"))
                .extracting(Stroke::points)
                .as("level until the event, then down; and the line in the legend")
                .containsExactly("130.0,20.0 375.0,20.0 375.0,80.0 620.0,80.0 620.0,200.0", "139.8,301.4 164.3,301.4");
        assertThat(reading(SURVIVAL).tables())
                .extracting(Grid::caption)
                .containsExactly("a, median 60.0", "log-rank: χ² 4.2, p 0.04");
    }

    @Test
    void weeks_are_drawn_as_bars_under_their_bound_and_alarms_are_described() {
        var chart = reading(OUTBREAK).chart().orElseThrow();
        assertThat(chart.description()).isEqualTo("2026-01-26: 40");
        assertThat(chart.marks()).extracting(mark -> mark.kind()).containsExactly("bar", "bar", "bar", "bar alarm");
        assertThat(chart.strokes()).hasSize(2);
        assertThat(reading(OUTBREAK).tables().getFirst().rows())
                .contains(List.of("2026-01-12", "", "", ""), List.of("2026-01-26", "40", "20.0", "true"));
    }

    @Test
    void trees_are_tables_of_their_nodes_with_a_judgement() {
        assertThat(reading(TREES).tables())
                .extracting(Grid::caption)
                .containsExactly("importance", "tree 1", "score", "roc", "calibration", "trees");
        assertThat(reading(TREES).csv(MissingNode.getInstance())).contains("0,age,\"[0.0,50.0)\",,2,12.0,");
    }

    @Test
    void a_model_is_drawn_as_estimates_with_intervals_and_without_the_intercept() {
        var chart = reading(MODEL).chart().orElseThrow();
        assertThat(chart.description()).isEqualTo("age: 0.500 (0.304 to 0.696)");
        assertThat(chart.marks()).hasSize(1);
        assertThat(reading(MODEL).tables().getFirst().rows()).hasSize(2);
    }

    @Test
    void what_is_handed_on_to_other_languages_names_the_file_of_the_release() {
        assertThat(Snippets.r("s-m.release.json")).contains("fromJSON(\"s-m.release.json\"");
        assertThat(Snippets.python("s-m.release.json"))
                .contains("open(\"s-m.release.json\"")
                .doesNotContain("%1$s");
    }
}
