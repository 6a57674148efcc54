package org.healthsphere.federation.exchange;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.healthsphere.specs.NodeId;

/**
 * What the network knows of one patient, as far as it may be told.
 *
 * @param query its id, by which every member's audit and receipt name it
 * @param answers one of each member that was asked, in the order of their names
 * @param times how long each answer took, of those where that was measured
 */
public record FederatedRecord(String query, SortedMap<NodeId, MemberAnswer> answers, Map<NodeId, Duration> times) {
    private static final Comparator<NodeId> BY_NAME = Comparator.comparing(NodeId::value);

    public FederatedRecord {
        answers = sorted(answers);
        times = Map.copyOf(times);
    }

    public static FederatedRecord of(String query, Map<NodeId, MemberAnswer> answers, Map<NodeId, Duration> times) {
        return new FederatedRecord(query, sorted(answers), times);
    }

    /** With what one more says: what the asking member itself released, by its own gate. */
    public FederatedRecord with(NodeId member, MemberAnswer answer, Duration time) {
        var more = new TreeMap<>(answers);
        more.put(member, answer);
        var longer = new HashMap<>(times);
        longer.put(member, time);
        return new FederatedRecord(query, more, longer);
    }

    /** How long this member's answer took. */
    public Optional<Duration> time(NodeId member) {
        return Optional.ofNullable(times.get(member));
    }

    public boolean isComplete() {
        return answers.values().stream().allMatch(MemberAnswer::isComplete);
    }

    private static SortedMap<NodeId, MemberAnswer> sorted(Map<NodeId, MemberAnswer> answers) {
        var sorted = new TreeMap<NodeId, MemberAnswer>(BY_NAME);
        sorted.putAll(answers);
        return Collections.unmodifiableSortedMap(sorted);
    }
}
