package org.healthsphere.node.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * Who works in which role, or what is offered: as members ask each other (IHE mCSD, ITI-90). What a member lists is active.
 *
 * @param criteria search parameters of FHIR with their values, any of which will do
 */
record ServiceQuestion(String type, Map<String, List<String>> criteria) {
    static final String ROLE = "PractitionerRole";
    static final String PERSON = "Practitioner";
    static final String SERVICE = "HealthcareService";

    private static final int VERSION = 1;
    private static final int MOST = 10;
    private static final int LONGEST = 200;

    /** By what each may be narrowed; without the names that a member's resources have there. */
    private static final Map<String, Set<String>> PARAMETERS = Map.of(
            ROLE,
            Set.of(
                    "_id",
                    "practitioner",
                    "identifier",
                    "specialty",
                    "role",
                    "practitioner.name",
                    "practitioner.family",
                    "practitioner.given",
                    "practitioner.identifier"),
            PERSON,
            Set.of("_id", "identifier", "name", "family", "given"),
            SERVICE,
            Set.of("_id", "identifier", "name", "specialty", "service-type", "service-category"));

    ServiceQuestion {
        criteria = Map.copyOf(criteria);
    }

    static boolean isOf(String type) {
        return PARAMETERS.containsKey(type);
    }

    static List<String> parameters(String type) {
        return PARAMETERS.getOrDefault(type, Set.of()).stream().sorted().toList();
    }

    /** The same, unless a member would not understand it; {@link Fault.Invalid} names each parameter. */
    Outcome<ServiceQuestion> checked() {
        List<Problem> problems = new ArrayList<>();
        var known = PARAMETERS.getOrDefault(type, Set.of());
        if (!isOf(type)) {
            problems.add(new Problem("type", "is none that members list"));
        }
        new TreeMap<>(criteria).forEach((name, values) -> {
            if (!known.contains(name)) {
                problems.add(new Problem(name, "is not a parameter that the directory understands"));
            } else if (values.isEmpty()
                    || values.size() > MOST
                    || values.stream().anyMatch(value -> value.isBlank() || value.length() > LONGEST)) {
                problems.add(new Problem(name, "has 1 to %d values of at most %d letters".formatted(MOST, LONGEST)));
            }
        });
        return problems.isEmpty() ? Outcome.of(this) : Outcome.failed(new Fault.Invalid(problems));
    }

    /** As the index is asked. */
    List<Criterion> wanted() {
        List<Criterion> wanted = new ArrayList<>();
        new TreeMap<>(criteria).forEach((name, values) -> wanted.add(Criterion.of(name, values)));
        wanted.add(Criterion.of(
                type.equals(PERSON) ? "_has:PractitionerRole:practitioner:active" : "active", List.of("true")));
        return wanted;
    }

    /** As it is sent. */
    Bytes toBytes() {
        var json = Json.object().put("v", VERSION).put("type", type);
        var asked = json.putObject("criteria");
        new TreeMap<>(criteria).forEach((name, values) -> values.forEach(asked.putArray(name)::add));
        return Json.bytes(json);
    }

    /** What was sent. */
    static Outcome<ServiceQuestion> parse(Bytes letter) {
        var json = Json.parse(letter).orElseGet(Json::object);
        if (json.path("v").asInt() != VERSION || !(json.path("criteria") instanceof ObjectNode asked)) {
            return Outcome.failed(
                    new Fault.Invalid("a question about services says its version, its type and its criteria"));
        }
        var criteria = new TreeMap<String, List<String>>();
        asked.properties()
                .forEach(one -> criteria.put(
                        one.getKey(),
                        Json.elements(one.getValue()).map(JsonNode::asText).toList()));
        return new ServiceQuestion(json.path("type").asText(), criteria).checked();
    }
}
