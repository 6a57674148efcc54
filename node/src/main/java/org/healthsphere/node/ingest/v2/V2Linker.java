package org.healthsphere.node.ingest.v2;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Fault;

/** Two patients who are looked at side by side (A24), or no more (A37): each points to the other, and nothing is moved. */
final class V2Linker {
    private final boolean isLinked;

    V2Linker(boolean isLinked) {
        this.isLinked = isLinked;
    }

    void link(Collection<Identities.Match> patients, Map<ResourceId, Draft> drafts, List<Fault.Problem> problems) {
        var two = patients.stream()
                .map(match -> new ResourceId("Patient", match.patient()))
                .distinct()
                .toList();
        if (two.size() != 2) {
            problems.add(new Fault.Problem("PID", "two patients are to be named"));
            return;
        }
        say(two.getFirst(), two.getLast(), drafts);
        say(two.getLast(), two.getFirst(), drafts);
    }

    private void say(ResourceId one, ResourceId other, Map<ResourceId, Draft> drafts) {
        drafts.computeIfPresent(one, (_, draft) -> isLinked ? linked(draft, other) : unlinked(draft, other));
    }

    private static Draft linked(Draft draft, ResourceId other) {
        var link = draft.json().withArray("/link").addObject();
        link.putObject("other").put("reference", other.toString());
        link.put("type", "seealso");
        return draft;
    }

    private static Draft unlinked(Draft draft, ResourceId other) {
        var cleared = new HashSet<>(draft.cleared());
        cleared.add(Draft.LINK + other);
        return new Draft(draft.id(), draft.patient(), draft.json(), cleared, draft.onExisting(), draft.spared());
    }
}
