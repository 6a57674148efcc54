package org.healthsphere.federation.research;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.healthsphere.federation.research.StudyMessage.Admission;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Who answers a round: each with its snapshot and keys, as it signed them itself.
 *
 * @param admissions in the order of the members' names, one for each
 * @param hash of the round and all signed admissions
 */
record Roster(Sha256 round, List<Said<Admission>> admissions, Sha256 hash) {

    static Roster of(Sha256 round, Collection<Said<Admission>> admissions) {
        var sorted = admissions.stream()
                .sorted(Comparator.comparing(said -> said.from().value()))
                .toList();
        List<byte[]> parts = new ArrayList<>();
        parts.add(round.bytes());
        sorted.forEach(said -> parts.add(said.statement().digest().bytes()));
        return new Roster(round, sorted, Sha256.of(parts.toArray(byte[][]::new)));
    }

    /** The roster that the coordinator shows, if each of its members signed its part of it for this round. */
    static Outcome<Roster> read(Sha256 round, List<JsonNode> admissions, MemberKeys keys) {
        return Said.all(Admission.class, admissions, keys).then(said -> {
            var roster = of(round, said);
            return roster.isComplete(said)
                            && said.stream()
                                    .allMatch(one -> one.message().round().equals(round))
                    ? Outcome.of(roster)
                    : Outcome.failed(new Fault.Conflict("an admission to another round, or two of one member"));
        });
    }

    int size() {
        return admissions.size();
    }

    List<NodeId> members() {
        return admissions.stream().map(Said::from).toList();
    }

    Optional<Said<Admission>> admission(NodeId member) {
        return admissions.stream().filter(said -> said.from().equals(member)).findFirst();
    }

    /** Whether these are statements of all members, exactly one from each. */
    boolean isComplete(Collection<? extends Said<?>> said) {
        var speakers = said.stream().map(Said::from).distinct().toList();
        return said.size() == size() && speakers.size() == size() && members().containsAll(speakers);
    }
}
