package org.healthsphere.node.ingest.v2;

import static org.healthsphere.node.ingest.Draft.OnExisting.UPDATE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.mapping.Frame;
import org.healthsphere.node.ingest.mapping.Mappings;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Fault;

/**
 * Two records turn out to be of one person (A40): the survivor replaces the other, which stays, inactive, and points to it.
 *
 * <p>From then on every identifier of the other one means the survivor.
 */
final class V2Merger {
    private final Identities identities;
    private final Mappings mappings;
    private final Frame frame;

    V2Merger(Identities identities, Mappings mappings, Frame frame) {
        this.identities = identities;
        this.mappings = mappings;
        this.frame = frame;
    }

    void merge(
            V2Place pid,
            String survivor,
            Map<ResourceId, Draft> drafts,
            List<Commit.Mark> marks,
            List<Fault.Problem> problems) {
        var replaced = mappings.map("replaced").fill(pid, frame).json();
        var prior = Json.elements(replaced.path("identifier"))
                .flatMap(i -> Identities.Identifier.of(i).stream())
                .toList();
        var match = identities.patient(prior);
        var whom = match.map(Identities.Match::patient)
                .filter(id -> !id.equals(survivor))
                // Told once more, it is the same merge.
                .or(() -> identities.before(prior).filter(id -> !id.equals(survivor)));
        if (whom.isEmpty()) {
            problems.add(new Fault.Problem(
                    "MRG-1", match.isEmpty() ? "prior identifier is missing" : "means the same patient as PID-3"));
            return;
        }
        match.ifPresent(m -> marks.addAll(m.marks()));
        var other = new ResourceId("Patient", whom.get());
        var remaining = new ResourceId("Patient", survivor);
        drafts.computeIfPresent(remaining, (_, draft) -> {
            old(replaced).forEach(draft.json().withArray("/identifier")::add);
            return new Draft(
                    draft.id(), draft.patient(), link(draft.json(), other, "replaces"), draft.cleared(), UPDATE);
        });
        var inactive = link(replaced.put("active", false), remaining, "replaced-by");
        drafts.put(other, Draft.of(other, Optional.of(other.id()), inactive));
    }

    /** The prior identifiers as the survivor carries them. */
    private static JsonNode old(ObjectNode replaced) {
        var old = replaced.path("identifier").deepCopy();
        old.forEach(i -> ((ObjectNode) i).put("use", "old"));
        return old;
    }

    private static ObjectNode link(ObjectNode patient, ResourceId other, String type) {
        var link = patient.withArray("/link").addObject();
        link.putObject("other").put("reference", other.toString());
        link.put("type", type);
        return patient;
    }
}
