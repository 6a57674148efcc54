package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Optional;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.node.web.desk.CriterionForm;
import org.healthsphere.node.web.page.Form;

/**
 * A criterion of the form in the language of cohorts. What is missing or wrong is left for that language to say.
 *
 * @param after a criterion about records, the first of which comes before, or is the day on which somebody has an age
 */
record CriterionPaper(CriterionForm criterion, LocalDate today, Optional<JsonNode> after) {
    ObjectNode json() {
        var form = criterion.form();
        var json = object();
        switch (criterion.kind()) {
            case "age" -> json.set("demo", after.map(event -> ageAt(form, event)).orElseGet(() -> object().set("age", age(form))));
            case "sex" -> json.set("demo", object().put("sex", form.raw("sex")));
            default ->
                after.ifPresentOrElse(
                        first -> json.set("seq", sequence(form, first)), () -> json.set("has", has(form)));
        }
        return criterion.negated() ? object().set("not", json) : json;
    }

    private static ObjectNode ageAt(Form form, JsonNode event) {
        var age = object().put("which", "first");
        age.set("has", event);
        whole(form, "min", age, "min");
        whole(form, "max", age, "max");
        return object().set("ageAt", age);
    }

    private ObjectNode sequence(Form form, JsonNode first) {
        var gap = object().put("min", 0).put("max", Cohort.Sequence.LONGEST);
        whole(form, "gapMin", gap, "min");
        whole(form, "gapMax", gap, "max");
        var sequence = object().put("which", "first");
        sequence.set("first", first);
        sequence.set("then", has(form));
        return sequence.set("gap", gap);
    }

    private ObjectNode age(Form form) {
        var age = object().put("at", form.has("at") ? form.raw("at") : today.toString());
        whole(form, "min", age, "min");
        whole(form, "max", age, "max");
        return age;
    }

    private ObjectNode has(Form form) {
        var has = object().put("type", criterion.kind());
        has.set("code", object().put("is-a", form.raw("concept").strip()));
        if (form.has("atLeast")) {
            whole(form, "atLeast", has, "atLeast");
        }
        if (form.has("value")) {
            var value = object().put("op", form.raw("op"))
                    .put("ucum", form.raw("unit").strip());
            form.number("value")
                    .ifPresentOrElse(number -> value.put("val", number), () -> value.put("val", form.raw("value")));
            has.set("value", value);
        }
        if (form.has("from") || form.has("to")) {
            has.set(
                    "when",
                    object().put("from", form.has("from") ? form.raw("from") : "1900-01-01")
                            .put("to", form.has("to") ? form.raw("to") : today.toString()));
        }
        return has;
    }

    private static void whole(Form form, String field, ObjectNode json, String name) {
        if (form.has(field)) {
            form.number(field)
                    .filter(number -> number.stripTrailingZeros().scale() <= 0)
                    .ifPresentOrElse(
                            number -> json.put(name, number.toBigInteger().longValue()),
                            () -> json.put(name, form.raw(field)));
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
