package org.healthsphere.node;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
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
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Standing;
import org.healthsphere.node.peers.DoorKeys;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/**
 * One hospital's node: everything is joined here and in this package, and nowhere else. It is one process, or several that hold the
 * same; what each does is its {@link Part}.
 */
public final class Node implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final int FAREWELL_SECONDS = 5;
    private static final long AUDIT_MILLIS = 100;
    /** Long after receipts are made of whatever came before the start. */
    private static final long FIRST_LOOK_MILLIS = 600_000;

    private static final long SHORTEN_MILLIS = 3_600_000;

    private final Closing closing = new Closing();
    private final Kept.Ground ground;
    private final Kept kept;

    /** Where it listens. */
    public record Ports(int http, int peers, OptionalInt mllp) {}

    private Node(NodeConfig config, MemberIdentity identity, Environment environment) {
        var vertx = Vertx.vertx();
        closing.add(() -> awaitEnd(vertx.close()));
        var useCases = closing.add(new UseCases(vertx));
        var standing = Standing.open(new NodeFolder(config.data()), identity.authority(), environment.clock());
        var doors = new DoorKeys(identity, environment.random());
        this.ground = new Kept.Ground(config, doors, standing, environment, vertx, useCases);
        try {
            this.kept = Kept.open(ground, closing);
        } catch (RuntimeException e) {
            closing.close();
            throw e;
        }
    }

    /** Starts with this configuration and returns when every door is open; the ports are in {@link Running}. */
    public static Running start(NodeConfig config, Environment environment) {
        var identity = identity(config);
        var node = new Node(config, identity, environment);
        try {
            var ports = node.begin();
            node.keepAuditDurable();
            node.keepAuditShort();
            TerminologyFollowing.start(node.ground, node.kept, node.closing);
            node.noted(AuditCode.NODE_STARTED);
            node.closing.add(() -> node.noted(AuditCode.NODE_STOPPED));
            return new Running(node, identity, ports, Entry.tokens(identity, environment));
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

    private Ports begin() {
        var config = ground.config();
        var wanted = new Part.Doors(config.peers().port(), config.mllp().port());
        if (kept.processes().isPresent()) {
            var turns = closing.add(new Turns(ground, kept, kept.processes().get(), wanted));
            return turns.begin(this::listen);
        }
        var part = closing.add(Leading.open(ground, kept, wanted));
        var server = listen(part);
        return new Ports(server.port(), part.doors().peers(), part.doors().mllp());
    }

    private NodeServer listen(Part part) {
        var server = await(NodeServer.listen(
                ground.vertx(),
                ground.config().http(),
                ground.doors().options(),
                ground.environment().random(),
                part.features()));
        closing.add(() -> awaitEnd(server.close()));
        part.listensAt(server.port());
        return server;
    }

    private void keepAuditDurable() {
        var audit = kept.audit();
        var timer = ground.vertx().setPeriodic(AUDIT_MILLIS, _ -> {
            if (audit.isBehind()) {
                var _ = ground.useCases().call(() -> {
                    audit.catchUp();
                    return true;
                });
            }
        });
        closing.add(() -> ground.vertx().cancelTimer(timer));
    }

    /** What comes later than this look is removed at the next. */
    private void keepAuditShort() {
        ground.config().upkeep().audit().ifPresent(kept -> {
            var timer = ground.vertx().setPeriodic(FIRST_LOOK_MILLIS, SHORTEN_MILLIS, _ -> {
                var _ = ground.useCases().call(() -> shortenAudit(kept));
            });
            closing.add(() -> ground.vertx().cancelTimer(timer));
        });
    }

    private Outcome<Long> shortenAudit(Duration age) {
        var node = new Requester(ground.identity().id(), "node", Role.SYSTEM);
        return kept.shortenAudit(ground.environment().clock().instant().minus(age), node);
    }

    private void noted(AuditCode code) {
        var operator = new Requester(ground.identity().id(), "node", Role.OPERATOR);
        if (kept.audit().append(AuditEvent.of(code, operator, PurposeOfUse.HOPERAT, "node"))
                instanceof Outcome.Failure<?>(var fault)) {
            throw new IllegalStateException("the audit log cannot be written: " + fault);
        }
    }

    @Override
    public void close() {
        closing.close();
    }

    static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a part of the node is not ready in time", e);
        }
    }

    /** What does not end in time is left behind: the process ends all the same. */
    static void awaitEnd(Future<?> future) throws TimeoutException {
        var _ = future.await(FAREWELL_SECONDS, TimeUnit.SECONDS);
    }
}
