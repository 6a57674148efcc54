package org.healthsphere.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.healthsphere.node.cluster.Request.Append;
import org.healthsphere.node.cluster.Request.Canvass;
import org.healthsphere.specs.Bytes;

/**
 * Three processes, their network and their clocks, in one thread and in the order of a seed: messages are late, lost, and cut off;
 * processes die and come back with what was on their disks, or stand still. After each step it is checked what must always hold.
 */
final class Simulation {
    private static final int MEMBERS = 3;
    private static final long MILLIS = 1_000_000;
    private static final Pace PACE = Pace.USUAL;

    private final Random random;
    private final List<Process> processes;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Map<Long, Bytes> agreed = new TreeMap<>();
    private final Map<Long, Bytes> acknowledged = new TreeMap<>();
    private final Set<Integer> cutOff = new HashSet<>();
    private long now = 1_000 * MILLIS;
    private long order;
    private int numbered;
    private double loss;
    private boolean troubled;
    private boolean resting;

    private record Event(long at, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    /** What lies on its disk, and who runs on it. */
    @SuppressWarnings("AvoidCommonTypeNames") // what the rules call it
    private final class Process {
        final int number;
        MemoryLog log = new MemoryLog();
        MemoryBallots ballots = new MemoryBallots();
        final double speed = 1 + (random.nextDouble() - 0.5) / 25;
        final Map<Integer, Long> asked = new HashMap<>();
        Optional<Entry> offered = Optional.empty();
        Raft raft;
        int lives;
        boolean alive = true;
        boolean frozen;

        Process(int number) {
            this.number = number;
            this.raft = begun();
        }

        Raft begun() {
            var others = IntStream.rangeClosed(1, MEMBERS)
                    .filter(n -> n != number)
                    .boxed()
                    .toList();
            return new Raft(
                    new Consensus.Group(number, others),
                    new Consensus.Means(PACE, () -> (long) (now * speed), random, log, ballots),
                    () -> {});
        }

        boolean runs() {
            return alive && !frozen;
        }
    }

    Simulation(long seed) {
        random = new Random(seed);
        processes = IntStream.rangeClosed(1, MEMBERS).mapToObj(Process::new).toList();
    }

    /** Lets everything happen that may. */
    Simulation trouble(int steps) {
        troubled = true;
        for (var i = 0; i < steps; i++) {
            if (random.nextInt(60) == 0) {
                change(processes.get(random.nextInt(MEMBERS)));
            }
            step();
        }
        return this;
    }

    /** Everybody is back and hears everybody: it must come to rest, and go on. */
    void calm() {
        troubled = false;
        loss = 0;
        cutOff.clear();
        processes.forEach(process -> {
            process.frozen = false;
            revive(process);
        });
        var before = acknowledged.size();
        for (var i = 0; i < 2_000; i++) {
            step();
        }
        assertThat(acknowledged.size()).as("it goes on").isGreaterThan(before + 20);
        resting = true;
        for (var i = 0; i < 500; i++) {
            step();
        }
        var least = processes.stream().mapToLong(p -> p.log.applied).min().orElseThrow();
        assertThat(least).as("all follow").isEqualTo(agreed.size());
        acknowledged.forEach((change, commit) -> assertThat(agreed).containsEntry(change, commit));
        for (var process : processes) {
            agreed.forEach((change, commit) -> process.log
                    .chunks(change)
                    .ifPresent(chunks -> assertThat(chunks.getFirst()).isEqualTo(commit)));
        }
    }

    int acknowledged() {
        return acknowledged.size();
    }

    private void change(Process process) {
        switch (random.nextInt(7)) {
            case 0 -> {
                process.alive = false;
                process.lives++;
            }
            case 1 -> processes.forEach(this::revive);
            case 2 -> process.frozen = !process.frozen;
            case 3 -> cutOff.add(process.number);
            case 4 -> cutOff.clear();
            case 5 -> loseDisk(process);
            default -> loss = random.nextInt(3) == 0 ? 0.3 : 0;
        }
    }

    /** One at a time: the next only when everybody knows all again. */
    private void loseDisk(Process process) {
        if (processes.stream().allMatch(p -> p.ballots.load().whole())) {
            process.alive = false;
            process.lives++;
            process.log = new MemoryLog();
            process.ballots = new MemoryBallots();
        }
    }

    private void revive(Process process) {
        if (!process.alive) {
            process.alive = true;
            process.frozen = false;
            process.offered = Optional.empty();
            process.asked.clear();
            process.raft = process.begun();
        }
    }

    private void step() {
        now += random.nextLong(40 * MILLIS);
        while (!events.isEmpty() && events.peek().at <= now) {
            events.poll().what.run();
        }
        for (var process : processes) {
            if (process.runs()) {
                look(process);
                offer(process);
                ask(process);
            }
        }
    }

    /** What it sees is what everybody sees, sealed with the keys that it has. */
    private void look(Process process) {
        while (process.log.applied < process.raft.settled()) {
            var change = process.log.applied + 1;
            var commit = process.log.chunks(change).orElseThrow().getFirst();
            assertThat(agreed.computeIfAbsent(change, _ -> commit)).isEqualTo(commit);
            var words = commit.utf8().split(" ", -1);
            if (words.length > 2) {
                assertThat(process.log.keys(Integer.parseInt(words[1]), 1)).containsExactly(Bytes.utf8(words[2]));
            }
            process.log.applied = change;
        }
        if (process.raft.leads()) {
            var newest = acknowledged.keySet().stream().mapToLong(c -> c).max().orElse(0);
            assertThat(process.raft.settled())
                    .as("a reader sees what was acknowledged")
                    .isGreaterThanOrEqualTo(newest);
        }
    }

    private void offer(Process process) {
        process.offered.ifPresent(entry -> {
            if (process.raft.isSettled(entry)) {
                acknowledged.put(entry.change(), entry.chunks().getFirst());
            }
            if (!process.raft.isOpen(entry)) {
                process.offered = Optional.empty();
            }
        });
        if (!resting && process.offered.isEmpty() && process.raft.leads() && process.raft.isEven()) {
            var key = process.log.keys() + 1;
            process.log.keys.add(Bytes.utf8("key" + ++numbered));
            var commit = Bytes.utf8("commit" + numbered + " " + key + " key" + numbered);
            var entry = new Entry(process.log.last() + 1, process.raft.term(), List.of(commit));
            if (process.raft.begin(entry)) {
                process.offered = Optional.of(entry);
                ask(process);
                if (troubled && random.nextInt(300) == 0) {
                    // It dies before its own disk has it.
                    process.alive = false;
                    process.lives++;
                    return;
                }
                process.log.append(entry.change(), entry.chunks());
                process.raft.end(true);
            }
        }
    }

    private void ask(Process process) {
        for (var other : processes) {
            var since = process.asked.get(other.number);
            if (since != null && now - since > 600 * MILLIS) {
                process.asked.remove(other.number);
                process.raft.unheard(other.number);
            }
            if (other != process && !process.asked.containsKey(other.number)) {
                process.raft.errand(other.number).ifPresent(request -> send(process, other, request));
            }
        }
    }

    private void send(Process from, Process to, Request request) {
        var life = from.lives;
        var theirs = to.lives;
        var askedAt = (long) (now * from.speed);
        from.asked.put(to.number, now);
        carried(from, to, () -> {
            if (to.lives != theirs) {
                return;
            }
            var reply = switch (request) {
                case Canvass canvass -> to.raft.vote(canvass);
                case Append append -> to.raft.append(append);
                case Request.Look _, Request.Introduce _, Request.Hand _, Request.Listen _ ->
                    throw new IllegalStateException("no errand");
            };
            carried(to, from, () -> {
                if (from.lives == life) {
                    from.asked.remove(to.number);
                    from.raft.heard(to.number, request, askedAt, reply);
                }
            });
        });
    }

    /** Sometimes twice, sometimes late, sometimes never; to who stands still when he goes on. */
    private void carried(Process from, Process to, Runnable what) {
        for (var copies = random.nextInt(20) == 0 ? 2 : 1; copies > 0; copies--) {
            if (random.nextDouble() >= loss) {
                var delay = random.nextInt(30) == 0 ? random.nextLong(3_000 * MILLIS) : random.nextLong(20 * MILLIS);
                at(now + delay, () -> arrived(from, to, what));
            }
        }
    }

    private void arrived(Process from, Process to, Runnable what) {
        var apart = cutOff.contains(from.number) != cutOff.contains(to.number);
        if (to.frozen) {
            at(now + 50 * MILLIS, () -> arrived(from, to, what));
        } else if (to.alive && !apart) {
            what.run();
        }
    }

    private void at(long when, Runnable what) {
        events.add(new Event(when, order++, what));
    }

    String tell() {
        return String.join(
                "\n",
                processes.stream()
                        .map(p -> p.number + " last " + p.log.last() + " keys " + p.log.keys() + " " + p.raft.report())
                        .toList());
    }
}
