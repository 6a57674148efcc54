package org.healthsphere.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.http.NodeServer;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.ingest.mllp.MllpServer;
import org.healthsphere.node.ingest.v2.V2Endpoint;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Standing;
import org.healthsphere.node.peers.Contacts;
import org.healthsphere.node.peers.DoorKeys;
import org.healthsphere.node.peers.HttpsPeerChannel;
import org.healthsphere.node.peers.PeerEndpoint;
import org.healthsphere.node.peers.PeerLimits;
import org.healthsphere.node.peers.PeerTls;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/**
 * One hospital's node: everything is joined here and in this package, and nowhere else.
 *
 * <p>The order of the start: first what lies on disk, then what follows the ledger, then what uses both, and the doors last, so
 * that nobody is let in before the gate stands. The stop goes the same way backwards.
 */
public final class Node implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final int FAREWELL_SECONDS = 5;
    private static final long AUDIT_MILLIS = 100;
    private static final int LARGEST_MESSAGE = 16 * 1024 * 1024;

    private final Closing closing = new Closing();
    private final NodeConfig config;
    private final MemberIdentity identity;
    private final Environment environment;
    private final Vertx vertx;
    private final UseCases useCases;
    private final DoorKeys doorKeys;
    private final PeerTls peerTls;
    private final Rooms rooms;
    private final Subscribing subscribing;

    /** Where it listens. */
    public record Ports(int http, int peers, OptionalInt mllp) {}

    private Node(NodeConfig config, MemberIdentity identity, Environment environment) {
        this.config = config;
        this.identity = identity;
        this.environment = environment;
        this.vertx = Vertx.vertx();
        closing.add(() -> awaitEnd(vertx.close()));
        this.useCases = closing.add(new UseCases(vertx));
        var standing = Standing.open(new NodeFolder(config.data()), identity.authority(), environment.clock());
        this.doorKeys = new DoorKeys(identity, environment.random());
        this.peerTls = new PeerTls(doorKeys, identity.authority(), standing::member);
        var channel = closing.add(new HttpsPeerChannel(vertx, peerTls, PeerLimits.DEFAULT, environment.clock()));
        var contacts = new Contacts(channel, environment.clock());
        this.rooms = Rooms.open(config, new Rooms.Self(identity, standing, doorKeys), contacts, environment, closing);
        this.subscribing = Subscribing.open(config, rooms, vertx, useCases, environment, closing);
    }

    /** Starts with this configuration and returns when every door is open; the ports are in {@link Running}. */
    public static Running start(NodeConfig config, Environment environment) {
        var identity = identity(config);
        var node = new Node(config, identity, environment);
        try {
            node.follow();
            node.tellSubscribers();
            var ports = node.openDoors();
            node.cosign();
            node.rotate();
            node.keepAuditDurable();
            node.fetch();
            node.noted(AuditCode.NODE_STARTED);
            node.closing.add(() -> node.noted(AuditCode.NODE_STOPPED));
            return new Running(node, identity, ports, node.rooms.access().tokens());
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private static MemberIdentity identity(NodeConfig config) {
        try {
            return new NodeFolder(config.data())
                    .vault()
                    .open(Passphrase.read(config.secrets()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void follow() {
        var follower = rooms.ledger().follower();
        var following = useCases.call(() -> {
            follower.run();
            return true;
        });
        closing.add(() -> {
            follower.close();
            awaitEnd(following);
        });
    }

    private void cosign() {
        var cosigning = rooms.cosigning();
        var signing = useCases.call(() -> {
            cosigning.run();
            return true;
        });
        closing.add(() -> {
            cosigning.close();
            awaitEnd(signing);
        });
    }

    private void fetch() {
        for (var source : rooms.feeds().fetching()) {
            var fetching = useCases.call(() -> {
                source.run();
                return true;
            });
            closing.add(() -> {
                source.close();
                awaitEnd(fetching);
            });
        }
    }

    private void rotate() {
        var rotation = rooms.ledger().rotation();
        var rotating = useCases.call(() -> {
            rotation.run();
            return true;
        });
        closing.add(() -> {
            rotation.close();
            awaitEnd(rotating);
        });
    }

    private void keepAuditDurable() {
        var audit = rooms.kept().audit();
        var timer = vertx.setPeriodic(AUDIT_MILLIS, _ -> {
            if (audit.isBehind()) {
                var _ = useCases.call(() -> {
                    audit.catchUp();
                    return true;
                });
            }
        });
        closing.add(() -> vertx.cancelTimer(timer));
    }

    private void tellSubscribers() {
        var dispatcher = subscribing.subscriptions().dispatcher();
        var telling = useCases.call(() -> {
            dispatcher.run(courier -> {
                var _ = useCases.call(() -> {
                    courier.run();
                    return true;
                });
            });
            return true;
        });
        closing.add(() -> {
            dispatcher.close();
            awaitEnd(telling);
        });
    }

    private Ports openDoors() {
        var peers = await(PeerEndpoint.listen(
                vertx,
                new PeerEndpoint.Address(config.peers().host(), config.peers().port()),
                peerTls,
                PeerLimits.DEFAULT,
                new PeerEndpoint.Answerer(
                        useCases,
                        rooms.letters(),
                        new AuditedRefusals(identity.id(), rooms.kept().audit(), environment.random()))));
        closing.add(() -> awaitEnd(peers.close()));
        var mllp = config.mllpPort().isPresent()
                ? OptionalInt.of(openMllp(config.mllpPort().getAsInt()))
                : OptionalInt.empty();
        var server = await(NodeServer.listen(
                vertx,
                config.http(),
                doorKeys.options(),
                environment.random(),
                Features.of(config, rooms, subscribing, useCases, environment)));
        closing.add(() -> awaitEnd(server.close()));
        rooms.access().origin().listensAt(server.port());
        return new Ports(server.port(), peers.port(), mllp);
    }

    private int openMllp(int port) {
        var source = rooms.feeds()
                .mllpSource()
                .orElseThrow(() -> new IllegalStateException(
                        "mllp.port is set, but the file of sources names no source that sends to it"));
        var options = new NetServerOptions().setHost(config.peers().host()).setPort(port);
        var endpoint = new V2Endpoint(rooms.feeds().ingest(), source, environment.clock());
        var server = await(MllpServer.listen(vertx, useCases, options, endpoint, LARGEST_MESSAGE));
        closing.add(() -> awaitEnd(server.close()));
        return server.port();
    }

    private void noted(AuditCode code) {
        var operator = new Requester(identity.id(), "node", Role.OPERATOR);
        if (rooms.kept().audit().append(AuditEvent.of(code, operator, PurposeOfUse.HOPERAT, "node"))
                instanceof Outcome.Failure<?>(var fault)) {
            throw new IllegalStateException("the audit log cannot be written: " + fault);
        }
    }

    @Override
    public void close() {
        closing.close();
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a part of the node is not ready in time", e);
        }
    }

    /** What does not end in time is left behind: the process ends all the same. */
    private static void awaitEnd(Future<?> future) throws TimeoutException {
        var _ = future.await(FAREWELL_SECONDS, TimeUnit.SECONDS);
    }
}
