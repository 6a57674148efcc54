package org.healthsphere.node.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.audit.Places.Place;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The log of another process of the same node, as far as it has come here: its own lines, each of which follows on the one before. */
public final class AuditCopy implements AutoCloseable {
    private final JournalFile journal;
    private final Places places;
    private AuditHead head;

    private AuditCopy(JournalFile journal, Places places, AuditHead head) {
        this.journal = journal;
        this.places = places;
        this.head = head;
    }

    /** Opens what has come so far, or begins there; a copy that was altered is not continued. */
    public static Outcome<AuditCopy> open(Path file) throws IOException {
        var journal = JournalFile.open(file);
        if (journal.isEmpty()) {
            return Outcome.failed(new Fault.Unavailable("a copy of an audit log: another process writes to it"));
        }
        var places = new Places();
        var scanned = AuditScan.of(
                file, (_, offset, line) -> places.add(AuditLines.entry(line).event(), new Place(offset, line.length)));
        return scanned.map(scan -> {
            cut(journal.get(), scan.whole());
            return new AuditCopy(journal.get(), places, scan.head());
        });
    }

    private static void cut(JournalFile journal, long whole) {
        try {
            journal.cut(whole);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many bytes have come. */
    public long size() {
        return journal.size();
    }

    /** Takes the whole lines of what follows; false when it does not follow: it is another log. */
    public synchronized boolean take(Bytes more) {
        var bytes = more.array();
        try {
            var begin = 0;
            for (var at = 0; at < bytes.length; at++) {
                if (bytes[at] == '\n') {
                    if (!take(Arrays.copyOfRange(bytes, begin, at + 1))) {
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

    private boolean take(byte[] ended) throws IOException {
        var line = Arrays.copyOf(ended, ended.length - 1);
        var next = AuditLines.next(head, line);
        if (next.isPresent()) {
            var place = new Place(journal.size(), line.length);
            journal.append(ended);
            places.add(AuditLines.entry(line).event(), place);
            head = next.get();
        }
        return next.isPresent();
    }

    List<AuditEntry> ofPatient(String patient, int limit) {
        return read(places.ofPatient(patient, limit));
    }

    List<AuditEntry> ofCorrelation(String correlation, int limit) {
        return places.perhapsOfCorrelation(correlation).stream()
                .map(this::read)
                .filter(entry -> entry.event().correlation().equals(correlation))
                .limit(limit)
                .toList();
    }

    List<AuditEntry> newest(int limit) {
        return read(places.newest(limit));
    }

    Stream<AuditEntry> before(Optional<Instant> time) {
        return places.before(time, place -> read(place).time()).mapToObj(entry -> read(places.at(entry)));
    }

    List<AuditEntry> numbered(long sequence) {
        return sequence > 0 && sequence <= places.count() ? List.of(read(places.at((int) sequence - 1))) : List.of();
    }

    private List<AuditEntry> read(List<Place> where) {
        return where.stream().map(this::read).toList();
    }

    private AuditEntry read(Place place) {
        try {
            return AuditLines.entry(journal.read(place.offset(), place.length()));
        } catch (IOException e) {
            throw new UncheckedIOException("a copy of an audit log cannot be read", e);
        }
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
