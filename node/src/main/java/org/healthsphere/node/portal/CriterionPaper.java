package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
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
            case "age" ->
                json.set(
                        "demo", after.map(event -> ageAt(form, event)).orElseGet(() -> object().set("age", age(form))));
            case "deceased" -> json.set("demo", object().put("deceased", true));
            case "region" ->
                json.set(
                        "demo",
                        object().put("region", form.raw("region").strip().toUpperCase(Locale.ROOT)));
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
        has.set(
                "code",
                form.has("ecl")
                        ? object().put("ecl", form.raw("ecl").strip())
                        : object().put("is-a", form.raw("concept").strip()));
        if (form.has("atLeast")) {
            whole(form, "atLeast", has, "atLeast");
        }
        if (form.has("abnormal") || form.has("value")) {
            has.set("value", form.has("abnormal") ? object().put("abnormal", true) : measured(form));
        }
        if (form.has("status")) {
            var status = has.putArray("status");
            Stream.of(form.raw("status").strip().split("[\\s,]+")).forEach(status::add);
        }
        if (form.has("from") || form.has("to")) {
            has.set(
                    "when",
                    object().put("from", form.has("from") ? form.raw("from") : "1900-01-01")
                            .put("to", form.has("to") ? form.raw("to") : today.toString()));
        }
        return has;
    }

    /** A comparison, or a range where there is a second number. */
    private static ObjectNode measured(Form form) {
        var value = object().put("ucum", form.raw("unit").strip());
        if (form.has("valueTo")) {
            number(form, "value", value, "from");
            number(form, "valueTo", value, "to");
            return value;
        }
        number(form, "value", value, "val");
        return value.put("op", form.raw("op"));
    }

    private static void number(Form form, String field, ObjectNode json, String name) {
        form.number(field).ifPresentOrElse(number -> json.put(name, number), () -> json.put(name, form.raw(field)));
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
