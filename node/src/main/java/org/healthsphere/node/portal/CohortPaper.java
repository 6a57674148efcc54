package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import org.healthsphere.node.web.desk.Choices;
import org.healthsphere.node.web.desk.CohortQuestion;
import org.healthsphere.node.web.desk.CohortQuestion.Limit;
import org.healthsphere.node.web.desk.CohortQuestion.Side;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;

/** A question of the form in the cohort language, and as the node keeps it. */
final class CohortPaper {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CohortPaper() {}

    /**
     * The question in version 1 of the cohort language.
     *
     * @param study whose privacy budget pays
     * @param today when ages count
     */
    static Bytes query(CohortQuestion question, String study, long epsilonMicros, LocalDate today) {
        var query = JsonNodeFactory.instance
                .objectNode()
                .put("v", 1)
                .put("id", study)
                .put("tier", "T1")
                .put("epsilonMicros", epsilonMicros);
        query.putObject("purpose").put("act", "HRESCH").put("study", study);
        var all = query.putObject("cohort").putArray("and");
        has(all, "Condition")
                .putObject("code")
                .put("is-a", question.condition().coding().toString());
        if (question.minimumAge() > 0) {
            all.addObject()
                    .putObject("demo")
                    .putObject("age")
                    .put("at", today.toString())
                    .put("min", question.minimumAge());
        }
        question.limit().ifPresent(limit -> limit(has(all, "Observation"), limit));
        query.putArray("out").addObject().putObject("count");
        return Bytes.utf8(query.toString());
    }

    private static ObjectNode has(ArrayNode all, String type) {
        return all.addObject().putObject("has").put("type", type);
    }

    private static void limit(ObjectNode has, Limit limit) {
        var coding = limit.lab().coding();
        has.putObject("code")
                .putArray("codes")
                .addObject()
                .put("system", coding.system())
                .put("code", coding.code());
        has.putObject("value")
                .put("op", limit.side() == Side.ABOVE ? "gt" : "lt")
                .put("val", limit.value())
                .put("ucum", limit.lab().unit());
    }

    /** To be read again by {@link #read}. */
    static ObjectNode written(CohortQuestion question) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("condition", question.condition().coding().toString())
                .put("age", question.minimumAge());
        question.limit()
                .ifPresent(limit -> json.putObject("limit")
                        .put("lab", limit.lab().coding().toString())
                        .put("side", limit.side().name())
                        .put("value", limit.value().toPlainString()));
        return json;
    }

    /** What was written; a choice that is no longer offered keeps its code for a name. */
    static CohortQuestion read(Bytes bytes, Choices choices) {
        try {
            var json = JSON.readTree(bytes.array());
            var condition = json.path("condition").asText();
            var limit = json.path("limit");
            return new CohortQuestion(
                    choices.condition(condition).orElseGet(() -> new Choices.Condition(coding(condition), condition)),
                    json.path("age").asInt(),
                    limit.isMissingNode()
                            ? Optional.empty()
                            : Optional.of(new Limit(
                                    lab(limit.path("lab").asText(), choices),
                                    Side.valueOf(limit.path("side").asText()),
                                    new BigDecimal(limit.path("value").asText()))));
        } catch (IOException e) {
            throw new IllegalStateException("what was kept here is read here", e);
        }
    }

    private static Choices.Lab lab(String text, Choices choices) {
        return choices.lab(text).orElseGet(() -> new Choices.Lab(coding(text), text, ""));
    }

    private static Coding coding(String text) {
        var bar = text.lastIndexOf('|');
        return new Coding(text.substring(0, Math.max(0, bar)), text.substring(bar + 1));
    }
}
