package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/**
 * Puts into a survivor's record what is in that of the one whom he replaces and came by no message that is kept: the same
 * resource, about another Patient. It is noted, so that it can go back.
 */
final class Moves {
    private static final String SPACE = "patient-moved";
    private static final int PAGE = 200;

    private final ResourceStore store;
    private final ResourceIndex index;

    Moves(ResourceStore store, ResourceIndex index) {
        this.store = store;
        this.index = index;
    }

    /** How many resources were moved. */
    Outcome<Integer> move(String other, String survivor) {
        var sum = Outcome.of(0);
        for (var piece : pieces(inRecordOf(other))) {
            var writes = piece.stream().map(r -> moved(r, other, survivor)).toList();
            var marks = piece.stream()
                    .map(r -> new Mark(SPACE, other + "/" + r.id(), Bytes.utf8(survivor)).about(survivor))
                    .filter(mark -> store.mark(SPACE, mark.key()).isEmpty())
                    .toList();
            sum = sum.then(before -> store.commit(new Commit(writes, marks)).map(all -> before + all.size()));
        }
        return sum;
    }

    /** Puts back what was moved when this one was replaced, and is still where it was put. */
    Outcome<Integer> moveBack(String other) {
        List<Mark> marks;
        try (var all = store.marks(SPACE)) {
            marks = all.filter(mark -> mark.key().startsWith(other + "/")).toList();
        }
        var sum = Outcome.of(0);
        for (var mark : marks) {
            var survivor = mark.value().utf8();
            sum = sum.then(before -> there(mark)
                    .filter(r -> r.patient().equals(Optional.of(survivor)))
                    .map(r -> store.commit(Commit.of(moved(r, survivor, other))).map(_ -> before + 1))
                    .orElseGet(() -> Outcome.of(before)));
            sum = sum.map(before -> {
                store.removeMark(SPACE, mark.key());
                return before;
            });
        }
        return sum;
    }

    private Optional<StoredResource> there(Mark mark) {
        var parts = mark.key().split("/", 3);
        return store.get(new ResourceId(parts[1], parts[2])).filter(r -> !r.deleted());
    }

    List<StoredResource> inRecordOf(String patient) {
        var found = new ArrayList<StoredResource>();
        var after = Optional.<String>empty();
        do {
            var query = new Query(
                    Query.ANY_TYPE,
                    List.of(new Criterion("_compartment", "", List.of(patient))),
                    List.of(),
                    PAGE,
                    after);
            var page = index.search(query, ReleaseFilter.everything()).orElseThrow();
            page.matches().stream()
                    .filter(id -> !id.type().equals("Patient"))
                    .flatMap(id -> store.get(id).stream())
                    .filter(r ->
                            !r.deleted() && r.patient().equals(Optional.of(patient)) && !isOfPatientOnly(r, patient))
                    .forEach(found::add);
            after = page.next();
        } while (after.isPresent());
        return found;
    }

    /** What says where the Patient resource itself comes from stays with it. */
    private static boolean isOfPatientOnly(StoredResource resource, String patient) {
        var targets = Json.tree(resource.json()).path("target");
        return resource.id().type().equals("Provenance")
                && Json.elements(targets)
                        .anyMatch(t -> t.path("reference").asText().equals("Patient/" + patient));
    }

    private static Write moved(StoredResource resource, String from, String to) {
        var json = Json.tree(resource.json());
        rename(json, from, to);
        return new Write.Put(resource.id(), OptionalLong.of(resource.version()), Optional.of(to), Json.bytes(json));
    }

    /** Whatever refers to the one Patient refers to the other. */
    static void rename(ObjectNode json, String from, String to) {
        Json.objects(json, object -> {
            if (object.path("reference").asText("").equals("Patient/" + from)) {
                object.put("reference", "Patient/" + to);
            }
        });
    }

    private static List<List<StoredResource>> pieces(List<StoredResource> all) {
        var pieces = new ArrayList<List<StoredResource>>();
        for (var i = 0; i < all.size(); i += PAGE) {
            pieces.add(all.subList(i, Math.min(all.size(), i + PAGE)));
        }
        return pieces;
    }
}
