package org.healthsphere.node.ingest;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a message into the record.
 *
 * <p>What {@link #take} answers is durable: stored with its provenance and its mark in one commit, or set aside whole. A message
 * that comes again is recognised by its mark, whenever the first delivery was interrupted.
 */
public final class Ingest {
    private static final Logger LOG = LoggerFactory.getLogger(Ingest.class);
    // Another message about the same patient may win the race for a version; that is over soon or never.
    private static final int ATTEMPTS = 8;

    private final RecordSink sink;
    private final Quarantine quarantine;
    private final Optional<Originals> originals;
    private final Meaning meaning;
    private final Map<String, Feed> feeds;
    private final Map<String, Source> sources;
    private final InstantSource clock;
    private final Book book;
    private volatile Consumer<Merged> merging = _ -> {};
    private volatile BiConsumer<List<String>, Instant> waiting = (_, _) -> {};

    /** What gives codes a meaning. */
    public record Meaning(Terminology terminology, SensitivityLabels labels) {}

    /**
     * Where messages stay.
     *
     * @param quarantine those that could not be taken in
     * @param originals those that were, so that they can be mapped again; empty: nowhere
     */
    public record Keeping(Quarantine quarantine, Optional<Originals> originals) {}

    /** That one patient turned out to be another one. */
    public record Merged(String other, String survivor) {
        /** Not a patient, but a visit or an account of his. */
        static final Merged NOBODY = new Merged("", "");
    }

    public Ingest(
            RecordSink sink,
            Keeping keeping,
            Meaning meaning,
            List<Feed> feeds,
            List<Source> sources,
            InstantSource clock) {
        this.sink = sink;
        this.quarantine = keeping.quarantine();
        this.originals = keeping.originals();
        this.meaning = meaning;
        this.feeds = feeds.stream().collect(Collectors.toMap(Feed::kind, Function.identity()));
        this.sources = sources.stream().collect(Collectors.toMap(Source::name, Function.identity()));
        this.clock = clock;
        this.book = new Book(sink);
    }

    /** From now on this hears of every merge once it is durable, before its sender does. */
    void onMerge(Consumer<Merged> listener) {
        merging = listener;
    }

    /** From now on this hears under which names messages are kept that waited, once they are stored, and since when they did. */
    void onWaited(BiConsumer<List<String>, Instant> listener) {
        waiting = listener;
    }

    Book book() {
        return book;
    }

    Meaning meaning() {
        return meaning;
    }

    /** The feed and the source that a message came by, if they are still configured. */
    Optional<Feed> feed(String kind) {
        return Optional.ofNullable(feeds.get(kind));
    }

    Optional<Source> source(String name) {
        return Optional.ofNullable(sources.get(name));
    }

    /** Takes in what a source sent; IllegalArgumentException when the feed or the source is not configured. */
    public Receipt take(String kind, String source, Bytes raw) {
        var receipt = attempt(named(feeds, kind), named(sources, source), raw, Optional.empty());
        switch (receipt) {
            case Receipt.Repeated _ -> book.repeated(source);
            // It may have been set aside before and sent again since.
            case Receipt.Stored _, Receipt.Partly _ -> quarantine.remove(Quarantine.id(kind, source, raw));
            case Receipt.Quarantined _, Receipt.Deferred _ -> {}
        }
        return receipt;
    }

    /** Takes in again what was set aside; it leaves the quarantine when that succeeds. Empty: there is no such entry. */
    public Optional<Receipt> replay(String entry) {
        return quarantine.list().stream()
                .filter(e -> e.id().equals(entry))
                .findFirst()
                .flatMap(e -> quarantine.raw(entry).map(raw -> replay(e, raw)));
    }

    private Receipt replay(Quarantine.Entry entry, Bytes raw) {
        var receipt =
                attempt(named(feeds, entry.kind()), named(sources, entry.source()), raw, Optional.of(entry.since()));
        switch (receipt) {
            case Receipt.Stored _, Receipt.Partly _, Receipt.Repeated _ -> quarantine.remove(entry.id());
            case Receipt.Quarantined _, Receipt.Deferred _ -> {}
        }
        return receipt;
    }

    /** What waits, oldest first. */
    public List<Quarantine.Entry> quarantined() {
        return quarantine.list();
    }

    /** How much is understood, by source. */
    public Map<String, Coverage> coverage() {
        var coverage = new TreeMap<>(book.bySource());
        sources.keySet().forEach(s -> coverage.putIfAbsent(s, Coverage.NONE));
        var waiting = new Coverage(new IngestReport(1, 0, 1), Map.of(), 0, 0);
        quarantine.list().forEach(e -> coverage.merge(e.source(), waiting, Coverage::plus));
        return coverage;
    }

    /** The codes that are to be translated and that no map knew when they came, the most frequent first. */
    public List<Unmapped> unmapped() {
        var targets = new TreeMap<String, Set<String>>();
        sources.values()
                .forEach(source -> source.translations()
                        .forEach((system, into) -> targets.computeIfAbsent(system, _ -> new TreeSet<>())
                                .addAll(into)));
        return book.unmapped().entrySet().stream()
                .map(entry -> new Unmapped(
                        entry.getKey(),
                        entry.getValue(),
                        List.copyOf(targets.getOrDefault(entry.getKey().system(), Set.of()))))
                .filter(code -> !code.targets().isEmpty())
                .sorted(Comparator.comparingLong(Unmapped::messages)
                        .reversed()
                        .thenComparing(code -> code.code().toString()))
                .toList();
    }

    /**
     * A code without a meaning.
     *
     * @param messages in which it came
     * @param targets code systems it is to be translated into
     */
    public record Unmapped(Coding code, long messages, List<String> targets) {
        public Unmapped {
            targets = List.copyOf(targets);
        }
    }

    /** How much of what this source sends is understood. */
    public Coverage coverage(String source) {
        return coverage().getOrDefault(source, Coverage.NONE);
    }

    /** The messages of all sources. */
    public IngestReport report() {
        return coverage().values().stream().map(Coverage::messages).reduce(IngestReport.NONE, IngestReport::plus);
    }

    private Receipt attempt(Feed feed, Source source, Bytes raw, Optional<Instant> since) {
        try {
            return switch (feed.read(source, raw)) {
                case Outcome.Success<Feed.Message>(var message) -> once(feed, source, new Came(raw, since), message);
                case Outcome.Failure<Feed.Message>(var fault) -> aside(feed.kind(), source, raw, fault);
            };
        } catch (RuntimeException defect) {
            // One message must not stop those behind it. Its text stays out of the log: it may quote the message.
            LOG.error("defect while taking in a {} message of {}: {}", feed.kind(), source.name(), where(defect));
            return aside(feed.kind(), source, raw, new Fault.Unavailable("mapping, by a defect of this node"));
        }
    }

    private static String where(RuntimeException defect) {
        var trace = defect.getStackTrace();
        return defect.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    /** @param since when it came, if it waited since then */
    private record Came(Bytes raw, Optional<Instant> since) {}

    private Receipt once(Feed feed, Source source, Came came, Feed.Message message) {
        for (var i = 0; i < ATTEMPTS; i++) {
            if (Book.holds(sink, message.id())) {
                return new Receipt.Repeated(message.id());
            }
            var taken = new Originals.Taken(message.id(), came.raw(), clock.instant(), sink.lastChange());
            var reading = new Remembered(sink);
            switch (message.map(new Identities(reading))) {
                case Outcome.Failure<Mapped>(var fault) -> {
                    return aside(feed.kind(), source, came.raw(), fault);
                }
                case Outcome.Success<Mapped>(var mapped) -> {
                    var receipt = store(new Attempt(taken, mapped, reading, came.since()), source, feed.kind());
                    if (receipt.isPresent()) {
                        return receipt.get();
                    }
                }
            }
        }
        return new Receipt.Deferred(new Fault.Unavailable("the record of a patient who is written to by others"));
    }

    /** A message that is to be stored, and what was read of what is there. */
    private record Attempt(Originals.Taken taken, Mapped mapped, Remembered reading, Optional<Instant> since) {}

    /** Empty when another message was faster and this one must be mapped anew. */
    private Optional<Receipt> store(Attempt attempt, Source source, String kind) {
        var mapped = attempt.mapped();
        new DocumentVersions(source, new Identities(attempt.reading())).late(mapped.drafts());
        return switch (new Translations(meaning.terminology()).translate(mapped.drafts(), source)) {
            case Outcome.Failure<Translations.Tally>(var fault) -> Optional.of(new Receipt.Deferred(fault));
            case Outcome.Success<Translations.Tally>(var tally) -> {
                meaning.labels().label(mapped.drafts(), reference -> labelsOf(attempt.reading(), reference));
                // What cannot be taken is kept before the mark says that the message was.
                var waiting = mapped.rest().map(rest -> aside(kind, source, rest.raw(), rest.reason()));
                var mark = Book.mark(attempt.taken().id(), tally, mapped);
                yield commit(attempt, mark).map(r -> partly(r, mapped, waiting));
            }
        };
    }

    /** Of what is here already: a prescription may come long after what it is for. */
    private static Set<String> labelsOf(Remembered reading, String reference) {
        return ResourceId.parse(reference)
                .flatMap(reading::says)
                .map(resource -> Json.elements(resource.at("/meta/security"))
                        .filter(coding -> coding.path("system").asText().equals(SensitivityLabels.SYSTEM))
                        .map(coding -> coding.path("code").asText())
                        .filter(SensitivityLabels.codes()::contains)
                        .collect(Collectors.<String>toSet()))
                .orElseGet(Set::of);
    }

    private static Receipt partly(Receipt receipt, Mapped mapped, Optional<Receipt.Quarantined> waiting) {
        return receipt instanceof Receipt.Stored(var id, var resources) && waiting.isPresent()
                ? new Receipt.Partly(
                        id,
                        resources,
                        waiting.get().entry(),
                        mapped.rest().map(Mapped.Rest::records).orElse(0),
                        waiting.get().reason())
                : receipt;
    }

    private Optional<Receipt> commit(Attempt attempt, Commit.Mark mark) {
        var taken = attempt.taken();
        var mapped = attempt.mapped();
        var id = taken.id();
        var marks = new LinkedHashMap<String, Commit.Mark>();
        mapped.marks().stream()
                .filter(m -> !VisitMoves.isSaid(m, sink))
                .forEach(m -> marks.put(m.space() + "/" + m.key(), m));
        marks.put("", mark);
        var keeping = originals.map(kept -> kept.marks(taken, mapped)).orElse(List.of());
        keeping.forEach(m -> marks.put(m.space() + "/" + m.key(), m));
        var writes = new ArrayList<Commit.Write>();
        var told = new ArrayList<Draft>();
        mapped.drafts()
                .forEach(d -> write(d, attempt).ifPresent(w -> {
                    writes.add(w);
                    told.add(d);
                }));
        Merges.marks(id, told).forEach(m -> marks.put(m.space() + "/" + m.key(), m));
        // A table comes again and again: what is as it was has its origin already.
        var origins = mapped.records() == 1 ? mapped.drafts() : told;
        Provenances.of(id, mapped.mapping(), origins, taken.at())
                .forEach(p -> write(p, attempt).ifPresent(writes::add));
        return switch (sink.store(new Commit(writes, List.copyOf(marks.values())))) {
            case Outcome.Success<Integer>(var written) -> {
                book.add(mark.value());
                Merges.in(told).forEach(this::merged);
                mapped.marks().stream().filter(VisitMoves::isBegun).findFirst().ifPresent(_ -> merged(Merged.NOBODY));
                attempt.since().ifPresent(since -> placed(keeping, since));
                yield Optional.of(new Receipt.Stored(id, written));
            }
            case Outcome.Failure<Integer>(Fault.Conflict _) -> Optional.empty();
            case Outcome.Failure<Integer>(Fault.VersionMismatch _) -> Optional.empty();
            case Outcome.Failure<Integer>(var fault) -> Optional.of(new Receipt.Deferred(fault));
        };
    }

    /** It is stored: where that fails it counts as the last one. */
    private void placed(List<Commit.Mark> keeping, Instant since) {
        try {
            waiting.accept(keeping.stream().map(Commit.Mark::key).toList(), since);
        } catch (RuntimeException defect) {
            LOG.error("defect while a message that waited is put where it belongs: {}", where(defect));
        }
    }

    /** It is stored: what goes wrong from here on is done at the next start. */
    private void merged(Merged merged) {
        try {
            merging.accept(merged);
        } catch (RuntimeException defect) {
            LOG.error("defect while records of two patients become one: {}", where(defect));
        }
    }

    /** What is as its source sent it is as complete as the source says. */
    private static Optional<Commit.Write> write(Draft draft, Attempt attempt) {
        var current = attempt.reading().current(draft.id());
        if (current.isPresent() && draft.onExisting() == Draft.OnExisting.KEEP) {
            return Optional.empty();
        }
        var before = attempt.reading().says(draft.id());
        return Merge.write(attempt.mapped().isAsSent() ? draft : Unknowns.told(draft, before), current, before);
    }

    private Receipt.Quarantined aside(String kind, Source source, Bytes raw, Fault reason) {
        var entry = quarantine.put(kind, source.name(), raw, Faults.text(reason), clock.instant());
        LOG.warn("set aside a {} message of {} as {}: {}", kind, source.name(), entry.id(), entry.reason());
        return new Receipt.Quarantined(entry.id(), reason);
    }

    private static <T> T named(Map<String, T> known, String name) {
        return Optional.ofNullable(known.get(name))
                .orElseThrow(() -> new IllegalArgumentException("not configured: " + name));
    }
}
