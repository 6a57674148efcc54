package org.healthsphere.node.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.audit.AuditLines.Line;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** The log of another process of the same node, as far as it has come here: its own lines, each of which follows on the one before. */
public final class AuditCopy implements AuditChain, AutoCloseable {
    private final AuditFile file;
    private AuditHead head;

    private AuditCopy(AuditFile file, AuditHead head) {
        this.file = file;
        this.head = head;
    }

    /** Opens what has come so far, or begins there; a copy that was altered is not continued. */
    public static Outcome<AuditCopy> open(Path path) throws IOException {
        return AuditFile.open(path, "a copy of an audit log")
                .map(opened -> new AuditCopy(opened.file(), opened.scan().head()));
    }

    /** How much of it has come: where the other log is to go on. */
    public long size() {
        try {
            return file.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the whole lines of what follows; false when it does not follow: it is another log. */
    public synchronized boolean take(Bytes more) {
        var bytes = more.array();
        try {
            var begin = 0;
            for (var at = 0; at < bytes.length; at++) {
                if (bytes[at] == '\n') {
                    if (!take(Arrays.copyOfRange(bytes, begin, at))) {
                        return false;
                    }
                    begin = at + 1;
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean take(byte[] line) throws IOException {
        var next = AuditLines.next(head, line);
        if (next.isPresent()) {
            file.add(List.of(new Line(AuditLines.entry(line), Bytes.of(line))));
            head = next.get();
            return true;
        }
        // The other log was shortened before any of it came here.
        var gone = head.equals(AuditHead.START) ? AuditLines.shortened(line) : Optional.<Shortened>empty();
        if (gone.isPresent()) {
            file.beginBehind(gone.get());
            head = gone.get().head();
        }
        return gone.isPresent();
    }

    /** Does without the entries from before this moment, but never without the newest one. */
    public synchronized void shorten(Instant before) {
        var last = file.lastBefore(before).filter(entry -> entry.sequence() >= file.first());
        if (last.isPresent()) {
            try {
                file.become(file.without(last.get()), last.get());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    List<AuditEntry> ofPatient(String patient, int limit) {
        return file.ofPatient(patient, limit);
    }

    List<AuditEntry> newest(int limit) {
        return file.newest(limit);
    }

    Stream<AuditEntry> before(Optional<Instant> time) {
        return file.before(time);
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

    @Override
    public List<AuditEntry> ofCorrelation(String correlation, int limit) {
        return file.ofCorrelation(correlation, limit);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
