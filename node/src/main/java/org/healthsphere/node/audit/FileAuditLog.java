package org.healthsphere.node.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.healthsphere.node.audit.AuditLines.Line;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log in one file, a line for each entry.
 *
 * <p>Whoever needs durability flushes for all who have written before: the threads that come meanwhile wait for the next
 * flush together. There is no thread of its own: the node sees to it that the log is never {@linkplain #isBehind behind} for long.
 */
public final class FileAuditLog implements AuditLog, AuditChain, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileAuditLog.class);

    private static final int LONGEST_PIECE = 2 << 20;

    private final AuditFile file;
    private final InstantSource clock;
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock flushing = new ReentrantLock();
    private volatile AuditHead head;
    private volatile long durable;
    /** After a failure what is in the file is not known: only opening it again tells. */
    private volatile boolean broken;

    FileAuditLog(Journal journal, Places places, AuditHead head, InstantSource clock) {
        this(new AuditFile(journal, places), head, clock);
    }

    private FileAuditLog(AuditFile file, AuditHead head, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.head = head;
        this.durable = head.sequence();
    }

    /**
     * Opens a log or begins one, after following its whole chain: a log that was altered is not continued.
     *
     * <p>The beginning of a line that a crash left at the end is cut off. That is the first thing the log then says.
     */
    public static Outcome<FileAuditLog> open(Path path, NodeId member, InstantSource clock) throws IOException {
        return AuditFile.open(path, "the audit log").then(opened -> {
            var log = new FileAuditLog(opened.file(), opened.scan().head(), clock);
            return opened.scan().torn() == 0 ? Outcome.of(log) : log.repaired(member, opened.scan());
        });
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
            var entries = write(events);
            if (events.stream().anyMatch(event -> event.code().durableBefore())) {
                flush(entries.getLast().sequence());
            }
            return Outcome.of(entries);
        } catch (IOException e) {
            return Outcome.failed(new Fault.Unavailable("the audit log"));
        }
    }

    private List<AuditEntry> write(List<AuditEvent> events) throws IOException {
        writing.lock();
        try {
            requireWhole();
            var lines = new ArrayList<Line>(events.size());
            var last = head;
            for (var event : events) {
                var line = AuditLines.chain(last, event, clock.instant());
                lines.add(line);
                last = line.entry().head();
            }
            file.add(lines);
            head = last;
            return lines.stream().map(Line::entry).toList();
        } catch (IOException e) {
            failed(e);
            throw e;
        } finally {
            writing.unlock();
        }
    }

    /**
     * Does without the entries from before this moment, but never without the newest one. A line stands for them, from which the chain
     * goes on; that they go, and how many, is in the log first.
     *
     * @return how many are gone
     */
    public Outcome<Long> shorten(Instant before, Requester by) {
        var last = file.lastBefore(before).filter(entry -> entry.sequence() >= file.first());
        if (last.isEmpty()) {
            return Outcome.of(0L);
        }
        var count = last.get().sequence() - file.first() + 1;
        var said = AuditEvent.of(AuditCode.LOG_SHORTENED, by, PurposeOfUse.HOPERAT, "upkeep")
                .naming(List.of("entries:" + count, "until:" + last.get().time().getEpochSecond()));
        return append(said).then(_ -> without(last.get())).map(_ -> count);
    }

    private Outcome<AuditEntry> without(AuditEntry last) {
        try {
            // The long way is gone beside those who write.
            var rest = file.without(last);
            flushing.lock();
            writing.lock();
            try {
                requireWhole();
                file.become(rest, last);
                durable = head.sequence();
            } finally {
                writing.unlock();
                flushing.unlock();
            }
            return Outcome.of(last);
        } catch (IOException e) {
            failed(e);
            return Outcome.failed(new Fault.Unavailable("the audit log"));
        }
    }

    /** What is written from this place on, as much as goes at once; from the beginning when there is none such. */
    public Bytes piece(long from) {
        return file.piece(from, LONGEST_PIECE);
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
                file.force();
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
        return file.ofPatient(patient, limit);
    }

    @Override
    public List<AuditEntry> ofCorrelation(String correlation, int limit) {
        return file.ofCorrelation(correlation, limit);
    }

    @Override
    public List<AuditEntry> newest(int limit) {
        return file.newest(limit);
    }

    @Override
    public AuditHead head() {
        return head;
    }

    @Override
    public Stream<AuditEntry> before(Optional<Instant> time) {
        return file.before(time);
    }

    @Override
    public List<AuditEntry> numbered(long sequence) {
        return entry(sequence).stream().toList();
    }

    @Override
    public List<AuditChain> chains() {
        return List.of(this);
    }

    @Override
    public Optional<Sha256> origin() {
        return file.origin();
    }

    @Override
    public long first() {
        return file.first();
    }

    @Override
    public long last() {
        return file.last();
    }

    @Override
    public Optional<AuditEntry> entry(long sequence) {
        return file.entry(sequence);
    }

    /** Makes everything durable and closes the file. */
    @Override
    public void close() throws IOException {
        writing.lock();
        try {
            if (!broken) {
                file.force();
            }
            broken = true;
            file.close();
        } finally {
            writing.unlock();
        }
    }
}
