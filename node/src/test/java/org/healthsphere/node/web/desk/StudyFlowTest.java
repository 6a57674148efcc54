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

/** What a researcher does, without any script. */
class StudyFlowTest {
    private static final String PAGE = "/desk/research";
    private static final Map<String, String> QUESTION = Map.of(
            "condition", "http://snomed.info/sct|44054006",
            "age", "50",
            "lab", "http://loinc.org|4548-4",
            "side", "ABOVE",
            "value", "8.0");

    private final TestNode node;
    private final Reader researcher;

    StudyFlowTest() throws Exception {
        node = new TestNode();
        researcher = node.reader(Role.RESEARCHER);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void a_question_is_answered_with_a_number_its_margin_and_who_counted() throws Exception {
        var release = researcher.follow(ask(QUESTION)).body();
        assertThat(release)
                .contains("People with <strong>Type 2 diabetes</strong>, 50 or older, "
                        + "with <strong>HbA1c above 8.0\u00a0%</strong>")
                .contains("1,284")
                .contains("± 10")
                .contains("between 1,274 and 1,294 people")
                .contains("2 of 3 hospitals counted")
                .contains("did not answer in time")
                .contains("<td>http://snomed.info/sct</td><td>more than about a half</td>");
        assertThat(researcher
                        .get(Reader.link(release, PAGE + "/[0-9a-f]+/certificate"))
                        .body())
                .isEqualTo("a.b.c");
    }

    @Test
    void too_few_are_no_number() throws Exception {
        var question = with("age", "100");
        assertThat(researcher.follow(ask(question)).body())
                .contains("Fewer than 10")
                .contains("No number is released.");
    }

    @Test
    void a_form_sent_twice_spends_once() throws Exception {
        var fields = new HashMap<>(QUESTION);
        var page = researcher.get(PAGE).body();
        fields.put("once", Reader.hidden(page, "once"));
        fields.put("csrf", Reader.csrf(page));
        assertThat(researcher
                        .post(PAGE, fields)
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .startsWith(PAGE + "/");
        assertThat(researcher.post(PAGE, fields).headers().firstValue("Location"))
                .contains(PAGE);
        assertThat(researcher.get(PAGE).body()).contains("30 % of the budget is spent");
    }

    @Test
    void a_spent_budget_is_explained_and_the_button_is_gone() throws Exception {
        for (var i = 0; i < 3; i++) {
            assertThat(ask(QUESTION).statusCode()).isEqualTo(303);
        }
        assertThat(researcher.get(PAGE).body())
                .contains("Your budget is spent.")
                .doesNotContain("Ask the hospitals</button>");
        var refused = ask(QUESTION);
        assertThat(refused.statusCode()).isEqualTo(413);
        assertThat(refused.body()).contains("Nothing was done and nothing was spent.");
    }

    @Test
    void what_is_wrong_is_marked_and_what_was_right_is_kept() throws Exception {
        var answer = ask(Map.of(
                "condition", "http://snomed.info/sct|44054006",
                "age", "old",
                "lab", "http://loinc.org|4548-4",
                "side", "BELOW",
                "value", "eight"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("Nothing was asked and nothing was spent.")
                .contains("An age is a whole number from 0 to 120.")
                .contains("A value is a number, such as 8.0.")
                .contains("value=\"http://snomed.info/sct|44054006\" selected")
                .contains("value=\"BELOW\" selected");
        assertThat(ask(with("condition", "http://snomed.info/sct|1")).statusCode())
                .isEqualTo(422);
        assertThat(ask(with("lab", "http://loinc.org|1")).statusCode()).isEqualTo(422);
        assertThat(ask(with("age", "130")).statusCode()).isEqualTo(422);
        assertThat(ask(with("age", "50.5")).statusCode()).isEqualTo(422);
    }

    @Test
    void age_and_result_are_optional() throws Exception {
        var question = Map.of("condition", "http://snomed.info/sct|38341003", "age", "", "lab", "");
        assertThat(researcher.follow(ask(question)).body())
                .contains("People with <strong>High blood pressure</strong>, of any age");
    }

    private HttpResponse<String> ask(Map<String, String> question) throws Exception {
        var fields = new HashMap<>(question);
        fields.put("once", Reader.hidden(researcher.get(PAGE).body(), "once"));
        return researcher.submit(PAGE, PAGE, fields);
    }

    private static Map<String, String> with(String name, String value) {
        var fields = new HashMap<>(QUESTION);
        fields.put(name, value);
        return fields;
    }
}
