package org.healthsphere.node.ingest.v2;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Ids;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.MessageId;
import org.healthsphere.node.ingest.VisitMoves;
import org.healthsphere.node.ingest.mapping.ElementMap;
import org.healthsphere.node.ingest.mapping.Frame;
import org.healthsphere.node.ingest.mapping.Mappings;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Fault;

/**
 * Visits and accounts that are moved or have another number from now on (A35, A41, A42, A44, A45, A49, A50, A51): MRG says whose and which it
 * was, PID and PV1 whose and which it is.
 */
final class V2Mover {
    private static final String VISIT = "PV1-19";

    private final Identities identities;
    private final Mappings mappings;
    private final MessageId id;
    private final Frame frame;

    V2Mover(Identities identities, Mappings mappings, MessageId id, Frame frame) {
        this.identities = identities;
        this.mappings = mappings;
        this.id = id;
        this.frame = frame;
    }

    void move(V2Place pid, String to, List<Commit.Mark> marks, List<Fault.Problem> problems) {
        var numbers = mappings.map("moved").fill(pid, frame).json();
        var account = number(numbers, 0);
        var from = whose(pid, to);
        var visit = visit(pid, from, List.of("MRG-5", "MRG-6"));
        if (account.isEmpty() && visit.isEmpty()) {
            problems.add(new Fault.Problem("MRG", "prior account or visit number is missing"));
            return;
        }
        var known = visit.flatMap(identities::standing);
        var into = known.flatMap(was ->
                visit(pid, to, List.of(VISIT)).filter(is -> !is.equals(was)).flatMap(is -> met(was, is, to, marks)));
        var moved = into.isPresent() ? known : known.map(identities::visit);
        marks.add(new VisitMoves.Move(
                        from, to, moved.map(ResourceId::id), into.map(ResourceId::id), account, number(numbers, 1))
                .mark(id));
    }

    /**
     * A visit that was not known has its other number from now on; one that was is the one that both are. What this message said
     * before it says again when it is told anew; what others have said in the meantime it does not turn round.
     */
    private Optional<ResourceId> met(ResourceId was, ResourceId is, String to, List<Commit.Mark> marks) {
        var isThere = identities.isThere(is);
        var named = isThere ? was : is;
        var meant = isThere ? is : was;
        var isOne = identities.visit(was).equals(identities.visit(is));
        if (isOne && !identities.alias(named.id()).equals(Optional.of(meant.id()))) {
            return Optional.empty();
        }
        var alias = VisitMoves.alias(named, meant, to);
        identities.tell(alias);
        marks.add(alias);
        return Optional.of(is).filter(_ -> isThere);
    }

    /** Of whom it was: MRG-1, or else the patient himself. */
    private String whose(V2Place pid, String to) {
        var replaced = mappings.map("replaced").fill(pid, frame).json();
        var prior = Json.elements(replaced.path("identifier"))
                .flatMap(identifier -> Identities.Identifier.of(identifier).stream())
                .toList();
        return identities
                .patient(prior)
                .filter(Identities.Match::known)
                .map(Identities.Match::patient)
                .orElse(to);
    }

    /** The Encounter that a visit of this number is, by the key of the map for visits. */
    private Optional<ResourceId> visit(V2Place pid, String patient, List<String> fields) {
        var map = mappings.map("encounter");
        return fields.stream().filter(pid::valued).findFirst().flatMap(field -> keyed(map, pid, patient, field));
    }

    private Optional<ResourceId> keyed(ElementMap map, V2Place pid, String patient, String field) {
        var paths = map.keyPaths();
        if (paths.isEmpty() || !paths.stream().allMatch(path -> path.startsWith(VISIT))) {
            return Optional.empty();
        }
        var key = paths.stream()
                .map(path -> pid.text(field + path.substring(VISIT.length())))
                .toArray(String[]::new);
        return Optional.of(Ids.of("Encounter", frame.source().name(), patient, Ids.digest(key)));
    }

    private static Optional<ObjectNode> number(ObjectNode moved, int which) {
        return moved.at("/account/" + which + "/identifier") instanceof ObjectNode number
                ? Optional.of(number)
                : Optional.empty();
    }
}
