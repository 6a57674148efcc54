package org.healthsphere.node.web.me;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.Sample;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A patient questions a look, the steward answers, the patient reads it. */
class QuestionFlowTest {
    private static final String ASK = "/me/looked/look-2/question";

    private final TestNode node;
    private final Reader ada;
    private final Reader steward;

    QuestionFlowTest() throws Exception {
        node = new TestNode();
        ada = node.reader(Role.PATIENT);
        steward = node.reader(Role.STEWARD);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void a_question_reaches_the_steward_and_the_answer_the_patient() throws Exception {
        assertThat(ada.get("/me/looked").body()).contains("href=\"" + ASK + "\"");
        assertThat(ada.get(ASK).body()).contains("Dr C. Sample", "Lakeside Clinic", "You allowed this on");
        var asked = ada.submit(ASK, ASK, Map.of("words", "I was never at Lakeside. <b>Why</b>?"));
        assertThat(ada.follow(asked).body())
                .contains("Your question is with the data steward.")
                .contains("“I was never at Lakeside. &lt;b&gt;Why&lt;/b&gt;?”")
                .contains("The hospital has not answered yet.")
                .doesNotContain("href=\"" + ASK + "\"");

        var page = Reader.link(steward.get("/ops/cases").body(), "/ops/cases/");
        assertThat(steward.get(page).body())
                .contains("Dr C. Sample (Clinician)", "Lakeside Clinic", "treatment", "Medicines and Results", "request");
        var answer = Map.of("finding", "NOT_IN_ORDER", "words", "It was a mistake. We have told Lakeside.");
        assertThat(steward.follow(steward.submit(page, page, answer)).body())
                .contains("The answer is sent.", "Nothing waits for an answer.");

        assertThat(ada.get("/me/looked").body())
                .contains("It was not in order", "“It was a mistake. We have told Lakeside.”", "Sam Sample")
                .doesNotContain("The hospital has not answered yet.");
        assertThat(node.audit.ofPatient(Sample.ADA, 5))
                .extracting(entry -> entry.event().code())
                .containsExactly(AuditCode.QUESTION_ANSWERED, AuditCode.LOOK_QUESTIONED);
    }

    @Test
    void what_is_missing_is_said_and_what_was_typed_stays() throws Exception {
        var tooShort = ada.submit(ASK, ASK, Map.of("words", "Why?"));
        assertThat(tooShort.statusCode()).isEqualTo(422);
        assertThat(tooShort.body()).contains("Write at least ten characters.", ">Why?</textarea>");
        assertThat(ada.submit(ASK, ASK, Map.of("words", "Why was this done?")).statusCode())
                .isEqualTo(303);
        var page = Reader.link(steward.get("/ops/cases").body(), "/ops/cases/");
        assertThat(steward.submit(page, page, Map.of("words", "It was in order.")).body())
                .contains("Choose what came of it.", ">It was in order.</textarea>");
        assertThat(steward.submit(page, page, Map.of("finding", "IN_ORDER")).body())
                .contains("Write at least ten characters.");
    }

    @Test
    void a_look_is_questioned_once_and_answered_once() throws Exception {
        var words = Map.of("words", "Why was this done?");
        assertThat(ada.submit(ASK, ASK, words).statusCode()).isEqualTo(303);
        assertThat(ada.submit(ASK, ASK, words).statusCode()).isEqualTo(409);
        var page = Reader.link(steward.get("/ops/cases").body(), "/ops/cases/");
        var answer = Map.of("finding", "IN_ORDER", "words", "You were treated there.");
        assertThat(steward.submit(page, page, answer).statusCode()).isEqualTo(303);
        assertThat(steward.submit("/ops/cases", page, answer).statusCode()).isEqualTo(409);
    }

    @Test
    void her_own_looks_and_those_that_are_not_there_are_not_questioned() throws Exception {
        assertThat(ada.get("/me/looked/look-4/question").statusCode()).isEqualTo(404);
        assertThat(ada.get("/me/looked/nothing/question").statusCode()).isEqualTo(404);
        assertThat(ada.get("/me/looked").body()).doesNotContain("/me/looked/look-4/question");
        assertThat(steward.get("/ops/cases/nothing").statusCode()).isEqualTo(404);
    }
}
