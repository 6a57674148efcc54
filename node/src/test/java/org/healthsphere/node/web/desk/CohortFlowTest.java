package org.healthsphere.node.web.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a researcher builds a cohort, without any script. */
class CohortFlowTest {
    private static final String PAGE = "/desk/research/cohort";

    private final TestNode node;
    private final Reader researcher;

    CohortFlowTest() throws Exception {
        node = new TestNode();
        researcher = node.reader(Role.RESEARCHER);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    /** Sends the form with what was built before. */
    private HttpResponse<String> build(String before, String action, Map<String, String> fields) throws Exception {
        var all = new HashMap<>(fields);
        all.put("cohort", before);
        all.put("action", action);
        return researcher.submit(PAGE, PAGE, all);
    }

    @Test
    void the_way_there_is_on_the_page_of_research_and_it_begins_with_nothing() throws Exception {
        assertThat(researcher.get("/desk/research").body()).contains("Build a cohort of your own");
        assertThat(researcher.get(PAGE).body()).contains("No criterion yet.").contains("25 % of the budget is spent");
    }

    @Test
    void concepts_are_found_while_somebody_types_and_what_was_filled_in_stays() throws Exception {
        var found = build("", "find", Map.of("words", "asth", "kind", "Procedure", "not", "yes"))
                .body();
        assertThat(found)
                .contains("hx-trigger=\"input changed delay:250ms\"")
                .contains("Asthma &lt;of children&gt;")
                .contains("value=\"https://example.org/s|asthma\"")
                .contains("<option value=\"Procedure\" selected>");
        assertThat(build("", "find", Map.of("words", "nothing")).body()).doesNotContain("example.org/s|");
    }

    @Test
    void criteria_are_added_counted_and_taken_away() throws Exception {
        var one = build("", "add", Map.of("kind", "Condition", "concept", "s|1"));
        assertThat(one.body()).contains("Condition s|1").doesNotContain("without-0");
        var two = build("Condition s|1", "add", Map.of("kind", "Condition", "concept", "s|2", "not", "yes"))
                .body();
        assertThat(two).contains("not Condition s|2").contains("value=\"without-1\"");
        assertThat(build("Condition s|1\nnot Condition s|2", "count", Map.of()).body())
                .contains("About 7,777 people leave here (± 9).")
                .contains("Too few people stay to tell.")
                .contains("<td>http://snomed.info/sct</td><td>more than about a half</td>");
        assertThat(build("Condition s|1\nnot Condition s|2", "without-0", Map.of())
                        .body())
                .contains("not Condition s|2")
                .doesNotContain("<p>Condition s|1</p>");
    }

    @Test
    void what_is_no_criterion_comes_back_with_what_is_wrong_and_nothing_is_lost() throws Exception {
        var wrong = build("Condition s|1", "add", Map.of("kind", "Observation", "value", "8"));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body())
                .contains("has.code.is-a: a text is expected")
                .contains("<p>Condition s|1</p>")
                .contains("value=\"8\"");
    }

    @Test
    void a_cohort_is_taken_over_and_goes_into_a_study() throws Exception {
        assertThat(build("", "import", Map.of("language", "samply", "document", "{}"))
                        .body())
                .contains("taken over from samply");
        assertThat(build("", "import", Map.of("language", "ccdl", "document", ""))
                        .statusCode())
                .isEqualTo(422);
        assertThat(build("Condition s|1", "study", Map.of()).body())
                .contains("Propose a study")
                .contains("a draft")
                .contains("Condition s|1");
    }
}
