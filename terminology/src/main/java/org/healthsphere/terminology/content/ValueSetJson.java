package org.healthsphere.terminology.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.ValueSet.Clause;
import org.healthsphere.terminology.content.ValueSet.Compose;
import org.healthsphere.terminology.content.ValueSet.Filter;

/** Reads the definition of a FHIR R4 ValueSet. An expansion that comes along is not believed. */
final class ValueSetJson {
    private static final Set<String> COMPOSE = Set.of("inactive", "include", "exclude");
    private static final Set<String> CLAUSE = Set.of("system", "version", "concept", "filter", "valueSet");
    private static final Set<String> CONCEPT = Set.of("code", "display", "designation");
    private static final Set<String> FILTER = Set.of("property", "op", "value");

    private static final Set<String> NARRATIVE = Set.of("text", "meta", "id");

    private final Problems problems;

    private ValueSetJson(Problems problems) {
        this.problems = problems;
    }

    /** A value set that came with a request, as it came: what is wrong with it is found where it is used. */
    static ValueSet asItCame(JsonNode resource, Origin origin) {
        var id = new Canonical(
                resource.path("url").asText(""), resource.path("version").asText(""));
        var none = new Compose(true, List.of(), List.of());
        return new ValueSet(id, resource.path("title").asText(id.url()), origin, none, definition(resource));
    }

    private static JsonNode definition(JsonNode resource) {
        var definition = (ObjectNode) resource.deepCopy();
        definition.remove(NARRATIVE);
        return definition;
    }

    static Outcome<ValueSet> read(JsonNode resource, Origin origin, boolean named) {
        var problems = new Problems(origin.file());
        var id = named
                ? new Canonical(
                        problems.required(resource, "url", "ValueSet"),
                        problems.required(resource, "version", "ValueSet"))
                : new Canonical(
                        resource.path("url").asText(""),
                        resource.path("version").asText(""));
        var compose = new ValueSetJson(problems).compose(resource.path("compose"));
        var title = resource.path("title").asText(id.url());
        return problems.orElse(new ValueSet(id, title, origin, compose, definition(resource)));
    }

    private Compose compose(JsonNode compose) {
        problems.onlyKnows(compose, COMPOSE, "ValueSet.compose");
        if (compose.path("include").isEmpty()) {
            problems.add("ValueSet.compose.include", "is required");
        }
        return new Compose(
                compose.path("inactive").asBoolean(true),
                clauses(compose.path("include"), "ValueSet.compose.include"),
                clauses(compose.path("exclude"), "ValueSet.compose.exclude"));
    }

    private List<Clause> clauses(JsonNode clauses, String at) {
        List<Clause> all = new ArrayList<>();
        for (var i = 0; i < clauses.size(); i++) {
            all.add(clause(clauses.get(i), at + "[" + i + "]"));
        }
        return all;
    }

    private Clause clause(JsonNode clause, String at) {
        problems.onlyKnows(clause, CLAUSE, at);
        List<String> codes = new ArrayList<>();
        for (var concept : clause.path("concept")) {
            problems.onlyKnows(concept, CONCEPT, at + ".concept");
            codes.add(problems.required(concept, "code", at + ".concept"));
        }
        List<Filter> filters = new ArrayList<>();
        for (var filter : clause.path("filter")) {
            problems.onlyKnows(filter, FILTER, at + ".filter");
            filters.add(new Filter(
                    problems.required(filter, "property", at + ".filter"),
                    problems.required(filter, "op", at + ".filter"),
                    problems.required(filter, "value", at + ".filter")));
        }
        List<String> valueSets = new ArrayList<>();
        clause.path("valueSet").forEach(canonical -> valueSets.add(canonical.asText("")));
        var system = new Canonical(
                clause.path("system").asText(""), clause.path("version").asText(""));
        var read = new Clause(system, codes, filters, valueSets);
        check(read, at);
        return read;
    }

    /** FHIR's vsd-1 to vsd-3. */
    private void check(Clause clause, String at) {
        var system = !clause.system().url().isEmpty();
        if (!system && clause.valueSets().isEmpty()) {
            problems.add(at, "names neither a system nor a value set");
        }
        if (!system && !(clause.codes().isEmpty() && clause.filters().isEmpty())) {
            problems.add(at, "has concepts or filters without a system");
        }
        if (!clause.codes().isEmpty() && !clause.filters().isEmpty()) {
            problems.add(at, "has concepts and filters at once");
        }
    }
}
