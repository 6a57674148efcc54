package org.healthsphere.node.directory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.network.MemberCard;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** What the members have listed, put together; who has not answered, or lists more than it could tell, is named in it. */
final class Gathered {
    private final String base;
    private final String type;
    private final List<String> includes;
    private final Map<String, ObjectNode> matches = new LinkedHashMap<>();
    private final Map<String, ObjectNode> included = new LinkedHashMap<>();
    private final ArrayNode issues = Json.object().putArray("issue");
    private long total;

    Gathered(String base, String type, List<String> includes) {
        this.base = base;
        this.type = type;
        this.includes = List.copyOf(includes);
    }

    /** This hospital's own. */
    void take(MemberCard member, Outcome<ObjectNode> found) {
        take(member, found instanceof Outcome.Success<ObjectNode>(var listed) ? Optional.of(listed) : Optional.empty());
    }

    /** A member speaks for itself alone: of one that lists something as another's nothing is taken. */
    void take(MemberCard card, Optional<ObjectNode> answer) {
        var member = card.member();
        var entries = answer.map(
                listed -> Json.elements(listed.path(Listings.ENTRIES)).toList());
        if (entries.isEmpty()) {
            missing(member + " did not answer");
        } else if (!entries.get().stream().allMatch(entry -> isOwn(member, entry))) {
            missing(member + " answered what cannot be trusted");
        } else {
            entries.get().forEach(entry -> take(card, (ObjectNode) entry));
            var all = answer.get().path(Listings.TOTAL).asLong();
            var shown = entries.get().stream().filter(this::isMatch).count();
            total += Math.max(all, shown);
            if (all > shown) {
                missing("%s lists %d, of which %d are here: ask for less".formatted(member, all, shown));
            }
        }
    }

    private boolean isOwn(NodeId member, JsonNode entry) {
        var kind = entry.path("resourceType").asText();
        var isWanted = kind.equals(type) || (type.equals(ServiceQuestion.ROLE) && kind.equals(ServiceQuestion.PERSON));
        var of = kind.equals(ServiceQuestion.SERVICE) ? "providedBy" : "organization";
        return isWanted
                && entry.isObject()
                && entry.path("id").asText().startsWith(member + ".")
                && (kind.equals(ServiceQuestion.PERSON)
                        || entry.path(of).path("reference").asText().equals("Organization/" + member));
    }

    private boolean isMatch(JsonNode entry) {
        return entry.path("resourceType").asText().equals(type);
    }

    private void take(MemberCard card, ObjectNode entry) {
        if (isMatch(entry)) {
            matches.put(url(entry), entry);
            include("organization", CareServices.organization(card));
            include("endpoint", CareServices.endpoint(card));
        } else {
            include("practitioner", entry);
        }
    }

    private void include(String parameter, ObjectNode resource) {
        if (includes.contains(parameter)) {
            included.put(url(resource), resource);
        }
    }

    private void missing(String words) {
        issues.addObject().put("severity", "warning").put("code", "incomplete").put("diagnostics", words);
    }

    private String url(JsonNode resource) {
        return base + "/" + resource.path("resourceType").asText() + "/"
                + resource.path("id").asText();
    }

    ObjectNode bundle() {
        var bundle = Json.object()
                .put("resourceType", "Bundle")
                .put("type", "searchset")
                .put("total", total);
        var entries = bundle.putArray("entry");
        matches.forEach((url, resource) -> entry(entries, url, resource, "match"));
        included.forEach((url, resource) -> entry(entries, url, resource, "include"));
        if (!issues.isEmpty()) {
            var outcome = Json.object().put("resourceType", "OperationOutcome");
            outcome.set("issue", issues);
            var entry = entries.addObject();
            entry.set("resource", outcome);
            entry.putObject("search").put("mode", "outcome");
        }
        return bundle;
    }

    private static void entry(ArrayNode entries, String url, ObjectNode resource, String mode) {
        var entry = entries.addObject().put("fullUrl", url);
        entry.set("resource", resource);
        entry.putObject("search").put("mode", mode);
    }
}
