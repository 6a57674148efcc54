package org.healthsphere.node;

import io.vertx.core.Future;
import io.vertx.core.net.NetServerOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.healthsphere.federation.Peer;
import org.healthsphere.node.access.User;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.ingest.mllp.Bounds;
import org.healthsphere.node.ingest.mllp.MllpServer;
import org.healthsphere.node.ingest.v2.V2Endpoint;
import org.healthsphere.node.metrics.Metrics;
import org.healthsphere.node.network.TokenRounds;
import org.healthsphere.node.peers.Contacts;
import org.healthsphere.node.peers.HttpsPeerChannel;
import org.healthsphere.node.peers.PeerEndpoint;
import org.healthsphere.node.peers.PeerLimits;
import org.healthsphere.node.peers.PeerTls;
import org.healthsphere.node.peers.RelayAddress;
import org.healthsphere.node.peers.RelayLine;
import org.healthsphere.node.processes.Processes;
import org.healthsphere.node.smart.App;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.transparency.AccessAnchor;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/**
 * All rooms of a node: what its one process does, or of several the one that leads.
 *
 * <p>The order of the start: what follows the ledger, then what uses it and what lies on disk, and the doors last, so that nobody is
 * let in before the gate stands. The stop goes the same way backwards.
 */
final class Leading implements Part {
    private static final long ANCHOR_MILLIS = 600_000;
    private static final long SEAL_MILLIS = 10_000;
    private static final long LINE_MILLIS = 1_000;

    private final Closing closing = new Closing();
    private final Metrics metrics = new Metrics();
    private final Kept.Ground ground;
    private final PeerTls peerTls;
    private final Rooms rooms;
    private final Subscribing subscribing;
    private final Doors doors;

