package org.healthsphere.node.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.exchange.Question;
import org.healthsphere.federation.exchange.RecordFilter;
import org.healthsphere.federation.exchange.RecordTaker;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.federation.exchange.ReleasedRecords;
import org.healthsphere.federation.exchange.Responder;
import org.healthsphere.federation.exchange.Spool;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that are longer than any envelope, over real connections and envelopes; the asker and the member are one process here. */
class LongAnswerIT {
    /** Megabytes of the long one; 2048 with {@code -Denvelope.megabytes=2048}. */
    private static final int LONG = Integer.getInteger("envelope.megabytes", 40);

    private static final int SHORTER = 6;
    /** What both sides together may hold half-way: much less than what has come by then. */
    private static final long BUFFERS = 16L << 20;

    private static final Bytes RECEIPT = Bytes.utf8("{\"receipt\":true}");
    static final Question QUESTION = new Question(
            new Requester(new NodeId("north"), "dr-7", Role.CLINICIAN),
            PurposeOfUse.TREAT,
            Optional.empty(),
            PatientTokens.NOBODY,
            RecordFilter.EVERYTHING,
            0);

    @TempDir
    private Path folder;

    private final Network network = new Network();
    private final MemberIdentity north = network.member("north");
    private final MemberIdentity south = network.member("south");
    private final MemberIdentity middle = network.member("middle");
    private final Map<NodeId, MemberIdentity> all = Map.of(north.id(), north, south.id(), south, middle.id(), middle);
    private final SealedMember asking = new SealedMember(north, all, network.clock);
    private final SealedMember answering = new SealedMember(south, all, network.clock);
    private final AtomicBoolean stands = new AtomicBoolean(true);
    private final AtomicInteger released = new AtomicInteger();
    private final Peer asker = Network.peer(north, 1);
    private Spool spool;

    @BeforeEach
    void room() {
        network.clock.go();
        spool = new Spool(
                folder,
                new Spool.Bounds(512 * 1024, 4L << 30, 4, Duration.ofMinutes(5)),
                network.clock,
                new SecureRandom());
    }

    @AfterEach
    void close() {
        spool.close();
        network.close();
    }

    /** So many records of about a megabyte, made as they are read. */
    static Stream<ReleasedRecord> records(int count) {
        var text = "an attachment in letters ".repeat(42_000);
        return IntStream.range(0, count)
                .mapToObj(i -> new ReleasedRecord(
                        "DocumentReference",
                        "d" + i,
                        1,
                        Bytes.utf8("{\"resourceType\":\"DocumentReference\",\"id\":\"d" + i
                                + "\",\"subject\":{\"reference\":\"Patient/p1\"},\"description\":\"" + text + "\"}")));
    }

    private Responder member(int megabytes) {
        ReleasedRecords records = _ -> {
            released.incrementAndGet();
            return stands.get()
                    ? new ReleasedRecords.PermittedAtLength(() -> records(megabytes), RECEIPT, stands::get)
                    : new ReleasedRecords.Permitted(List.of(), RECEIPT);
        };
        return answering.answering(records, List.of(asker)).keeping(spool);
    }

    private MemberAnswer ask(Peer peer, RecordTaker taker) {
        var record = asking.asking(List.of(peer), network.channel(north))
                .givingTo(_ -> taker)
                .ask(QUESTION, Deadline.in(Duration.ofSeconds(30), network.clock));
        return Optional.ofNullable(record.answers().get(peer.id())).orElseThrow();
    }

    /** Counts what comes, and looks at the memory that is in use half-way. */
    private static final class Counting implements RecordTaker {
        private final int half;
        private final Runnable atHalf;
        private final Map<String, Integer> lengths = new HashMap<>();

        Counting(int half, Runnable atHalf) {
            this.half = half;
            this.atHalf = atHalf;
        }

        @Override
        public Optional<String> take(ReleasedRecord record) {
            lengths.put(record.id(), record.json().length());
            if (lengths.size() == half) {
                atHalf.run();
            }
            return Optional.empty();
        }

        @Override
        public MemberAnswer ended(Bytes receipt) {
            return new MemberAnswer.NothingToRelease(receipt);
        }
    }

    private static long inUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static final MemberAnswer TAKEN = new MemberAnswer.NothingToRelease(RECEIPT);

    @Test
    void memory_holds_pieces_and_not_the_answer() {
        var peer = network.serve(south, member(LONG)::answer);
        var before = inUse();
        var half = new long[1];
        var taker = new Counting(LONG / 2, () -> half[0] = inUse());
        var began = System.nanoTime();
        assertThat(ask(peer, taker)).isEqualTo(TAKEN);
        var took = System.nanoTime() - began;
        assertThat(taker.lengths).hasSize(LONG).containsKeys("d0", "d" + (LONG - 1));
        assertThat(half[0] - before).as("half-way").isLessThan(BUFFERS);
        assertThat(spool.used()).isZero();
        if (Integer.getInteger("envelope.megabytes") != null) {
            System.out.printf(
                    "%d MB in %d ms, %d MB in use half-way%n", LONG, took / 1_000_000, (half[0] - before) >> 20);
        }
    }

    @Test
    void over_a_line_that_breaks_again_and_again_it_comes_whole_and_is_written_down_once() throws IOException {
        var served = network.serve(south, member(SHORTER)::answer);
        try (var wire = new CuttingWire(served.endpoint().getPort(), 2 << 20)) {
            var taker = new Counting(0, () -> {});
            assertThat(ask(Network.peer(south, wire.port()), taker)).isEqualTo(TAKEN);
            assertThat(taker.lengths).hasSize(SHORTER);
            assertThat(wire.connections()).isGreaterThan(2);
            assertThat(released).as("told how it can be said, and said").hasValue(2);
        }
    }

    @Test
    void a_member_that_only_a_relay_reaches_gives_it_all_the_same() {
        var door = network.serveRelay(
                        middle, new Relay(network.vertx, new Relay.Bounds(Duration.ofSeconds(20), 4 << 20, 3)))
                .endpoint();
        URI place = RelayAddress.of(door, south.id());
        network.line(south, place, member(SHORTER)::answer);
        var taker = new Counting(0, () -> {});
        assertThat(ask(new Peer(south.id(), place, south.tlsFingerprint()), taker))
                .isEqualTo(TAKEN);
        assertThat(taker.lengths).hasSize(SHORTER);
    }

    @Test
    void what_is_revoked_on_its_way_does_not_come() {
        var peer = network.serve(south, member(SHORTER)::answer);
        var taker = new Counting(SHORTER / 2, () -> stands.set(false));
        assertThat(ask(peer, taker)).isEqualTo(new MemberAnswer.NothingToRelease(RECEIPT));
        assertThat(taker.lengths.size()).isLessThan(SHORTER);
        assertThat(spool.used()).isZero();
    }

    @Test
    void a_member_that_died_in_between_is_asked_anew_and_answers_whole() {
        var peer = network.serve(south, member(SHORTER)::answer);
        var died = new AtomicBoolean();
        var taker = new Counting(SHORTER / 2, () -> {
            if (died.compareAndSet(false, true)) {
                spool.close();
            }
        });
        assertThat(ask(peer, taker)).isEqualTo(TAKEN);
        assertThat(released).as("told how, said, and said once more").hasValue(3);
    }
}
