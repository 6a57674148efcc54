package org.healthsphere.node.directory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsphere.node.network.MemberCard;

/** A member as the resources of IHE mCSD 4.0. */
final class CareServices {
    /** The namespace of members' names. */
    static final String MEMBERS = "https://healthsphere.org/fhir/sid/member";

    private static final String PROFILES = "https://profiles.ihe.net/ITI/mCSD/StructureDefinition/IHE.mCSD.";
    private static final String CONNECTION = "https://healthsphere.org/fhir/CodeSystem/endpoint-connection";

    private CareServices() {}

    private static ObjectNode resource(String type, MemberCard card) {
        var resource = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", type)
                .put("id", card.member().value());
        resource.putObject("meta").putArray("profile").add(PROFILES + type);
        resource.putArray("identifier")
                .addObject()
                .put("system", MEMBERS)
                .put("value", card.member().value());
        return resource;
    }

    static ObjectNode organization(MemberCard card) {
        var organization = resource("Organization", card).put("active", true);
        organization
                .putArray("type")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/organization-type")
                .put("code", "prov");
        organization.put("name", card.organization());
        organization.putArray("endpoint").addObject().put("reference", "Endpoint/" + card.member());
        return organization;
    }

    /** Where other members bring their envelopes; from the begin to the end of the certificate that it shows. */
    static ObjectNode endpoint(MemberCard card) {
        var endpoint = resource("Endpoint", card).put("status", "active");
        endpoint.putObject("connectionType").put("system", CONNECTION).put("code", "healthsphere-peer");
        endpoint.put("name", card.organization());
        endpoint.putObject("managingOrganization").put("reference", "Organization/" + card.member());
        endpoint.putObject("period")
                .put("start", card.signing().getNotBefore().toInstant().toString())
                .put("end", card.signing().getNotAfter().toInstant().toString());
        endpoint.putArray("payloadType").addObject().put("text", "Sealed record queries of members");
        return endpoint.put("address", card.endpoint().toString());
    }

    /** Where it is as far as members know: one place for each, whose rooms and services its own FHIR interface tells. */
    static ObjectNode location(MemberCard card) {
        var location = resource("Location", card)
                .put("status", "active")
                .put("name", card.organization())
                .put("mode", "instance");
        location.putArray("type")
                .addObject()
                .putArray("coding")
                .addObject()
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-RoleCode")
                .put("code", "HOSP");
        location.putObject("managingOrganization").put("reference", "Organization/" + card.member());
        location.putArray("endpoint").addObject().put("reference", "Endpoint/" + card.member());
        return location;
    }

    static ObjectNode capabilities(String base, String date, Map<String, List<String>> parameters) {
        var statement = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "CapabilityStatement")
                .put("status", "active")
                .put("date", date)
                .put("kind", "instance")
                .put("fhirVersion", "4.0.1");
        statement.putArray("format").add("application/fhir+json");
        statement
                .putObject("implementation")
                .put("description", "Members of the network")
                .put("url", base);
        var rest = statement.putArray("rest").addObject().put("mode", "server");
        var resources = rest.putArray("resource");
        new TreeMap<>(parameters).forEach((type, names) -> {
            var resource = resources.addObject().put("type", type);
            resource.putArray("supportedProfile").add(PROFILES + type);
            var interactions = resource.putArray("interaction");
            interactions.addObject().put("code", "read");
            interactions.addObject().put("code", "search-type");
            Optional.of(Directory.included(type))
                    .filter(include -> !include.isEmpty())
                    .ifPresent(include -> resource.putArray("searchInclude").add(include));
            var searches = resource.putArray("searchParam");
            names.stream()
                    .filter(name -> !name.contains(":") && !name.contains("."))
                    .forEach(name -> searches.addObject().put("name", name).put("type", kind(name)));
        });
        return statement;
    }

    private static String kind(String parameter) {
        return switch (parameter) {
            case "name", "family", "given" -> "string";
            case "organization", "practitioner" -> "reference";
            default -> "token";
        };
    }
}
