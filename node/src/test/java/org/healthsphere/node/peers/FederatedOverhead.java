package org.healthsphere.node.peers;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.exchange.Question;
import org.healthsphere.federation.exchange.RecordFilter;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.federation.exchange.ReleasedRecords;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.federation.merge.Gathering;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/**
 * What the way through the network adds to what the slowest member needs to find what it may release: {@code FederatedOverhead 4 150 40},
 * members, records of each, and milliseconds that each needs at most. Keys, envelopes, mutual TLS, sockets and the merge are real, and all
 * members are one process. Not part of any build; the figures are in {@code docs/performance.md}.
 */
public final class FederatedOverhead {
    private static final int WARM = Integer.getInteger("bench.warm", 200);
    private static final int ROUNDS = 100;
    private static final NodeId ASKER = new NodeId("asker");
    private static final Bytes RECEIPT = Bytes.utf8("{\"receipt\":true}");
    private static final Question QUESTION = new Question(
            new Requester(ASKER, "dr-7", Role.CLINICIAN),
            PurposeOfUse.TREAT,
            Optional.empty(),
            PatientTokens.NOBODY,
            RecordFilter.EVERYTHING,
            0);

    private FederatedOverhead() {}

    /** A question's way: how long all of it took, and the slowest member's own part of it. */
    private record Round(long nanos, long slowest, int items) {
        long added() {
            return nanos - slowest;
        }
    }

    public static void main(String[] arguments) {
        var members = Integer.parseInt(arguments[0]);
        var records = Integer.parseInt(arguments[1]);
        var most = Duration.ofMillis(Integer.parseInt(arguments[2]));
        try (var network = new Network()) {
            var all = new HashMap<NodeId, MemberIdentity>();
            var asker = network.member(ASKER.value());
            all.put(asker.id(), asker);
            var own = new AtomicLong();
            var peers = new ArrayList<Peer>();
            for (var i = 0; i < members; i++) {
                var member = network.member("member-" + i);
                all.put(member.id(), member);
                var needs = most.multipliedBy(i + 1).dividedBy(members);
                peers.add(network.serve(
                        member,
                        new SealedMember(member, all, network.clock)
                                .answering(finding(records, needs, own), List.of(Network.peer(asker, 1)))::answer));
            }
            var asking = new SealedMember(asker, all, network.clock).asking(peers, network.channel(asker));
            var rounds = new ArrayList<Round>();
            var cpu = 0L;
            for (var i = 0; i < WARM + ROUNDS; i++) {
                cpu = i == WARM ? cpu() : cpu;
                own.set(0);
                var began = System.nanoTime();
                var gathering = new Gathering();
                var answers = asking.ask(
                        QUESTION, Deadline.in(Duration.ofSeconds(20), network.clock), _ -> true, gathering::take);
                var merged = gathering.record(answers);
                rounds.add(new Round(
                        System.nanoTime() - began, own.get(), merged.items().size()));
            }
            told(rounds.subList(WARM, rounds.size()), members * (records - 1), (cpu() - cpu) / ROUNDS);
        }
    }

    /** A store and a gate that take so long, or as much longer as the machine lets them wait. */
    private static ReleasedRecords finding(int records, Duration needs, AtomicLong slowest) {
        var counter = new AtomicLong();
        return request -> {
            var began = System.nanoTime();
            var name = counter.incrementAndGet();
            var end = began + needs.toNanos();
            for (var left = needs.toNanos(); left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            var found = new ReleasedRecords.Permitted(records(records, needs + "-" + name), RECEIPT);
            slowest.accumulateAndGet(System.nanoTime() - began, Math::max);
            return request.correlation().isEmpty() ? new ReleasedRecords.StaleView() : found;
        };
    }

    private static List<ReleasedRecord> records(int count, String whose) {
        var person = new ReleasedRecord(
                "Patient", "p1", 1, Bytes.utf8("{\"resourceType\":\"Patient\",\"id\":\"p1\",\"gender\":\"female\"}"));
        var all = new ArrayList<>(List.of(person));
        IntStream.range(1, count).forEach(i -> all.add(observation(i, whose)));
        return all;
    }

    private static ReleasedRecord observation(int number, String whose) {
        return new ReleasedRecord("Observation", "o" + number, 1, Bytes.utf8("""
                {"resourceType":"Observation","id":"o%d","meta":{"versionId":"1","lastUpdated":"2026-01-01T00:00:00Z"},\
                "status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category",\
                "code":"laboratory"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"4548-4"}]},\
                "subject":{"reference":"Patient/p1"},"effectiveDateTime":"2026-01-%02dT%02d:%02d:00Z",\
                "valueQuantity":{"value":%d.%d,"unit":"%%","system":"http://unitsofmeasure.org","code":"%%"},\
                "note":[{"text":"%s"}]}""".formatted(
                        number, number % 28 + 1, number % 24, number % 60, number, whose.length(), whose)));
    }

    /** Of the asker and all members. */
    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private static void told(List<Round> rounds, int most, long cpu) {
        if (rounds.stream().anyMatch(round -> round.items() < 1 || round.items() > most)) {
            throw new IllegalStateException("a record is not what was released");
        }
        System.out.println(String.format(
                Locale.ROOT,
                "slowest member's own answer p50 %.1f ms; added p50 %.1f ms, p95 %.1f ms; %.1f ms CPU of all; %d items in the record",
                at(rounds.stream().map(Round::slowest).toList(), 50),
                at(rounds.stream().map(Round::added).toList(), 50),
                at(rounds.stream().map(Round::added).toList(), 95),
                cpu / 1e6,
                rounds.getFirst().items()));
    }

    private static double at(List<Long> nanos, int percent) {
        var sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get((sorted.size() - 1) * percent / 100) / 1e6;
    }
}
