package org.healthsphere.node.audit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.healthsphere.node.audit.AuditLines.Line;
import org.healthsphere.node.audit.Places.Place;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** The entries in a journal, and where in it they are. Its owner sees to it that one at a time adds. */
final class AuditFile implements AuditChain {
    private final Journal journal;
    private final Places places;
    private volatile Optional<Sha256> origin;
    /** The place of the oldest entry that is there. */
    private volatile long begin;

    AuditFile(Journal journal, Places places) {
        this(journal, places, Optional.empty(), 0);
    }

    private AuditFile(Journal journal, Places places, Optional<Sha256> origin, long begin) {
        this.journal = journal;
        this.places = places;
        this.origin = origin;
        this.begin = begin;
    }

    /** A file as it was found. */
    record Opened(AuditFile file, AuditScan scan) {}

    /** Follows the whole chain of a file; what is not a whole entry at its end is cut off. */
    static Outcome<Opened> open(Path path, String what) throws IOException {
        var journal = JournalFile.open(path);
        if (journal.isEmpty()) {
            return Outcome.failed(new Fault.Unavailable(what + ": another process writes to it"));
        }
        var places = new Places();
        var origin = new AtomicReference<Optional<Sha256>>(Optional.empty());
        var scanned = AuditScan.of(path, (head, offset, line) -> {
            if (places.count() == 0) {
                places.beginBehind((int) head.sequence() - 1);
                origin.set(Optional.of(head.hash()));
            }
            places.add(AuditLines.entry(line).event(), new Place(offset, line.length));
        });
        return switch (scanned) {
            case Outcome.Failure<AuditScan>(var fault) -> {
                journal.get().close();
                yield Outcome.failed(fault);
            }
            case Outcome.Success<AuditScan>(var scan) -> {
                if (places.count() == 0) {
                    places.beginBehind((int) scan.head().sequence());
                }
                journal.get().beginAt(scan.begin());
                journal.get().cut(scan.whole());
                var first = scan.gone().map(Shortened::origin).or(origin::get);
                var begin = scan.gone().map(Shortened::bytes).orElse(0L);
                yield Outcome.of(new Opened(new AuditFile(journal.get(), places, first, begin), scan));
            }
        };
    }

    /** Adds these, which follow on what is there, at once. */
    void add(List<Line> lines) throws IOException {
        var all = new ByteArrayOutputStream();
        for (var line : lines) {
            all.writeBytes(line.bytes().array());
            all.write('\n');
        }
        var place = journal.size();
        journal.append(all.toByteArray());
        for (var line : lines) {
            var length = line.bytes().length();
            places.add(line.entry().event(), new Place(place, length));
            place += length + 1;
        }
        if (origin.isEmpty() && !lines.isEmpty()) {
            origin = Optional.of(lines.getFirst().entry().hash());
        }
    }

    /** Begins where another log was shortened; there is nothing here yet. */
    void beginBehind(Shortened gone) throws IOException {
        var line = AuditLines.of(gone);
        journal.append(line);
        journal.beginAt(gone.bytes() - line.length);
        places.beginBehind((int) gone.head().sequence());
        origin = Optional.of(gone.origin());
        begin = gone.bytes();
    }

    long size() throws IOException {
        return journal.size();
    }

    void force() throws IOException {
        journal.force();
    }

    /** What is written from this place on, as much as goes at once; from the beginning when it is none of this log's. */
    Bytes piece(long from, int longest) {
        try {
            var size = journal.size();
            return Bytes.of(
                    from > size || from < begin
                            ? journal.begin(longest)
                            : journal.read(from, (int) Math.min(longest, size - from)));
        } catch (IOException e) {
            throw new UncheckedIOException("an audit log cannot be read", e);
        }
    }

    /** Those before this moment that may go: the newest entry of all stays. */
    Optional<AuditEntry> lastBefore(Instant time) {
        var before = before(Optional.of(time)).findFirst();
        return before.flatMap(entry -> entry.sequence() < last() ? before : entry(entry.sequence() - 1));
    }

    /** Makes ready to do without the entries up to this one. */
    Journal.Rest without(AuditEntry upTo) throws IOException {
        var next = places.at((int) upTo.sequence()).orElseThrow().offset();
        var gone = new Shortened(origin.orElseThrow(), upTo.head(), upTo.time(), next);
        return journal.without(next, AuditLines.of(gone));
    }

    /** Does without them; nobody may add or force meanwhile. */
    void become(Journal.Rest rest, AuditEntry upTo) throws IOException {
        begin = places.at((int) upTo.sequence()).orElseThrow().offset();
        journal.become(rest);
        places.forgetBefore((int) upTo.sequence());
    }

    @Override
    public Optional<Sha256> origin() {
        return origin;
    }

    @Override
    public long first() {
        return places.gone() + 1L;
    }

    @Override
    public long last() {
        return places.count();
    }

    @Override
    public Optional<AuditEntry> entry(long sequence) {
        return sequence > 0 && sequence <= Integer.MAX_VALUE ? read((int) sequence - 1) : Optional.empty();
    }

    List<AuditEntry> ofPatient(String patient, int limit) {
        return read(places.ofPatient(patient, limit));
    }

    @Override
    public List<AuditEntry> ofCorrelation(String correlation, int limit) {
        return places.perhapsOfCorrelation(correlation).stream()
                .flatMap(place -> read(place).stream())
                .filter(entry -> entry.event().correlation().equals(correlation))
                .limit(limit)
                .toList();
    }

    List<AuditEntry> newest(int limit) {
        return read(places.newest(limit));
    }

    Stream<AuditEntry> before(Optional<Instant> time) {
        return places.before(time, entry -> read(entry).map(AuditEntry::time))
                .mapToObj(this::read)
                .flatMap(Optional::stream);
    }

    private Optional<AuditEntry> read(int entry) {
        return places.at(entry).flatMap(this::read);
    }

    private List<AuditEntry> read(List<Place> where) {
        return where.stream().flatMap(place -> read(place).stream()).toList();
    }

    /** Nothing when it went while somebody looked for it. */
    private Optional<AuditEntry> read(Place place) {
        try {
            return Optional.of(AuditLines.entry(journal.read(place.offset(), place.length())));
        } catch (IOException e) {
            if (place.offset() < begin) {
                return Optional.empty();
            }
            throw new UncheckedIOException("an audit log cannot be read", e);
        }
    }

    void close() throws IOException {
        journal.close();
    }
}
