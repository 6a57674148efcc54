package org.healthsphere.node;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.healthsphere.node.cluster.BallotFile;
import org.healthsphere.node.cluster.Consensus;
import org.healthsphere.node.cluster.Courier;
import org.healthsphere.node.cluster.Line;
import org.healthsphere.node.cluster.Member;
import org.healthsphere.node.cluster.Pace;
import org.healthsphere.node.cluster.ReplicatedLog;
import org.healthsphere.node.cluster.Report;
import org.healthsphere.node.cluster.tcp.OwnTls;
import org.healthsphere.node.cluster.tcp.TcpDoor;
import org.healthsphere.node.cluster.tcp.TcpLine;
import org.healthsphere.node.config.NodeConfig.Cluster;
import org.healthsphere.node.store.ignite.CopiedStore;
import org.healthsphere.node.store.ignite.IgniteResourceStore;
import org.healthsphere.node.store.ignite.IgniteSettings;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This process among those that are one node: what it may show, and who leads. */
final class Processes {
    private static final Logger LOG = LoggerFactory.getLogger(Processes.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration A_MOMENT = Duration.ofMillis(200);
    private static final int SECONDS = 10;

    private final Cluster cluster;
    private final CopiedStore copy;
    private final Member member;
    private final List<Future<Boolean>> loops = new ArrayList<>();
    private volatile Card own = Card.NOBODY;
    private volatile Predicate<Handed> taking = _ -> false;
    private volatile LongFunction<Bytes> noted = _ -> Bytes.NONE;

    private Processes(Kept.Ground ground, Cluster cluster, CopiedStore copy, Line line) {
        this.cluster = cluster;
        this.copy = copy;
        this.member = new Member(
                copy.consensus(),
                line,
                new Member.Own(() -> own.bytes(), handed -> taking.test(Handed.of(handed)), from -> noted.apply(from)));
        run(ground, copy::follow);
        cluster.others().forEach(other -> {
            var courier = new Courier(copy.consensus(), other, line, System::nanoTime);
            run(ground, courier::run);
        });
    }

    /** Takes part, and waits for ever until a majority does and this process has what the others have. */
    static Processes join(Kept.Ground ground, Cluster cluster, IgniteSettings settings, KeyRing keys, Closing closing) {
        var environment = ground.environment();
        var file = settings.shared().resolve("process-" + cluster.self());
        var copy = closing.add(IgniteResourceStore.openCopy(
                settings, keys, environment.clock(), log -> consensus(ground, cluster, log, file)));
        var tls = new OwnTls(ground.doors(), ground.standing()::member);
        var line = closing.add(new TcpLine(ground.vertx(), tls, places(cluster)));
        var joined = new Processes(ground, cluster, copy, line);
        var door = await(TcpDoor.listen(
                ground.vertx(), cluster.own().host(), cluster.own().port(), tls, joined.member, ground.useCases()));
        closing.add(() -> await(door.close()));
        joined.awaitOpening();
        return joined;
    }

    private static Consensus consensus(Kept.Ground ground, Cluster cluster, ReplicatedLog log, Path ballots) {
        return new Consensus(
                new Consensus.Group(cluster.self(), cluster.others()),
                new Consensus.Means(
                        Pace.USUAL, System::nanoTime, ground.environment().random(), log, new BallotFile(ballots)));
    }

    private static Map<Integer, TcpLine.Place> places(Cluster cluster) {
        var places = new HashMap<Integer, TcpLine.Place>();
        cluster.others().forEach(other -> {
            var address = cluster.of(other);
            places.put(other, new TcpLine.Place(address.host(), address.port()));
        });
        return places;
    }

    private void run(Kept.Ground ground, Runnable loop) {
        loops.add(ground.useCases().call(() -> {
            loop.run();
            return true;
        }));
    }

    private void awaitOpening() {
        LOG.info(
                "process {} of {} looks for the others",
                cluster.self(),
                cluster.members().size());
        var sight = member.sight(PATIENCE);
        while (sight instanceof Outcome.Failure<Long> && !copy.consensus().isClosed()) {
            pause();
            sight = member.sight(PATIENCE);
        }
        if (!(sight instanceof Outcome.Success<Long>(var change)) || !copy.awaitOpening(change)) {
            throw new IllegalStateException("this process cannot take part");
        }
        LOG.info("process {} has what the others have", cluster.self());
    }

    private void pause() {
        try {
            var _ = copy.consensus().awaitMore(Long.MAX_VALUE, A_MOMENT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    IgniteResourceStore store() {
        return copy.store();
    }

    Cluster cluster() {
        return cluster;
    }

    /** Whether this process is the head, and all of former heads is settled; it may answer only while it is heard. */
    boolean leads() {
        return copy.consensus().isLeading();
    }

    /** Waits until what is settled can be seen here. */
    boolean awaitSettled() {
        return copy.awaitSeen(copy.consensus().report().settled(), PATIENCE);
    }

    /** Whether who reads now sees all that was acknowledged, without asking anybody. */
    boolean isFresh() {
        var readable = copy.consensus().readable();
        return readable.isPresent() && store().lastChange() >= readable.getAsLong();
    }

    /** Waits until who reads sees all that was acknowledged before, at whichever process; a fault when that cannot be. */
    Outcome<Long> freshen() {
        return member.sight(PATIENCE)
                .then(change -> copy.awaitSeen(change, PATIENCE)
                        ? Outcome.of(change)
                        : Outcome.failed(new Fault.Unavailable("this process, which has yet to catch up")));
    }

    /** What the others are told of this one. */
    void tell(Card card) {
        own = card;
    }

    /** What becomes of what was written at any process, while this one leads. */
    void taking(Predicate<Handed> handed) {
        taking = handed;
    }

    /** Brings something to who leads; whether it was taken in. */
    boolean hand(Handed what) {
        return member.hand(what.bytes(), PATIENCE);
    }

    /** What the others are told of who saw what here, from a byte on. */
    void noting(LongFunction<Bytes> audit) {
        noted = audit;
    }

    /** What was noted at another process, from a byte on; nothing while it cannot be asked. */
    Optional<Bytes> listen(int other, long from) {
        return member.listen(other, from, PATIENCE);
    }

    /** What the head says of itself; nothing while it says nothing. */
    Optional<Card> head() {
        return member.headsCard(A_MOMENT).flatMap(Card::of);
    }

    Report report() {
        return copy.consensus().report();
    }

    /** Whether what was agreed on cannot be read or written here. */
    boolean isBroken() {
        return copy.isBroken();
    }

    /** Takes part no longer. */
    void leave() {
        copy.consensus().close();
        for (var loop : loops) {
            var _ = await(loop);
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a part of the node is not ready in time", e);
        }
    }

    /**
     * Where a process that leads listens.
     *
     * @param spread whether others may answer too
     */
    record Card(String host, int http, int peers, int mllp, boolean spread) {
        static final Card NOBODY = new Card("", 0, 0, 0, false);

        Bytes bytes() {
            return Bytes.utf8(host + " " + http + " " + peers + " " + mllp + " " + spread);
        }

        static Optional<Card> of(Bytes bytes) {
            var words = bytes.utf8().split(" ", -1);
            return words.length == 5 && !words[0].isEmpty()
                    ? Optional.of(new Card(
                            words[0],
                            Integer.parseInt(words[1]),
                            Integer.parseInt(words[2]),
                            Integer.parseInt(words[3]),
                            Boolean.parseBoolean(words[4])))
                    : Optional.empty();
        }
    }
}
