package org.healthsphere.federation.research.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.MemberKeys;
import org.healthsphere.federation.research.Terms;
import org.healthsphere.federation.research.aggregation.Circle;
import org.healthsphere.federation.research.aggregation.Deal;
import org.healthsphere.federation.research.aggregation.Opening;
import org.healthsphere.federation.research.plan.Analysis;
import org.healthsphere.federation.research.plan.Computation;
import org.healthsphere.federation.research.plan.Computation.Step;
import org.healthsphere.federation.research.plan.Computation.Sums;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.study.RunMessage.Admitted;
import org.healthsphere.federation.research.study.RunMessage.Agreed;
import org.healthsphere.federation.research.study.RunMessage.Dealt;
import org.healthsphere.federation.research.study.RunMessage.Masked;
import org.healthsphere.federation.research.study.RunMessage.Opened;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * The course of a run as everybody sees it who has its signed messages: the coordinator, each hospital, and whoever replays it years later.
 * All come to the same sums, the same questions and the same result, and to none when a message is not what it must be.
 *
 * <p>Who is lost is lost for good. The sums before were also his; so an exact model begins anew with those that are left. One with noise
 * goes on with them.
 */
final class RunCourse {
    private static final int ENCAPSULATION_BYTES = 1088;
    private static final int MOST_ROUNDS = 250;

    private final Sha256 run;
    private final Terms terms;
    private final boolean noise;
    private final Computation computation;
    private final MemberKeys keys;

    private Map<NodeId, Heard<Admitted>> roster = Map.of();
    private Sha256 rosterHash = Sha256.of("");
    private Optional<Circle> circle = Optional.empty();
    private int round;
    private Map<NodeId, Deal> deals = Map.of();
    private Map<NodeId, Heard<Masked>> masked = Map.of();
    private final Map<NodeId, Masked> paid = new HashMap<>();
    private Set<NodeId> sites = Set.of();
    private final List<long[]> sums = new ArrayList<>();
    private Sha256 trail = Sha256.of("");

    RunCourse(Sha256 run, StudyPlan plan, Analysis analysis, MemberKeys keys) {
        this.run = run;
        this.terms = plan.safety().terms();
        this.noise = plan.hasNoise();
        this.computation = Computation.of(plan, analysis);
        this.keys = keys;
    }

    Sha256 run() {
        return run;
    }

    Map<NodeId, Heard<Admitted>> roster() {
        return roster;
    }

    Sha256 rosterHash() {
        return rosterHash;
    }

    Circle circle() {
        return circle.orElseThrow();
    }

    int round() {
        return round;
    }

    /** Those whose numbers are in the last sum. */
    Set<NodeId> counted() {
        return Set.copyOf(masked.keySet());
    }

    Optional<RunMessage.Paid> paid(NodeId member) {
        return Optional.ofNullable(paid.get(member)).flatMap(Masked::paid);
    }

    /** The signed message with the masked numbers of a member that are in the last sum. */
    Optional<Sha256> committed(NodeId member) {
        return Optional.ofNullable(masked.get(member))
                .map(heard -> heard.statement().digest());
    }

    /** A digest of all that was opened, in its order. */
    Sha256 trail() {
        return trail;
    }

    /** The sums that the next question follows from. */
    Sums sums() {
        return new Sums(sums, sites.size(), roster.size());
    }

    /** Where a member stands among all that were asked, by their names. */
    Computation.Seat seat(NodeId member, List<long[]> said) {
        var before = roster.keySet().stream()
                .filter(other -> other.value().compareTo(member.value()) < 0)
                .count();
        return new Computation.Seat((int) before, said);
    }

    Step step() {
        return computation.after(sums());
    }

    Outcome<Map<NodeId, Heard<Admitted>>> agree(List<JsonNode> said) {
        return Heard.all(Admitted.class, run, said, keys)
                .then(admissions -> enough(admissions.keySet(), admissions))
                .map(admissions -> {
                    roster = admissions;
                    rosterHash = Heard.digest(run, admissions.values());
                    return admissions;
                });
    }

    Outcome<Map<NodeId, Heard<Agreed>>> deal(List<JsonNode> said) {
        return Heard.all(Agreed.class, run, said, keys)
                .then(agreed -> enough(agreed.keySet(), agreed))
                .then(agreed -> agreed.values().stream().allMatch(this::isComplete)
                        ? Outcome.of(agreed)
                        : RunCourse.<Map<NodeId, Heard<Agreed>>>conflict())
                .map(agreed -> {
                    circle = Optional.of(circle(agreed.keySet(), 0));
                    return agreed;
                });
    }

    /** Whether a member speaks of this roster, and has a secret for exactly those that come after it. */
    boolean isComplete(Heard<Agreed> agreed) {
        var after = roster.keySet().stream()
                .filter(other -> agreed.from().value().compareTo(other.value()) < 0)
                .collect(Collectors.toSet());
        var secrets = agreed.message().encapsulations();
        return roster.containsKey(agreed.from())
                && agreed.message().roster().equals(rosterHash)
                && secrets.keySet().equals(after)
                && secrets.values().stream().allMatch(bytes -> bytes.length() == ENCAPSULATION_BYTES);
    }

