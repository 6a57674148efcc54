package org.healthsphere.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.healthsphere.node.http.NodeServer;
import org.healthsphere.node.processes.CommonFile;
import org.healthsphere.node.processes.Handed;
import org.healthsphere.node.processes.Processes;
import org.healthsphere.node.processes.StoredAccounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What this process does among those of its node, which changes when another one leads. */
final class Turns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);
    private static final Duration A_MOMENT = Duration.ofMillis(50);
    private static final Duration A_WHILE = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 10;

    private final Kept.Ground ground;
    private final Kept kept;
    private final Processes processes;
    private final Closing closing = new Closing();
    private Part.Doors doors;
    private Optional<Part> part = Optional.empty();
    private boolean closed;

    Turns(Kept.Ground ground, Kept kept, Processes processes, Part.Doors wanted) {
        this.ground = ground;
        this.kept = kept;
        this.processes = processes;
        this.doors = wanted;
    }

    /** Opens what this process does now, and goes on with what it does later. */
    Node.Ports begin(Function<Part, NodeServer> listening) {
        var first = first();
        var server = listening.apply(first);
        serve(server, first);
        var turning = ground.useCases().call(() -> {
            run(server);
            return true;
        });
        closing.add(() -> Node.awaitEnd(turning));
        var folder = kept.folder();
        keep(CommonFile.ofAccounts(folder.users(), new StoredAccounts(kept.store()), this::hand));
        keep(CommonFile.ofApps(folder.apps(), kept.shelf(folder.apps()), this::hand));
        return new Node.Ports(server.port(), doors.peers(), doors.mllp());
    }

    private void keep(CommonFile file) {
        var looking = ground.useCases().call(() -> {
            file.run();
            return true;
        });
        closing.add(() -> {
            file.close();
            Node.awaitEnd(looking);
        });
    }

    /** When it was taken in, it is seen here. */
    private boolean hand(Handed what) {
        var taken = processes.hand(what);
        if (taken) {
            var _ = processes.freshen();
        }
        return taken;
    }

    /** The head may change while it is opened. */
    private Part first() {
        for (var attempt = 1; ; attempt++) {
            try {
                return open(processes.leads());
            } catch (RuntimeException e) {
                if (attempt == ATTEMPTS || !pause(A_WHILE)) {
                    throw e;
                }
                LOG.info("this process could not take its part yet: {}", e.getMessage());
            }
        }
    }

    private Part open(boolean leading) {
        var opened = leading && processes.awaitSettled()
                ? Leading.open(ground, kept, doors)
                : Mirror.open(ground, kept, processes, doors);
        part = Optional.of(opened);
        // Who was given free ones keeps them.
        doors = opened.doors();
        LOG.info("this process {}", opened.leads() ? "leads" : "answers as a copy");
        return opened;
    }

    private void serve(NodeServer server, Part opened) {
        processes.tell(
                opened.leads()
                        ? new Processes.Card(
                                processes.cluster().own().host(),
                                server.port(),
                                doors.peers(),
                                doors.mllp().orElse(0),
                                opened.maySpread())
                        : Processes.Card.NOBODY);
    }

    private void run(NodeServer server) {
        while (pause(A_MOMENT)) {
            var leads = processes.leads();
            if (part.map(now -> now.leads() != leads).orElse(true)) {
                turn(server, leads);
            }
            part.ifPresent(now -> serve(server, now));
        }
    }

    private void turn(NodeServer server, boolean leads) {
        processes.tell(Processes.Card.NOBODY);
        server.serve(List.of(new Between(processes)));
        end();
        try {
            var opened = open(leads);
            opened.listensAt(server.port());
            server.serve(opened.features());
        } catch (RuntimeException e) {
            LOG.error("this process could not take its part; it tries again", e);
            var _ = pause(A_WHILE);
        }
    }

    private synchronized boolean pause(Duration time) {
        try {
            if (!closed) {
                TimeUnit.MILLISECONDS.timedWait(this, time.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
        return !closed;
    }

    private void end() {
        var ending = part;
        part = Optional.empty();
        ending.ifPresent(Part::close);
    }

    @Override
    public void close() throws TimeoutException {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        closing.close();
        end();
    }
}
