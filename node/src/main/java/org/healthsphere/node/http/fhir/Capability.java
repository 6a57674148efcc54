package org.healthsphere.node.http.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.healthsphere.node.store.index.SearchParameter;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;

/** The CapabilityStatement: exactly what is routed, and every search parameter that is honoured. */
final class Capability {
    private static final String HL7 = "http://hl7.org/fhir/OperationDefinition/";
    private static final String BACKPORT = "http://hl7.org/fhir/uv/subscriptions-backport/";
    private static final String BULK = "http://hl7.org/fhir/uv/bulkdata/";
    private static final String LAST_UPDATED =
            "Changes with every create, update and patch of the resource on this server,"
                    + " and with nothing else: not with a change of what it refers to. What was deleted is in no search.";

    private Capability() {}

    /**
     * Whose statement it is.
     *
     * @param date when it was made, a FHIR date
     * @param oauth where apps get leave to call
     */
    record Self(String base, String date, Map<String, String> oauth) {}

    /**
     * Writes it.
     *
     * @param topics what can be subscribed to; without any there are no subscriptions
     */
    static Bytes statement(List<Interaction> routed, SearchParameters parameters, List<String> topics, Self self) {
        var statement = self(self.base(), self.date());
        var rest = statement.putArray("rest").addObject().put("mode", "server");
        security(rest, self.oauth());
        if (!topics.isEmpty()) {
            statement.withArray("instantiates").add(BACKPORT + "CapabilityStatement/backport-subscription-server-r4");
            extension(rest, "http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket")
                    .put("valueUri", SubscriptionSocket.address(self.base()));
        }
        parameters.types().forEach(type -> resource(rest.withArray("resource").addObject(), type, routed, parameters));
        codes(
                rest.putArray("interaction"),
                routed.stream().filter(Interaction::isOfSystem).toList());
        routed.stream()
                .filter(i -> i.path().equals("/" + i.code()))
                .map(Interaction::code)
                .distinct()
                .forEach(code -> operation(rest.withArray("operation"), "", code));
        rest.path("resource")
                .valueStream()
                .filter(resource -> resource.path("type").asText().equals(SubscriptionWire.TYPE))
                .forEach(resource -> subscription((ObjectNode) resource, topics));
        return Bytes.utf8(statement.toString());
    }

    private static void security(ObjectNode rest, Map<String, String> oauth) {
        if (oauth.isEmpty()) {
            return;
        }
        var security = rest.putObject("security").put("cors", true);
        var uris = extension(security, "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris");
        oauth.forEach((name, uri) -> extension(uris, name).put("valueUri", uri));
        security.putArray("service")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/restful-security-service")
                .put("code", "SMART-on-FHIR");
    }

    private static ObjectNode self(String base, String date) {
        var statement = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "CapabilityStatement")
                .put("status", "active")
                .put("date", date)
                .put("kind", "instance")
                .put("fhirVersion", "4.0.1");
        statement.putObject("software").put("name", "HealthSphere");
        statement
                .putObject("implementation")
                .put("description", "HealthSphere node")
                .put("url", base);
        statement
                .putArray("format")
                .add("json")
                .add("xml")
                .add("application/fhir+json")
                .add("application/fhir+xml");
        statement
                .putArray("patchFormat")
                .add("application/json-patch+json")
                .add("application/fhir+json")
                .add("application/fhir+xml");
        // US Core's statement comes when no row of its ledger of conformance is open any more.
        statement.putArray("instantiates").add(BULK + "CapabilityStatement/bulk-data");
        return statement;
    }

    private static void subscription(ObjectNode resource, List<String> topics) {
        topics.forEach(topic -> extension(
                        resource, BACKPORT + "StructureDefinition/capabilitystatement-subscriptiontopic-canonical")
                .put("valueCanonical", topic));
        if (!topics.isEmpty()) {
            resource.putArray("supportedProfile").add(BACKPORT + "StructureDefinition/backport-subscription");
        }
    }

    private static ObjectNode extension(ObjectNode element, String url) {
        return element.withArray("extension").addObject().put("url", url);
    }

    private static void resource(
            ObjectNode resource, String type, List<Interaction> routed, SearchParameters parameters) {
        resource.put("type", type);
        UsCore.profiles(type)
                .forEach(profile -> resource.withArray("supportedProfile").add(profile));
        var own = routed.stream()
                .filter(i -> !i.isOperation() && i.path().matches("/" + type + "(?:/.*)?"))
                .toList();
        var general = routed.stream()
                .filter(i -> !i.isOfSystem() && !i.isOperation() && i.path().startsWith("/:type"))
                .toList();
        codes(resource.putArray("interaction"), own.isEmpty() ? general : own);
        if (own.isEmpty()) {
            resource.put("versioning", "versioned-update")
                    .put("readHistory", true)
                    .put("updateCreate", true)
                    .put("conditionalCreate", true)
                    .put("conditionalRead", "full-support")
                    .put("conditionalUpdate", true)
                    .put("conditionalDelete", "single");
        } else {
            resource.put("versioning", "versioned-update")
                    .put("updateCreate", true)
                    .put("conditionalRead", "full-support");
        }
        var search = resource.putArray("searchParam");
        parameters.of(type).stream()
                .filter(p -> !p.name().equals("_compartment") && !p.name().equals("_type"))
                .forEach(p -> parameter(search.addObject(), p));
        parameters.of(type).stream()
                .filter(p ->
                        p.kind() == SearchParameter.Kind.REFERENCE && !p.type().isEmpty())
                .forEach(p -> resource.withArray("searchInclude").add(type + ":" + p.name()));
        resource.putArray("searchRevInclude").add("Provenance:target");
        routed.stream()
                .filter(i -> i.isOperation()
                        && (i.path().startsWith("/" + type + "/") || i.path().startsWith("/:type/")))
                .map(Interaction::code)
                .distinct()
                .forEach(code -> operation(resource.withArray("operation"), type, code));
    }

    private static void parameter(ObjectNode json, SearchParameter parameter) {
        json.put("name", parameter.name()).put("type", parameter.kind().code());
        if (parameter.name().equals("_lastUpdated")) {
            json.put("documentation", LAST_UPDATED);
        }
    }

    private static void operation(ArrayNode operations, String type, String code) {
        operations.addObject().put("name", code.substring(1)).put("definition", definition(type, code));
    }

    private static String definition(String type, String code) {
        return switch (code) {
            case BulkWire.EXPORT ->
                BULK + "OperationDefinition/" + (type.isEmpty() ? "" : type.toLowerCase(Locale.ROOT) + "-") + "export";
            case SubscriptionWire.STATUS, SubscriptionWire.EVENTS, SubscriptionWire.BINDING ->
                BACKPORT + "OperationDefinition/backport-subscription-" + code.substring(1);
            case "$docref" -> "http://hl7.org/fhir/us/core/OperationDefinition/docref";
            case "$ihe-pix" -> "https://profiles.ihe.net/ITI/PIXm/OperationDefinition/IHE.PIXm.pix";
            case "$summary" -> "http://hl7.org/fhir/uv/ips/OperationDefinition/summary";
            case "$hand-over" -> "https://healthsphere.org/fhir/OperationDefinition/hand-over";
            case "$closure" -> HL7 + "ConceptMap-closure";
            case "$meta", "$validate" -> HL7 + "Resource-" + code.substring(1);
            default -> HL7 + type + "-" + code.substring(1);
        };
    }

    private static void codes(ArrayNode array, List<Interaction> interactions) {
        interactions.stream()
                .map(Interaction::code)
                .distinct()
                .forEach(code -> array.addObject().put("code", code));
    }
}
