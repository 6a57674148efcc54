package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import org.healthsphere.node.web.desk.CriterionForm;
import org.healthsphere.node.web.page.Form;

/** A criterion of the form in the language of cohorts. What is missing or wrong is left for that language to say. */
record CriterionPaper(CriterionForm criterion, LocalDate today) {
    ObjectNode json() {
        var form = criterion.form();
        var json = object();
        switch (criterion.kind()) {
            case "age" -> json.set("demo", object().set("age", age(form)));
            case "sex" -> json.set("demo", object().put("sex", form.raw("sex")));
            default -> json.set("has", has(form));
        }
        return criterion.negated() ? object().set("not", json) : json;
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
