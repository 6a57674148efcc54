package org.healthsphere.node.store.ignite;

import static org.healthsphere.node.store.ResourceStoreContract.NOW;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.healthsphere.node.cluster.BallotFile;
import org.healthsphere.node.cluster.Consensus;
import org.healthsphere.node.cluster.Courier;
import org.healthsphere.node.cluster.Line;
import org.healthsphere.node.cluster.Member;
import org.healthsphere.node.cluster.Pace;
import org.healthsphere.node.cluster.Reply;
import org.healthsphere.node.cluster.Wire;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** Three copies of a store in this process, each with its own engine, keys and folder, and lines between them that can be cut. */
final class Copies implements AutoCloseable {
    /** So patient that a busy machine elects nobody by accident. */
    static final Pace PATIENT = new Pace(Duration.ofMillis(300), Duration.ofSeconds(3), Duration.ofSeconds(4));

    static final int MEMBERS = 3;
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    private final Path folder;
    private final String name;
    private final Pace pace;
    private final Map<Integer, One> running = new ConcurrentHashMap<>();
    private final Set<Integer> cutOff = ConcurrentHashMap.newKeySet();

    record One(CopiedStore copy, Member member, KeyRing keys, List<Thread> threads) {
        IgniteResourceStore store() {
            return copy.store();
        }
    }

    Copies(Path folder, String name, Pace pace) {
        this.folder = folder;
        this.name = name;
        this.pace = pace;
        Keys.in(folder.resolve("1")).close();
        IntStream.rangeClosed(2, MEMBERS).forEach(this::copyKeys);
        IntStream.rangeClosed(1, MEMBERS).forEach(this::start);
    }

    private void copyKeys(int member) {
        try {
            Files.createDirectories(folder.resolve(Integer.toString(member)));
            Files.copy(folder.resolve("1/records.keys"), folder.resolve(member + "/records.keys"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path folder(int member) {
        return folder.resolve(Integer.toString(member));
    }

    void start(int member) {
        var own = folder(member);
        Line line = (other, request, _) -> carried(member, other, Wire.of(request));
        var keys = Keys.in(own);
        var copy = IgniteResourceStore.openCopy(
                new IgniteSettings(own.resolve("store"), name + member, 64L << 20),
                keys,
                () -> NOW,
                log -> new Consensus(
                        new Consensus.Group(member, others(member)),
                        new Consensus.Means(
                                pace, System::nanoTime, new Random(), log, new BallotFile(own.resolve("ballots")))));
        copy.store().endErasures(_ -> {});
        List<Thread> threads = new ArrayList<>();
        threads.add(Thread.startVirtualThread(copy::follow));
        others(member)
                .forEach(other -> threads.add(
                        Thread.startVirtualThread(new Courier(copy.consensus(), other, line, System::nanoTime)::run)));
        running.put(
                member,
                new One(
                        copy,
                        new Member(
                                copy.consensus(), line, new Member.Own(() -> Bytes.NONE, _ -> false, _ -> Bytes.NONE)),
                        keys,
                        threads));
    }

    private static List<Integer> others(int member) {
        return IntStream.rangeClosed(1, MEMBERS)
                .filter(n -> n != member)
                .boxed()
                .toList();
    }

    private Outcome<Reply> carried(int from, int to, Bytes request) {
        var other = running.get(to);
        if (other == null || cutOff.contains(from) != cutOff.contains(to)) {
            return Outcome.failed(new Fault.Unavailable("process " + to));
        }
        try {
            return Outcome.of(Wire.reply(Wire.of(other.member().answer(Wire.request(request)))));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.failed(new Fault.Unavailable("process " + to));
        }
    }

    One of(int member) {
        return Objects.requireNonNull(running.get(member));
    }

    /** The one that leads now; waits until there is one, and until its readers see all that is settled, as a node does before it leads. */
    int head() {
        for (; ; ) {
            for (var entry : running.entrySet()) {
                if (leads(entry.getValue().copy())) {
                    return entry.getKey();
                }
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static boolean leads(CopiedStore copy) {
        var consensus = copy.consensus();
        return consensus.leadingIn().isPresent()
                && copy.awaitSeen(consensus.report().settled(), A_WHILE);
    }

    void cutOff(int member) {
        cutOff.add(member);
    }

    void heal() {
        cutOff.clear();
    }

    void stop(int member) {
        var one = Objects.requireNonNull(running.remove(member));
        one.copy().consensus().close();
        for (var thread : one.threads()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        one.copy().close();
    }

    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }
}
