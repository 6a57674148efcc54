package org.healthsphere.node.directory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsphere.node.network.MemberCard;
import org.healthsphere.node.network.Members;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * The register of members as Organization, Endpoint and Location (IHE mCSD, ITI-90: Find Matching Care Services). Nothing is kept for it: each
 * answer is what the ledger's register says at that moment.
 */
public final class Directory {
    /** What a search may be narrowed by, for each type. */
    private static final Map<String, List<String>> PARAMETERS = Map.of(
            "Organization", List.of("_id", "active", "identifier", "name", "name:contains", "name:exact"),
            "Endpoint", List.of("_id", "identifier", "organization", "status"),
            "Location", List.of("_id", "identifier", "name", "name:contains", "name:exact", "organization", "status"));

    /** What comes with matches of each type, for who asks for it. */
    private static final Map<String, String> INCLUDES = Map.of(
            "Organization", "Organization:endpoint",
            "Endpoint", "Endpoint:organization",
            "Location", "Location:organization",
            "PractitionerRole", "PractitionerRole:practitioner",
            "HealthcareService", "HealthcareService:organization");

    private static final String FORMAT = "_format";
    private static final String INCLUDE = "_include";
    private static final String ORGANIZATION = "Organization";
    private static final String ENDPOINT = "Endpoint";

    private final Members members;
    private final String base;

    /**
     * Of these members.
     *
     * @param base of the URLs in answers, without a slash at its end
     */
    public Directory(Members members, String base) {
        this.members = members;
        this.base = base;
    }

    static String included(String type) {
        return INCLUDES.getOrDefault(type, "");
    }

    public static boolean has(String type) {
        return PARAMETERS.containsKey(type);
    }

    /** One of them; NotFound for a type or an id that there is not. */
    public Outcome<ObjectNode> read(String type, String id) {
        return members.cards().stream()
                .filter(card -> has(type) && card.member().value().equals(id))
                .map(card -> resource(type, card))
                .findFirst()
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound(type + "/" + id)));
    }

    /** All that match; a parameter that is not understood here is refused. */
    public Outcome<ObjectNode> search(String type, List<Map.Entry<String, String>> parameters) {
        if (!has(type)) {
            return Outcome.failed(new Fault.NotFound("a resource type " + type));
        }
        List<Problem> problems = new ArrayList<>();
        for (var parameter : parameters) {
            problem(type, parameter).ifPresent(problems::add);
        }
        if (!problems.isEmpty()) {
            return Outcome.failed(new Fault.Invalid(problems));
        }
        var found = members.cards().stream()
                .filter(card -> parameters.stream().allMatch(parameter -> new Narrowing(type, card).admits(parameter)))
                .toList();
        return Outcome.of(bundle(type, found, parameters));
    }

    private static Optional<Problem> problem(String type, Map.Entry<String, String> parameter) {
        var name = parameter.getKey();
        var known = name.equals(FORMAT)
                || PARAMETERS.getOrDefault(type, List.of()).contains(name)
                || (name.equals(INCLUDE) && parameter.getValue().equals(included(type)));
        return known
                ? Optional.empty()
                : Optional.of(new Problem(
                        name, "is not a parameter, or not with this value, that the directory understands"));
    }

    private ObjectNode bundle(String type, List<MemberCard> found, List<Map.Entry<String, String>> parameters) {
        var bundle = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("type", "searchset")
                .put("total", found.size());
        bundle.putArray("link").addObject().put("relation", "self").put("url", base + "/" + type + query(parameters));
        var entries = new LinkedHashMap<ObjectNode, String>();
        found.forEach(card -> entries.put(resource(type, card), "match"));
        if (parameters.stream().anyMatch(parameter -> parameter.getKey().equals(INCLUDE))) {
            var other = type.equals(ORGANIZATION) ? ENDPOINT : ORGANIZATION;
            found.forEach(card -> entries.put(resource(other, card), "include"));
        }
        var array = bundle.putArray("entry");
        entries.forEach((resource, mode) -> {
            var entry = array.addObject()
                    .put(
                            "fullUrl",
                            base + "/" + resource.path("resourceType").asText() + "/"
                                    + resource.path("id").asText());
            entry.set("resource", resource);
            entry.putObject("search").put("mode", mode);
        });
        return bundle;
    }

    private static String query(List<Map.Entry<String, String>> parameters) {
        var query = new StringBuilder();
        for (var parameter : parameters) {
            query.append(query.isEmpty() ? '?' : '&')
                    .append(URLEncoder.encode(parameter.getKey(), StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8));
        }
        return query.toString();
    }

    private static ObjectNode resource(String type, MemberCard card) {
        return switch (type) {
            case ENDPOINT -> CareServices.endpoint(card);
            case "Location" -> CareServices.location(card);
            default -> CareServices.organization(card);
        };
    }

    /** What the directory can do. */
    public ObjectNode capabilities(String date) {
        var all = new TreeMap<>(CareDirectory.parameters());
        all.putAll(PARAMETERS);
        return CareServices.capabilities(base, date, all);
    }
}
