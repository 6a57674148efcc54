package org.healthsphere.node.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.specs.NodeId;

/** What a member shows others of its people and services: what they are at work, and nothing of what they are at home. */
record Listing(NodeId member) {
    private static final String PROFILES = "https://profiles.ihe.net/ITI/mCSD/StructureDefinition/IHE.mCSD.";
    private static final String REFERENCE = "reference";
    private static final String TELECOM = "telecom";

    /** What is shown; identifiers of people are those that they sign with. */
    private static final Map<String, List<String>> SHOWN = Map.of(
            ServiceQuestion.ROLE,
            List.of(
                    "identifier",
                    "active",
                    "period",
                    "practitioner",
                    "code",
                    "specialty",
                    "location",
                    "healthcareService",
                    TELECOM,
                    "availableTime",
                    "notAvailable",
                    "availabilityExceptions"),
            ServiceQuestion.PERSON,
            List.of("identifier", "active", "name", TELECOM, "qualification", "communication"),
            ServiceQuestion.SERVICE,
            List.of(
                    "identifier",
                    "active",
                    "category",
                    "type",
                    "specialty",
                    "location",
                    "name",
                    "comment",
                    "extraDetails",
                    TELECOM,
                    "availableTime",
                    "notAvailable",
                    "availabilityExceptions"));

    /** One of its resources, as others see it. */
    ObjectNode of(JsonNode resource) {
        var type = resource.path("resourceType").asText();
        var shown = Json.object().put("resourceType", type);
        shown.put("id", name(resource.path("id").asText()));
        shown.putObject("meta").putArray("profile").add(PROFILES + type);
        SHOWN.getOrDefault(type, List.of()).stream()
                .filter(resource::has)
                .forEach(name -> shown.set(name, resource.path(name).deepCopy()));
        if (shown.path(TELECOM).isArray()) {
            atWork(shown);
        }
        referring(shown);
        if (!type.equals(ServiceQuestion.PERSON)) {
            var of = type.equals(ServiceQuestion.SERVICE) ? "providedBy" : "organization";
            shown.putObject(of).put(REFERENCE, "Organization/" + member);
            shown.putArray("endpoint").addObject().put(REFERENCE, "Endpoint/" + member);
        }
        return shown;
    }

    /** By which name it is in the network's directory. */
    String name(String id) {
        return member + "." + id;
    }

    private static void atWork(ObjectNode resource) {
        var work = Json.elements(resource.path(TELECOM))
                .filter(one -> !one.path("use").asText().equals("home"))
                .toList();
        resource.remove(TELECOM);
        if (!work.isEmpty()) {
            resource.putArray(TELECOM).addAll(work);
        }
    }

    /** A reference leads to what this directory has; of anything else only its name in words is left. */
    private void referring(JsonNode node) {
        if (node instanceof ObjectNode object && object.path(REFERENCE).isTextual()) {
            var parts = object.path(REFERENCE).asText().split("/", -1);
            if (parts.length == 2 && ServiceQuestion.isOf(parts[0])) {
                object.put(REFERENCE, parts[0] + "/" + name(parts[1]));
            } else {
                object.remove(REFERENCE);
                if (object.isEmpty()) {
                    object.put("display", "known to " + member);
                }
            }
        }
        node.forEach(this::referring);
    }
}
