package org.healthsphere.federation.research.cohort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import org.healthsphere.federation.research.cohort.Cohort.Age;
import org.healthsphere.federation.research.cohort.Cohort.And;
import org.healthsphere.federation.research.cohort.Cohort.Has;
import org.healthsphere.federation.research.cohort.Cohort.Not;
import org.healthsphere.federation.research.cohort.Cohort.OfSex;
import org.healthsphere.federation.research.cohort.Cohort.Or;
import org.healthsphere.specs.Coding;

/** A cohort as JSON, as {@link CohortReader} reads it. */
final class CohortWriter {
    private CohortWriter() {}

    static JsonNode json(Cohort cohort) {
        return switch (cohort) {
            case And(var all) -> parts("and", all);
            case Or(var any) -> parts("or", any);
            case Not(var inner) -> object().set("not", json(inner));
            case Age age -> object().set("demo", object().set("age", age(age)));
            case OfSex(var sex) -> object().set("demo", object().put("sex", sex.code()));
            case Cohort.Deceased _ -> object().set("demo", object().put("deceased", true));
            case Cohort.Region(var start) -> object().set("demo", object().put("region", start));
            case Has has -> object().set("has", has(has));
            case Cohort.AtLeast(var number, var of) -> {
                var part = parts("of", of).put("n", number);
                yield object().set("atLeast", part);
            }
            case Cohort.AgeAt age -> object().set("demo", object().set("ageAt", ageAt(age)));
            case Cohort.Sequence sequence -> object().set("seq", sequence(sequence));
        };
    }

    static JsonNode json(Output output) {
        return switch (output) {
            case Output.Count _ -> object().set("count", object());
            case Output.BySex _ -> object().set("bySex", object());
            case Output.Flow _ -> object().set("flow", object());
            case Output.ByAge(var at) -> object().set("byAge", object().put("at", at.toString()));
        };
    }

    static JsonNode json(Concepts concepts) {
        return switch (concepts) {
            case Concepts.IsA(var ancestor) -> object().put("is-a", ancestor.toString());
            case Concepts.InValueSet(var canonical) -> object().put("vs", canonical);
            case Concepts.Expression(var ecl, var edition) -> {
                var json = object().put("ecl", ecl);
                yield edition.isEmpty() ? json : json.put("sct", edition);
            }
            case Concepts.Codes codes -> codes(codes);
        };
    }

    private static ObjectNode parts(String name, List<Cohort> parts) {
        var json = object();
        var array = json.putArray(name);
        parts.forEach(part -> array.add(json(part)));
        return json;
    }

    private static ObjectNode age(Age age) {
        return object().put("at", age.at().toString()).put("min", age.least()).put("max", age.most());
    }

    private static ObjectNode ageAt(Cohort.AgeAt age) {
        var json = object().put("which", age.event().which().code())
                .put("min", age.least())
                .put("max", age.most());
        return json.set("has", has(age.event().has()));
    }

    private static ObjectNode sequence(Cohort.Sequence sequence) {
        var json = object().put("which", sequence.first().which().code());
        json.set("first", has(sequence.first().has()));
        json.set("then", has(sequence.then()));
        return json.set("gap", object().put("min", sequence.least()).put("max", sequence.most()));
    }

    private static ObjectNode has(Has has) {
        var json = object().put("type", has.type().resourceType()).put("atLeast", has.atLeast());
        json.set("code", json(has.code()));
        has.value().ifPresent(value -> json.set("value", value(value)));
        has.when()
                .ifPresent(when -> json.putObject("when")
                        .put("from", when.from().toString())
                        .put("to", when.to().toString()));
        if (!has.circumstances().status().isEmpty()) {
            var status = json.putArray("status");
            has.circumstances().status().stream().sorted().forEach(status::add);
        }
        has.circumstances().within().ifPresent(whole -> json.set("within", has(whole)));
        return json;
    }

    private static ObjectNode value(Value value) {
        return switch (value) {
            case Comparison(var operator, var than, var unit) ->
                object().put("op", operator.code()).put("val", than).put("ucum", unit);
            case Value.Range(var from, var to, var unit) ->
                object().put("from", from).put("to", to).put("ucum", unit);
            case Value.OneOf(var concepts) -> object().set("concept", json(concepts));
            case Value.Abnormal() -> object().put("abnormal", true);
        };
    }

    private static ObjectNode codes(Concepts.Codes codes) {
        var json = object();
        var array = json.putArray("codes");
        codes.codes().stream()
                .sorted(Comparator.comparing(Coding::system).thenComparing(Coding::code))
                .forEach(code -> array.addObject().put("system", code.system()).put("code", code.code()));
        return json;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