    private Leading(Kept.Ground ground, Kept kept, Doors wanted) {
        this.ground = ground;
        var environment = ground.environment();
        var identity = ground.identity();
        this.peerTls = new PeerTls(ground.doors(), identity.authority(), ground.standing()::member);
        try {
            var channel =
                    closing.add(new HttpsPeerChannel(ground.vertx(), peerTls, PeerLimits.DEFAULT, environment.clock()));
            this.rooms = Rooms.open(ground, kept, new Contacts(channel, environment.clock()), closing);
            this.subscribing =
                    Subscribing.open(ground.config(), rooms, ground.vertx(), ground.useCases(), environment, closing);
            kept.processes().ifPresent(this::takeIn);
            follow();
            tellSubscribers();
            this.doors = new Doors(openPeers(wanted.peers()), openMllp(wanted.mllp()));
            cosign();
            seal();
            anchor();
            rotate();
            fetch();
            makeTokens();
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    static Leading open(Kept.Ground ground, Kept kept, Doors wanted) {
        return new Leading(ground, kept, wanted);
    }

    /** Of patients whose record was erased none comes back. */
    private void takeIn(Processes processes) {
        var users = rooms.access().users();
        var apps = rooms.access().smart().apps();
        Predicate<User> counts = user -> user.patient()
                .map(id ->
                        rooms.kept().store().get(new ResourceId("Patient", id)).isPresent())
                .orElse(true);
        processes.taking(handed -> switch (handed.kind()) {
            case ACCOUNTS -> users.takeIn(handed.after(), counts) instanceof Outcome.Success<Integer>;
            case APPS -> apps.takeIn(handed.before(), handed.after()) instanceof Outcome.Success<List<App>>;
        });
        closing.add(() -> processes.taking(_ -> false));
    }

    private Future<Boolean> run(Runnable work) {
        return ground.useCases().call(() -> {
            work.run();
            return true;
        });
    }

    private void follow() {
        var follower = rooms.ledger().follower();
        if (rooms.kept().processes().isEmpty()) {
            // Of several processes another one takes over at once: that is no start.
            Unenforceable.none(follower.begin(), ground.config().ledger());
        }
        var following = run(follower::run);
        closing.add(() -> {
            follower.close();
            Node.awaitEnd(following);
        });
    }

    private void cosign() {
        var cosigning = rooms.cosigning();
        var signing = run(cosigning::run);
        closing.add(() -> {
            cosigning.close();
            Node.awaitEnd(signing);
        });
    }

    /** Where the log of who saw what ends is said on the ledger, every now and then. */
    private void anchor() {
        var anchor = new AccessAnchor(
                ground.identity().id(), rooms.ledger().ledger(), rooms.kept().audit()::head);
        var timer = ground.vertx().setPeriodic(ANCHOR_MILLIS, _ -> {
            var _ = run(() -> {
                var _ = anchor.anchor();
            });
        });
        closing.add(() -> ground.vertx().cancelTimer(timer));
    }

    /** Receipts of what passed the gate, for all at once; and long answers that nobody fetches any more end. */
    private void seal() {
        var receipts = rooms.exchange().releasing().receipts();
        var responder = rooms.exchange().responder();
        var timer = ground.vertx().setPeriodic(SEAL_MILLIS, _ -> {
            var _ = run(receipts::seal);
            var _ = run(responder::tidy);
        });
        closing.add(() -> ground.vertx().cancelTimer(timer));
    }

    private void rotate() {
        var rotation = rooms.ledger().rotation();
        var rotating = run(rotation::run);
        closing.add(() -> {
            rotation.close();
            Node.awaitEnd(rotating);
        });
    }

    private void fetch() {
        var all = new ArrayList<>(rooms.feeds().fetching());
        all.addAll(Outgoing.of(rooms));
        all.add(rooms.handing().waiting());
        for (var source : all) {
            var fetching = run(source::run);
            closing.add(() -> {
                source.close();
                Node.awaitEnd(fetching);
            });
        }
    }

    private void makeTokens() {
        var rounds = new TokenRounds(rooms.exchange().linking().register());
        var making = run(rounds::run);
        closing.add(() -> {
            rounds.close();
            Node.awaitEnd(making);
        });
    }

    private void tellSubscribers() {
        var dispatcher = subscribing.subscriptions().dispatcher();
        var telling = run(() -> dispatcher.run(courier -> {
            var _ = run(courier);
        }));
        closing.add(() -> {
            dispatcher.close();
            Node.awaitEnd(telling);
        });
    }

    private int openPeers(int port) {
        var config = ground.config();
        var refusals = new AuditedRefusals(
                ground.identity().id(),
                rooms.kept().audit(),
                ground.environment().random());
        var answerer = new PeerEndpoint.Answerer(ground.useCases(), whenFresh(rooms.letters()), refusals);
        var address = new PeerEndpoint.Address(config.peers().host(), port);
        var peers = Node.await(
                config.relay()
                        ? PeerEndpoint.relaying(ground.vertx(), address, peerTls, PeerLimits.DEFAULT, answerer)
                        : PeerEndpoint.listen(ground.vertx(), address, peerTls, PeerLimits.DEFAULT, answerer));
        closing.add(() -> Node.awaitEnd(peers.close()));
        keepLine(answerer);
        return peers.port();
    }

    /** Where the register says that this member is reached by way of another one, it keeps a line there. */
    private void keepLine(PeerEndpoint.Answerer answerer) {
        var line = new AtomicReference<Optional<RelayLine>>(Optional.empty());
        var timer = ground.vertx().setPeriodic(1, LINE_MILLIS, _ -> {
            if (line.get().isEmpty()) {
                line.set(ownEndpoint()
                        .filter(RelayAddress::isRelayed)
                        .map(at -> new RelayLine(ground.vertx(), peerTls, PeerLimits.DEFAULT, at, answerer)));
            }
        });
        closing.add(() -> {
            ground.vertx().cancelTimer(timer);
            line.get().ifPresent(RelayLine::close);
        });
    }

    private Optional<URI> ownEndpoint() {
        return rooms.ledger().members().active(ground.identity().id()).map(Peer::endpoint);
    }

    /** Who was head of several processes and does not know yet that he is it no longer answers nobody. */
    private Function<Bytes, Outcome<Bytes>> whenFresh(Function<Bytes, Outcome<Bytes>> letters) {
        return rooms.kept()
                .processes()
                .<Function<Bytes, Outcome<Bytes>>>map(
                        all -> letter -> all.freshen().then(_ -> letters.apply(letter)))
                .orElse(letters);
    }

    private OptionalInt openMllp(OptionalInt port) {
        if (port.isEmpty()) {
            return OptionalInt.empty();
        }
        var source = rooms.feeds()
                .mllpSource()
                .orElseThrow(() -> new IllegalStateException(
                        "mllp.port is set, but the file of sources names no source that sends to it"));
        var options =
                new NetServerOptions().setHost(ground.config().peers().host()).setPort(port.getAsInt());
        if (ground.config().mllp().tls()) {
            var _ = options.setSsl(true).setKeyCertOptions(ground.doors().options());
        }
        var endpoint = new V2Endpoint(
                rooms.feeds().ingest(), source, ground.environment().clock());
        var server = Node.await(MllpServer.listen(ground.vertx(), ground.useCases(), options, endpoint, Bounds.USUAL));
        closing.add(() -> Node.awaitEnd(server.close()));
        server.measure(metrics);
        return OptionalInt.of(server.port());
    }

    @Override
    public boolean leads() {
        return true;
    }

    @Override
    public Doors doors() {
        return doors;
    }

    @Override
    public void listensAt(int port) {
        rooms.access().origin().listensAt(port);
    }

    @Override
    public List<Routes> features() {
        var health = new Health(metrics, rooms, subscribing.subscriptions());
        return Features.of(ground.config(), rooms, health, subscribing, ground.useCases(), ground.environment());
    }

    @Override
    public boolean maySpread() {
        return rooms.ledger().logs().alarms().complaint().isEmpty();
    }

    @Override
    public void close() {
        closing.close();
    }
}
