package org.healthsphere.node.processes;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
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
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.network.Standing;
import org.healthsphere.node.peers.DoorKeys;
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
public final class Processes {
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

    /** What a process takes part with. */
    public record Means(
            DoorKeys doors,
            Standing standing,
            Vertx vertx,
            UseCases useCases,
            InstantSource clock,
            SecureRandom random) {}

    private Processes(UseCases useCases, Cluster cluster, CopiedStore copy, Line line) {
        this.cluster = cluster;
        this.copy = copy;
        this.member = new Member(
                copy.consensus(),
                line,
                new Member.Own(() -> own.bytes(), handed -> taking.test(Handed.of(handed)), from -> noted.apply(from)));
        run(useCases, copy::follow);
        cluster.others().forEach(other -> {
            var courier = new Courier(copy.consensus(), other, line, System::nanoTime);
            run(useCases, courier::run);
        });
    }

    /**
     * Takes part, and waits for ever until a majority does and this process has what the others have.
     *
     * @param opened is told of each part that was opened, to be closed in reverse
     */
    public static Processes join(
            Means means, Cluster cluster, IgniteSettings settings, KeyRing keys, Consumer<AutoCloseable> opened) {
        var file = settings.shared().resolve("process-" + cluster.self());
        var copy = IgniteResourceStore.openCopy(
                settings, keys, means.clock(), log -> consensus(means, cluster, log, file));
        opened.accept(copy);
        var tls = new OwnTls(means.doors(), means.standing()::member);
        var line = new TcpLine(means.vertx(), tls, places(cluster));
        opened.accept(line);
        var joined = new Processes(means.useCases(), cluster, copy, line);
        var door = await(TcpDoor.listen(
                means.vertx(), cluster.own().host(), cluster.own().port(), tls, joined.member, means.useCases()));
        opened.accept(() -> await(door.close()));
        joined.awaitOpening();
        return joined;
    }

    private static Consensus consensus(Means means, Cluster cluster, ReplicatedLog log, Path ballots) {
        return new Consensus(
                new Consensus.Group(cluster.self(), cluster.others()),
                new Consensus.Means(Pace.USUAL, System::nanoTime, means.random(), log, new BallotFile(ballots)));
    }

    private static Map<Integer, TcpLine.Place> places(Cluster cluster) {
        var places = new HashMap<Integer, TcpLine.Place>();
        cluster.others().forEach(other -> {
            var address = cluster.of(other);
            places.put(other, new TcpLine.Place(address.host(), address.port()));
        });
        return places;
    }

    private void run(UseCases useCases, Runnable loop) {
        loops.add(useCases.call(() -> {
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

    public IgniteResourceStore store() {
        return copy.store();
    }

    public Cluster cluster() {
        return cluster;
    }

    /** Whether this process is the head, and all of former heads is settled; it may answer only while it is heard. */
    public boolean leads() {
        return copy.consensus().isLeading();
    }

    /** Waits until what is settled can be seen here. */
    public boolean awaitSettled() {
        return copy.awaitSeen(copy.consensus().report().settled(), PATIENCE);
    }

    /** Whether who reads now sees all that was acknowledged, without asking anybody. */
    public boolean isFresh() {
        var readable = copy.consensus().readable();
        return readable.isPresent() && store().lastChange() >= readable.getAsLong();
    }

    /** Waits until who reads sees all that was acknowledged before, at whichever process; a fault when that cannot be. */
    public Outcome<Long> freshen() {
        return member.sight(PATIENCE)
                .then(change -> copy.awaitSeen(change, PATIENCE)
                        ? Outcome.of(change)
                        : Outcome.failed(new Fault.Unavailable("this process, which has yet to catch up")));
    }

    /** What the others are told of this one. */
    public void tell(Card card) {
        own = card;
    }

    /** What becomes of what was written at any process, while this one leads. */
    public void taking(Predicate<Handed> handed) {
        taking = handed;
    }

    /** Brings something to who leads; whether it was taken in. */
    public boolean hand(Handed what) {
        return member.hand(what.bytes(), PATIENCE);
    }

    /** What the others are told of who saw what here, from a byte on. */
    public void noting(LongFunction<Bytes> audit) {
        noted = audit;
    }

    /** What was noted at another process, from a byte on; nothing while it cannot be asked. */
    public Optional<Bytes> listen(int other, long from) {
        return member.listen(other, from, PATIENCE);
    }

    /** What the head says of itself; nothing while it says nothing. */
    public Optional<Card> head() {
        return member.headsCard(A_MOMENT).flatMap(Card::of);
    }

    public Report report() {
        return copy.consensus().report();
    }

    /** Whether what was agreed on cannot be read or written here. */
    public boolean isBroken() {
        return copy.isBroken();
    }

    /** Takes part no longer. */
    public void leave() {
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
    public record Card(String host, int http, int peers, int mllp, boolean spread) {
        public static final Card NOBODY = new Card("", 0, 0, 0, false);

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
