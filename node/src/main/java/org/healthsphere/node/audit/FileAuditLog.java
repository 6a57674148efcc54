package org.healthsphere.node.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.healthsphere.node.audit.Places.Place;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log in one file, a line for each entry.
 *
 * <p>Whoever needs durability flushes for all who have written before: the threads that come meanwhile wait for the next
 * flush together. There is no thread of its own: the node sees to it that the log is never {@linkplain #isBehind behind} for long.
 */
public final class FileAuditLog implements AuditLog, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileAuditLog.class);

    private static final int LONGEST_PIECE = 2 << 20;

    private final Journal journal;
    private final Places places;
    private final InstantSource clock;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock flushing = new ReentrantLock();
    private volatile AuditHead head;
    private volatile long durable;
    /** After a failure what is in the file is not known: only opening it again tells. */
    private volatile boolean broken;

    FileAuditLog(Journal journal, Places places, AuditHead head, InstantSource clock) {
        this.journal = journal;
        this.places = places;
        this.clock = clock;
        this.head = head;
        this.durable = head.sequence();
    }

    /**
     * Opens a log or begins one, after following its whole chain: a log that was altered is not continued.
     *
     * <p>The beginning of a line that a crash left at the end is cut off. That is the first thing the log then says.
     */
    public static Outcome<FileAuditLog> open(Path file, NodeId member, InstantSource clock) throws IOException {
        var journal = JournalFile.open(file);
        if (journal.isEmpty()) {
            return Outcome.failed(new Fault.Unavailable("the audit log: another process writes to it"));
        }
        var places = new Places();
        var scanned = AuditScan.of(
                file, (_, offset, line) -> places.add(AuditLines.entry(line).event(), new Place(offset, line.length)));
        return switch (scanned) {
            case Outcome.Failure<AuditScan>(var fault) -> {
                journal.get().close();
                yield Outcome.failed(fault);
            }
            case Outcome.Success<AuditScan>(var scan) -> {
                journal.get().cut(scan.whole());
                var log = new FileAuditLog(journal.get(), places, scan.head(), clock);
                yield scan.torn() == 0 ? Outcome.of(log) : log.repaired(member, scan);
            }
        };
    }

    private Outcome<FileAuditLog> repaired(NodeId member, AuditScan scan) {
        LOG.warn("audit log: {} bytes after entry {} were no whole entry and are gone", scan.torn(), head.sequence());
        var node = new Requester(member, "node", Role.SYSTEM);
        var event = AuditEvent.of(AuditCode.LOG_REPAIRED, node, PurposeOfUse.HOPERAT, "start")
                .naming(List.of("bytes:" + scan.torn()));
        return append(event).map(_ -> this);
    }

    @Override
    public Outcome<List<AuditEntry>> append(List<AuditEvent> events) {
        try {
            var entries = new ArrayList<AuditEntry>(events.size());
            for (var event : events) {
                entries.add(write(event));
            }
            if (events.stream().anyMatch(event -> event.code().durableBefore())) {
                flush(entries.getLast().sequence());
            }
            return Outcome.of(List.copyOf(entries));
        } catch (IOException e) {
            return Outcome.failed(new Fault.Unavailable("the audit log"));
        }
    }

    private AuditEntry write(AuditEvent event) throws IOException {
        writing.lock();
        try {
            requireWhole();
            var line = AuditLines.chain(head, event, clock.instant());
            var length = line.bytes().length();
            var ended = Arrays.copyOf(line.bytes().array(), length + 1);
            ended[length] = '\n';
            var place = new Place(journal.size(), length);
            journal.append(ended);
            places.add(event, place);
            head = line.entry().head();
            return line.entry();
        } catch (IOException e) {
            failed(e);
            throw e;
        } finally {
            writing.unlock();
        }
    }

    /** What is written from this byte on, as much as goes at once; from the beginning when there is less than that. */
    public Bytes piece(long from) {
        try {
            var size = journal.size();
            var begin = from > size ? 0 : from;
            return Bytes.of(journal.read(begin, (int) Math.min(LONGEST_PIECE, size - begin)));
        } catch (IOException e) {
            throw new UncheckedIOException("the audit log cannot be read", e);
        }
    }

    /** Whether there are entries that are written, but perhaps not on the disk yet. */
    public boolean isBehind() {
        return !broken && durable < head.sequence();
    }

    /** Makes durable what was written before; what fails here makes every release fail from now on. */
    public void catchUp() {
        try {
            flush(head.sequence());
        } catch (IOException e) {
            LOG.debug("told when it failed", e);
        }
    }

    private void flush(long sequence) throws IOException {
        if (durable >= sequence) {
            return;
        }
        flushing.lock();
        try {
            if (durable < sequence) {
                requireWhole();
                var written = head.sequence();
                journal.force();
                durable = written;
            }
        } catch (IOException e) {
            failed(e);
            throw e;
        } finally {
            flushing.unlock();
        }
    }

    private void failed(IOException cause) {
        if (!broken) {
            LOG.error("the audit log cannot be written: nothing is released any more", cause);
        }
        broken = true;
    }

    private void requireWhole() throws IOException {
        if (broken) {
            throw new IOException("the audit log failed before");
        }
    }

    @Override
    public List<AuditEntry> ofPatient(String patient, int limit) {
        return read(places.ofPatient(patient, limit));
    }

    @Override
    public List<AuditEntry> ofCorrelation(String correlation, int limit) {
        return places.perhapsOfCorrelation(correlation).stream()
                .map(this::read)
                .filter(entry -> entry.event().correlation().equals(correlation))
                .limit(limit)
                .toList();
    }

    @Override
    public List<AuditEntry> newest(int limit) {
        return read(places.newest(limit));
    }

    @Override
    public AuditHead head() {
        return head;
    }

    @Override
    public Stream<AuditEntry> before(Optional<Instant> time) {
        return places.before(time, place -> read(place).time()).mapToObj(entry -> read(places.at(entry)));
    }

    @Override
    public List<AuditEntry> numbered(long sequence) {
        return sequence > 0 && sequence <= places.count() ? List.of(read(places.at((int) sequence - 1))) : List.of();
    }

    private List<AuditEntry> read(List<Place> where) {
        return where.stream().map(this::read).toList();
    }

    private AuditEntry read(Place place) {
        try {
            return AuditLines.entry(journal.read(place.offset(), place.length()));
        } catch (IOException e) {
            throw new UncheckedIOException("the audit log cannot be read", e);
        }
    }

    /** Makes everything durable and closes the file. */
    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            if (!broken) {
                journal.force();
            }
            broken = true;
            journal.close();
        } finally {
            writing.unlock();
        }
    }
}