    /** Opens the sum of the round before, if there was one, and takes the deals for this one. */
    Outcome<Map<NodeId, Deal>> mask(List<JsonNode> said) {
        if (circle.isEmpty() || round >= MOST_ROUNDS) {
            return conflict();
        }
        return masked.isEmpty()
                ? Heard.all(Dealt.class, run, said, keys).then(dealt -> begin(Heard.each(dealt, Dealt::deal)))
                : opened(said).then(opened -> {
                    var before = Set.copyOf(masked.keySet());
                    round++;
                    circle = Optional.of(circle(before, round));
                    masked = Map.of();
                    return begin(Heard.each(opened, Opened::next));
                });
    }

    private Outcome<Map<NodeId, Deal>> begin(Map<NodeId, Deal> dealt) {
        if (!circle().members().containsAll(dealt.keySet())) {
            return conflict();
        }
        return enough(dealt.keySet(), dealt).then(all -> {
            deals = all;
            if (!sites.equals(all.keySet())) {
                sites = Set.copyOf(all.keySet());
                if (!noise) {
                    sums.clear();
                }
            }
            return step() instanceof Step.Ask ? Outcome.of(all) : RunCourse.<Map<NodeId, Deal>>conflict();
        });
    }

    /** How many words are asked for now. */
    int words() {
        return step() instanceof Step.Ask(var words) ? words : 0;
    }

    Outcome<Set<NodeId>> open(List<JsonNode> said) {
        var words = words();
        return Heard.all(Masked.class, run, said, keys)
                .then(all -> enough(all.keySet(), all))
                .then(all -> deals.keySet().containsAll(all.keySet())
                                && all.values().stream().allMatch(one -> fits(one.message(), words))
                        ? Outcome.of(all)
                        : RunCourse.<Map<NodeId, Heard<Masked>>>conflict())
                .map(all -> {
                    masked = all;
                    all.forEach((member, one) -> paid.put(member, one.message()));
                    return Set.copyOf(all.keySet());
                });
    }

    boolean fits(Masked one, int words) {
        return one.round() == round && one.vector().length() == words;
    }

    /** Opens the last sum: the result, where it is one that may be told. */
    Outcome<ObjectNode> certify(List<JsonNode> said) {
        return opened(said).then(_ -> switch (step()) {
            case Step.Done(var result) -> Outcome.of(result);
            case Step.Refused _, Step.Ask _ -> RunCourse.<ObjectNode>conflict();
        });
    }

    /** What would follow if these were the openings; nothing is changed. */
    Outcome<Step> peek(List<JsonNode> said) {
        return openings(said).then(all -> opening(all).sum(words())).map(sum -> computation.after(with(sum)));
    }

    private Outcome<Map<NodeId, Heard<Opened>>> opened(List<JsonNode> said) {
        return openings(said)
                .then(all -> opening(all).sum(words()).map(sum -> {
                    add(sum);
                    return all;
                }));
    }

    private Outcome<Map<NodeId, Heard<Opened>>> openings(List<JsonNode> said) {
        return Heard.all(Opened.class, run, said, keys)
                .then(all -> masked.keySet().containsAll(all.keySet())
                                && all.values().stream()
                                        .allMatch(one -> one.message().round() == round)
                        ? Outcome.of(all)
                        : RunCourse.<Map<NodeId, Heard<Opened>>>conflict());
    }

    private Opening opening(Map<NodeId, Heard<Opened>> opened) {
        return new Opening(circle(), deals, Heard.each(masked, Masked::vector), Heard.each(opened, Opened::reveal));
    }

    private void add(long[] sum) {
        var with = with(sum);
        sites = Set.copyOf(masked.keySet());
        sums.clear();
        sums.addAll(with.opened());
        var bytes = ByteBuffer.allocate(Math.multiplyExact(sum.length, Long.BYTES));
        bytes.asLongBuffer().put(sum);
        trail = Sha256.of(trail.bytes(), bytes.array());
    }

    /**
     * A sum of fewer sites than those before stands alone, and only where there was none before. With noise it stands with the others: each
     * was paid for once, and none is told again.
     */
    private Sums with(long[] sum) {
        var all = noise || sites.equals(masked.keySet());
        List<long[]> with = new ArrayList<>(all ? sums : List.of());
        if (all || sums.isEmpty()) {
            with.add(sum);
        }
        return new Sums(with, masked.size(), roster.size());
    }

    /** The members of the round to come. */
    Circle circle(Collection<NodeId> members, int number) {
        var size = members.size();
        var threshold = Math.max(size / 2 + 1, Math.min(size, terms.quorum()));
        return new Circle(List.copyOf(members), threshold, Sha256.of("round|" + run + "|" + rosterHash + "|" + number));
    }

    private <T> Outcome<T> enough(Set<NodeId> members, T value) {
        return members.size() >= terms.quorum()
                ? Outcome.of(value)
                : Outcome.failed(new Fault.Unavailable("a quorum of members"));
    }

    static <T> Outcome<T> conflict() {
        return Outcome.failed(new Fault.Conflict("does not belong to this run"));
    }
}
