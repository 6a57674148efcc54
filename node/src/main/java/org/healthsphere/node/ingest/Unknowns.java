package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Bytes;

/**
 * What a record must say and its source does not know is said to be unknown, and only as long as it is (US Core, Missing Data):
 * where there is a code for that by the code, else by the extension that says why data are absent.
 */
final class Unknowns {
    private static final JsonNode EXTENDED = Json.tree(Bytes.utf8("""
        {"extension":[{"url":"http://hl7.org/fhir/StructureDefinition/data-absent-reason","valueCode":"unknown"}]}\
        """));
    private static final JsonNode CONCEPT = Json.tree(Bytes.utf8("""
        {"coding":[{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"unknown"}]}\
        """));

    /** Reports of which there is something to read. */
    private static final Set<String> RELEASED =
            Set.of("partial", "preliminary", "final", "amended", "corrected", "appended");

    private static final Set<String> DONE = Set.of("completed", "in-progress");

    private static final Map<String, List<Need>> NEEDS = Map.ofEntries(
            Map.entry(
                    "Patient",
                    List.of(
                            new Need("name", "name", only(EXTENDED)),
                            new Need("gender", "gender", TextNode.valueOf("unknown")))),
            Map.entry("Encounter", List.of(new Need("type", "type", only(CONCEPT)))),
            Map.entry("Condition", List.of(new Need("code", "code", CONCEPT))),
            Map.entry("AllergyIntolerance", List.of(new Need("code", "code", CONCEPT))),
            Map.entry(
                    "Coverage",
                    List.of(
                            new Need("relationship", "relationship", CONCEPT),
                            new Need("subscriberId", "_subscriberId", EXTENDED))),
            Map.entry(
                    "Observation",
                    List.of(new Need("value|dataAbsentReason|component|hasMember", "dataAbsentReason", CONCEPT))),
            Map.entry(
                    "DiagnosticReport",
                    List.of(
                            new Need("effective", "_effectiveDateTime", EXTENDED, RELEASED),
                            new Need("issued", "_issued", EXTENDED, RELEASED))),
            Map.entry(
                    "Procedure",
                    List.of(
                            new Need("code", "code", CONCEPT),
                            new Need("performed", "_performedDateTime", EXTENDED, DONE))),
            Map.entry("Immunization", List.of(new Need("primarySource", "_primarySource", EXTENDED))),
            Map.entry("DocumentReference", List.of(new Need("content", "content", only(attachment())))),
            Map.entry("Specimen", List.of(new Need("type", "type", CONCEPT))));

    private Unknowns() {}

    /** A document that is announced, or of which nothing but the name came. */
    private static JsonNode attachment() {
        return Json.object().set("attachment", EXTENDED);
    }

    private static JsonNode only(JsonNode element) {
        return JsonNodeFactory.instance.arrayNode().add(element);
    }

    /**
     * Something that must be said.
     *
     * @param beginnings of the elements that say it
     * @param element that says that it is unknown
     * @param statuses in which it must be said; none: in all
     */
    private record Need(List<String> beginnings, String element, JsonNode unknown, Set<String> statuses) {
        Need(String said, String element, JsonNode unknown, Set<String> statuses) {
            this(List.of(said.split("\\|", -1)), element, unknown, statuses);
        }

        Need(String said, String element, JsonNode unknown) {
            this(said, element, unknown, Set.of());
        }

        boolean isOf(String status) {
            return statuses.isEmpty() || statuses.contains(status);
        }

        boolean isSaid(ObjectNode json) {
            for (var member : json.properties()) {
                if (says(member.getKey())) {
                    return true;
                }
            }
            return false;
        }

        private boolean says(String member) {
            var name = member.startsWith("_") ? member.substring(1) : member;
            for (var beginning : beginnings) {
                if (name.startsWith(beginning)) {
                    return true;
                }
            }
            return false;
        }

        /** What says it in a way other than that it is unknown. */
        boolean isKnown(ObjectNode json) {
            return json.properties().stream()
                    .map(Map.Entry::getKey)
                    .anyMatch(member -> says(member) && !member.equals(element));
        }
    }

    /** The draft with what must be said beside it, given what is there already. */
    static Draft told(Draft draft, Optional<ObjectNode> current) {
        var needs = NEEDS.getOrDefault(draft.id().type(), List.of());
        return needs.isEmpty() ? draft : told(needs, draft, kept(draft, current));
    }

    /** What stays of what is there. */
    private static ObjectNode kept(Draft draft, Optional<ObjectNode> current) {
        var there = current.orElseGet(Json::object);
        return draft.cleared().isEmpty() ? there : there.deepCopy().remove(draft.cleared());
    }

    private static Draft told(List<Need> needs, Draft draft, ObjectNode there) {
        var status = draft.json().path("status").asText(there.path("status").asText());
        var cleared = new HashSet<>(draft.cleared());
        for (var need : needs) {
            if (need.isKnown(draft.json())
                    && there.has(need.element())
                    && !draft.json().has(need.element())) {
                cleared.add(need.element());
            } else if (need.isOf(status) && !need.isSaid(draft.json()) && !need.isSaid(there)) {
                draft.json().set(need.element(), need.unknown().deepCopy());
            }
        }
        cleared.removeIf(draft.json()::has);
        return new Draft(draft.id(), draft.patient(), draft.json(), cleared, draft.onExisting(), draft.spared());
    }
}
