package org.healthsphere.federation.exchange;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.healthsphere.federation.exchange.PieceWire.PieceAnswer;
import org.healthsphere.federation.exchange.PieceWire.PieceQuery;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.RandomId;

/**
 * Where this member keeps the answers that are too long for one envelope, while they are fetched.
 *
 * <p>Each is a file that is sealed with a key of its own, and the key is in memory alone: with the ticket, or with the process, the file
 * cannot be read any more. A ticket ends when its asker has everything, when nobody asks for a while, or when it is withdrawn. Whether all
 * of it may still leave is asked again for each piece. Any thread may use it.
 */
public final class Spool implements AutoCloseable {
    private static final String SUFFIX = ".answer";

    private final Path folder;
    private final Bounds bounds;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<String, Ticket> tickets = new HashMap<>();
    private long used;

    /**
     * How much is kept for others.
     *
     * @param piece bytes of one, the last aside
     * @param bytes of all answers together
     * @param forEach tickets that one member may have
     * @param idle after so long without a question a ticket ends
     */
    public record Bounds(int piece, long bytes, int forEach, Duration idle) {
        public static final Bounds USUAL = new Bounds(2 << 20, 8L << 30, 8, Duration.ofMinutes(5));

        public Bounds {
            if (piece < 1 || bytes < 1 || forEach < 1 || idle.isNegative()) {
                throw new IllegalArgumentException("bounds of at least one");
            }
        }
    }

    /** Whose an answer is: another member with the same ticket is nobody here. */
    record Asker(NodeId member, String query, PurposeOfUse purpose) {}

    /** Writes an answer down. */
    interface Writing {
        void to(SealedFile file) throws IOException;
    }

    private record Ticket(Asker asker, SealedFile file, BooleanSupplier stands, Instant until) {
        Ticket until(Instant later) {
            return new Ticket(asker, file, stands, later);
        }
    }

    /** In a folder of its own; what an earlier process has left there, which nobody can read, is removed. */
    public Spool(Path folder, Bounds bounds, InstantSource clock, SecureRandom random) {
        this.folder = folder;
        this.bounds = bounds;
        this.clock = clock;
        this.random = random;
        try {
            Files.createDirectories(folder);
            try (var left = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
                for (var file : left) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of long answers cannot be used", e);
        }
    }

    /** What is known of an answer that is kept. */
    record Kept(String ticket, int pieces, long length) {}

    /**
     * Keeps one.
     *
     * <p>{@link Fault.TooMany} when there is no room for it by the bounds, {@link Fault.Unavailable} when the disk has none.
     */
    Outcome<Kept> keep(Asker asker, BooleanSupplier stands, Writing writing) {
        tidy();
        if (of(asker.member()) >= bounds.forEach()) {
            return Outcome.failed(new Fault.TooMany("long answers at once"));
        }
        var name = RandomId.draw(random);
        var file = new SealedFile(folder.resolve(name + SUFFIX), bounds.piece(), this::takes, random);
        try {
            writing.to(file);
            file.end();
        } catch (SealedFile.Full _) {
            give(file);
            return Outcome.failed(new Fault.TooMany("bytes of long answers"));
        } catch (IOException _) {
            give(file);
            return Outcome.failed(new Fault.Unavailable("room for a long answer"));
        } catch (RuntimeException e) {
            give(file);
            throw e;
        }
        synchronized (this) {
            tickets.put(name, new Ticket(asker, file, stands, clock.instant().plus(bounds.idle())));
        }
        return Outcome.of(new Kept(name, file.pieces(), file.length()));
    }

    private synchronized long of(NodeId member) {
        return tickets.values().stream()
                .filter(ticket -> ticket.asker().member().equals(member))
                .count();
    }

    private synchronized boolean takes(long more) {
        if (used + more > bounds.bytes()) {
            return false;
        }
        used += more;
        return true;
    }

    private synchronized void give(SealedFile file) {
        file.remove();
        used -= file.onDisk();
    }

    /** One piece for who has the ticket. */
    PieceAnswer piece(Asker asker, PieceQuery asked) {
        tidy();
        return found(asker, asked.ticket())
                .<PieceAnswer>map(ticket -> piece(ticket, asked))
                .orElseGet(PieceAnswer.Unknown::new);
    }

    private PieceAnswer piece(Ticket ticket, PieceQuery asked) {
        if (asked.number() >= ticket.file().pieces()) {
            forget(asked.ticket());
            return new PieceAnswer.Unknown();
        }
        if (!ticket.stands().getAsBoolean()) {
            forget(asked.ticket());
            return new PieceAnswer.Withdrawn();
        }
        return ticket.file()
                .piece(asked.number())
                .<PieceAnswer>map(PieceAnswer.Given::new)
                .orElseGet(() -> {
                    forget(asked.ticket());
                    return new PieceAnswer.Unknown();
                });
    }

    private synchronized Optional<Ticket> found(Asker asker, String name) {
        var ticket = Optional.ofNullable(tickets.get(name))
                .filter(one -> one.asker().equals(asker))
                .map(one -> one.until(clock.instant().plus(bounds.idle())));
        ticket.ifPresent(one -> tickets.put(name, one));
        return ticket;
    }

    private synchronized void forget(String name) {
        Optional.ofNullable(tickets.remove(name)).ifPresent(ticket -> give(ticket.file()));
    }

    /** Ends the tickets whose time is over. */
    public synchronized void tidy() {
        var now = clock.instant();
        tickets.entrySet().stream()
                .filter(entry -> !entry.getValue().until().isAfter(now))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(this::forget);
    }

    /** Bytes on the disk. */
    public synchronized long used() {
        return used;
    }

    @Override
    public synchronized void close() {
        List.copyOf(tickets.keySet()).forEach(this::forget);
    }
}
