package org.healthsphere.node.web.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a researcher and a steward do about a study, without any script. */
class StudiesFlowTest {
    private static final String PAGE = "/desk/studies";
    private static final String DOCUMENT = "{\"title\":\"<b>Readmissions</b>\"}";

    private final TestNode node;
    private final Reader researcher;
    private final Reader steward;

    StudiesFlowTest() throws Exception {
        node = new TestNode();
        researcher = node.reader(Role.RESEARCHER);
        steward = node.reader(Role.STEWARD);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    private void propose() throws Exception {
        assertThat(researcher.submit(PAGE, PAGE, Map.of("document", DOCUMENT)).statusCode())
                .isEqualTo(303);
    }

    private void decide(String decision) throws Exception {
        var page = steward.get("/ops/studies").body();
        var fields = new HashMap<>(Map.of("decision", decision, "csrf", Reader.csrf(page)));
        assertThat(steward.post("/ops/studies/" + "0f".repeat(32), fields).statusCode())
                .isEqualTo(303);
    }

    @Test
    void the_form_begins_with_a_document_that_can_be_proposed() throws Exception {
        assertThat(researcher.get(PAGE).body()).contains("HbA1c by age and sex").contains("hba1c-by-age-and-sex");
    }

    @Test
    void a_document_that_is_none_comes_back_with_what_is_wrong() throws Exception {
        var answer = researcher.submit(PAGE, PAGE, Map.of("document", "{\"id\":\"x\"}"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("asker.title: a text is expected").contains("{\"id\":\"x\"}");
    }

    @Test
    void a_study_shows_how_it_stands_at_each_hospital_and_what_it_costs() throws Exception {
        propose();
        assertThat(researcher.get(PAGE).body())
                .contains("Readmissions after a year")
                .contains("0 of 1");
        assertThat(researcher.get(PAGE + "/readmissions").body())
                .contains("1 of 2 hospitals have approved")
                .contains("waits for the steward")
                .contains("25 % of the budget is spent")
                .contains("&lt;b&gt;Readmissions")
                .doesNotContain("<b>Readmissions");
    }

    @Test
    void while_an_analysis_is_computed_the_page_says_how_far_it_is_and_looks_again() throws Exception {
        propose();
        assertThat(researcher.get(PAGE + "/readmissions").body()).doesNotContain("hx-get");
        node.studies.computing = true;
        assertThat(researcher.get(PAGE + "/readmissions").body())
                .contains("Computing: step 3, 4 of 5 hospitals take part.")
                .contains("hx-get=\"/desk/studies/readmissions\"");
    }

    @Test
    void what_the_steward_declines_is_not_computed_and_what_he_approves_is_shown_as_table_and_drawing()
            throws Exception {
        propose();
        var page = PAGE + "/readmissions";
        decide("decline");
        assertThat(researcher.submit(page, page + "/0", Map.of()).statusCode()).isEqualTo(503);
        decide("approve");
        assertThat(steward.get("/ops/studies").body())
                .contains("approved")
                .contains("administrative gender female")
                .contains("1 of 2 stewards are for it.")
                .contains("model (glm)")
                .contains("4 % of the budget is spent");
        var result = researcher
                .follow(researcher.submit(page, page + "/0", Map.of()))
                .body();
        assertThat(result)
                .contains("<th scope=\"col\">estimate</th>")
                .contains("role=\"img\"")
                .contains("age: 0.030 (0.010 to 0.050)")
                .contains("1 of 1 hospitals counted")
                .contains("How much is mapped")
                .contains("<td>http://snomed.info/sct</td><td>more than about a half</td>");
        assertThat(researcher.get(page + "/0/csv").body()).isEqualTo("CSV");
        assertThat(researcher.get(page + "/0/python").body()).isEqualTo("PYTHON");
        assertThat(researcher.get(page + "/0/pdf").statusCode()).isEqualTo(404);
    }
}
