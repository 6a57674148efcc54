package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Telling.Told;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Maps kept messages again, as the mappings are now, over what they came to before.
 *
 * <p>What is answered is durable. The same replay again changes nothing. Messages about one patient are one commit.
 */
public final class Replays {
    private static final Logger LOG = LoggerFactory.getLogger(Replays.class);
    private static final int ATTEMPTS = 8;

    private final Ingest ingest;
    private final ResourceStore store;
    private final ResourceIndex index;
    private final Originals originals;
    private final InstantSource clock;
    private final Survivors survivors;
    private final VisitMoves visits;
    private volatile Consumer<String> regrouping = _ -> {};

    public Replays(Ingest ingest, ResourceStore store, ResourceIndex index, Originals originals, InstantSource clock) {
        this.ingest = ingest;
        this.store = store;
        this.index = index;
        this.originals = originals;
        this.clock = clock;
        this.survivors = new Survivors(store);
        this.visits = new VisitMoves(store, new Moves(store, index));
        ingest.onMerge(_ -> endMerges());
        var waited = new Waited(store, index, originals);
        ingest.onWaited((parts, since) -> {
            var _ = all(waited.placed(parts, since)).orElseThrow();
        });
    }

    /**
     * Which messages.
     *
     * @param source all sources when it is empty
     * @param kind all kinds when it is empty
     * @param from when they came, the first moment
     * @param until the first moment that is too late
     */
    public record Range(Optional<String> source, Optional<String> kind, Instant from, Instant until) {
        public boolean holds(String itsSource, String itsKind, Instant at) {
            return source.map(itsSource::equals).orElse(true)
                    && kind.map(itsKind::equals).orElse(true)
                    && !at.isBefore(from)
                    && at.isBefore(until);
        }
    }

    /**
     * What a replay came to.
     *
     * @param messages that were mapped again
     * @param changed resources that are new or another version
     * @param withdrawn resources that no message tells any more
     * @param refused by message, why it cannot be mapped; what it came to before stays
     * @param left resources that are as they were, and why
     */
    public record Report(
            int messages, int changed, int withdrawn, Map<String, String> refused, Map<ResourceId, String> left) {
        public static final Report NONE = new Report(0, 0, 0, Map.of(), Map.of());

        public Report {
            refused = Map.copyOf(refused);
            left = Map.copyOf(left);
        }

        Report plus(Report other) {
            var allRefused = new TreeMap<>(refused);
            allRefused.putAll(other.refused);
            var allLeft = new TreeMap<>(left);
            allLeft.putAll(other.left);
            return new Report(
                    messages + other.messages,
                    changed + other.changed,
                    withdrawn + other.withdrawn,
                    allRefused,
                    allLeft);
        }
    }

    /** From now on this hears of everybody whose place somebody took, or takes no more. */
    public void onRegroup(Consumer<String> listener) {
        regrouping = listener;
    }

    /** What is kept under this name, or under that of a Provenance. */
    public Optional<Original> find(String part) {
        return originals.find(part);
    }

    /** What is kept of these messages, without what they say; the last first. */
    public List<Original> list(Range range, int most) {
        try (var all = originals.all()) {
            return all.filter(original -> original.isIn(range))
                    .sorted(Comparator.comparing(Original::at)
                            .thenComparing(Original::part)
                            .reversed())
                    .limit(most)
                    .toList();
        }
    }

    /** The resources that a message tells of now. */
    public List<ResourceId> told(Original original) {
        return original.places().stream()
                .sorted()
                .flatMap(place -> store.get(original.provenance(place)).stream())
                .filter(provenance -> !provenance.deleted())
                .flatMap(provenance -> Retelling.targets(Json.tree(provenance.json())))
                .toList();
    }

    /** One message, or the part of it about one patient. */
    public Outcome<Report> replay(String part) {
        return found(part).then(original -> all(List.of(original)));
    }

    /** Every message of a range. A fault when one of them cannot be mapped now; those before it are done. */
    public Outcome<Report> replay(Range range) {
        List<Original> chosen;
        try (var all = originals.all()) {
            chosen = all.filter(original -> original.isIn(range)).toList();
        }
        return all(chosen);
    }

    /** Lets a message count no more: what it told is as if it had never come, until it is {@link #restore restored}. */
    public Outcome<Report> withdraw(String part) {
        return marked(part, true);
    }

    public Outcome<Report> restore(String part) {
        return marked(part, false);
    }

    private Outcome<Report> marked(String part, boolean withdrawn) {
        return found(part).then(original -> {
            var told = told(original);
            var marked = original.withdrawn(withdrawn);
            var undone = withdrawn ? undone(original) : Outcome.of(0);
            originals.put(marked);
            return undone.then(back -> all(List.of(marked)).map(report -> report.plus(changed(back))))
                    .then(report -> followed(marked, told).map(report::plus))
                    .then(report -> visits.endAll().map(moved -> report.plus(changed(moved))));
        });
    }

    /** Visits that it has moved go back, before anything else is told anew. */
    private Outcome<Integer> undone(Original original) {
        if (new Telling(ingest, new StoreSink(store)).of(original) instanceof Outcome.Success<Told>(var told)) {
            visits.forget(told.marks());
        }
        return visits.undo(original.id());
    }

    private static Report changed(int count) {
        return new Report(0, count, 0, Map.of(), Map.of());
    }

    /** With a merge that is undone, or done again, everything that came for either of the two is told anew. */
    private Outcome<Report> followed(Original original, List<ResourceId> told) {
        var patients = told.stream()
                .filter(id -> id.type().equals("Patient"))
                .map(ResourceId::id)
                .distinct()
                .toList();
        if (patients.size() < 2) {
            return Outcome.of(Report.NONE);
        }
        for (var patient : patients) {
            Merges.survivor(new StoreSink(store), patient).ifPresent(survivor -> {
                survivors.note(patient, survivor);
                regrouping.accept(patient);
            });
        }
        return ofPatients(patients, original.part())
                .then(report -> rest(patients).map(moved -> report.plus(changed(moved))));
    }

    /** What no message explains follows last: what one does is where it belongs by then. */
    private Outcome<Integer> rest(List<String> patients) {
        var moves = new Moves(store, index);
        var moved = Outcome.of(0);
        for (var patient : patients) {
            var survivor = Merges.survivor(new StoreSink(store), patient);
            moved = moved.then(before -> survivor.map(into -> moves.move(patient, into))
                    .orElseGet(() -> apart(patient, moves))
                    .map(more -> before + more));
        }
        return moved;
    }

    private Outcome<Integer> apart(String patient, Moves moves) {
        return moves.moveBack(patient).map(count -> {
            survivors.forget(patient);
            regrouping.accept(patient);
            return count;
        });
    }

    /** Whatever came for these, but for one message. */
    private Outcome<Report> ofPatients(Collection<String> patients, String but) {
        var lineage = new Lineage(store, index, originals);
        var parts = new TreeMap<String, Original>();
        patients.forEach(patient -> lineage.ofPatient(patient)
                .forEach(provenance -> originals
                        .find(provenance.id().id())
                        .filter(original -> !original.part().equals(but))
                        .ifPresent(original -> parts.put(original.part(), original))));
        return all(List.copyOf(parts.values()));
    }

    private Outcome<Original> found(String part) {
        return originals
                .find(part)
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("message that is kept")));
    }

    /** Ends what merges and moves have begun: everything that came for the other one becomes the survivor's. */
    public void endMerges() {
        if (visits.endAll() instanceof Outcome.Failure<Integer>(var fault)) {
            LOG.warn("a visit is not moved yet: {}", Faults.text(fault));
        }
        List<Mark> begun;
        try (var marks = store.marks(Merges.SPACE)) {
            begun = marks.toList();
        }
        for (var mark : begun) {
            var merged = new Ingest.Merged(
                    mark.key().substring(0, mark.key().indexOf('/')),
                    mark.value().utf8());
            switch (merged(merged)) {
                case Outcome.Success<Report> _ -> store.removeMark(Merges.SPACE, mark.key());
                case Outcome.Failure<Report>(var fault) ->
                    LOG.warn("a merge of two patients is not ended yet: {}", Faults.text(fault));
            }
        }
    }

    private Outcome<Report> merged(Ingest.Merged merged) {
        // What the other one has said of his data holds before they are anybody else's.
        survivors.note(merged.other(), merged.survivor());
        regrouping.accept(merged.other());
        return ofPatients(List.of(merged.other()), "")
                .then(report -> new Moves(store, index)
                        .move(merged.other(), merged.survivor())
                        .map(moved -> report.plus(changed(moved))));
    }

    private Outcome<Report> all(List<Original> chosen) {
        var sum = Outcome.of(Report.NONE);
        for (var group : groups(chosen)) {
            sum = sum.then(before -> together(group).map(before::plus));
        }
        return sum;
    }

    /** Messages that tell of the same patients, directly or by way of another one. */
    private static List<List<Original>> groups(List<Original> chosen) {
        var byPatient = new HashMap<String, Set<Original>>();
        for (var original : chosen) {
            var group = new LinkedHashSet<Original>();
            group.add(original);
            for (var patient : people(original)) {
                group.addAll(byPatient.getOrDefault(patient, Set.of()));
            }
            group.stream().flatMap(o -> people(o).stream()).forEach(patient -> byPatient.put(patient, group));
        }
        return byPatient.values().stream()
                .distinct()
                .map(group -> group.stream().sorted(Original.ORDER).toList())
                .sorted(Comparator.comparingLong(
                                (List<Original> group) -> group.getFirst().after())
                        .thenComparing(group -> group.getFirst().part()))
                .toList();
    }

    private static Set<String> people(Original original) {
        var people = new TreeSet<>(original.places());
        people.addAll(original.patients());
        people.remove("");
        return people.isEmpty() ? Set.of("") : people;
    }

    private Outcome<Report> together(List<Original> group) {
        var sink = new StoreSink(store);
        for (var i = 0; i < ATTEMPTS; i++) {
            var telling = new Telling(ingest, sink);
            var told = new ArrayList<Told>();
            var refused = new TreeMap<String, String>();
            for (var light : group) {
                originals.find(light.part()).ifPresent(original -> {
                    switch (telling.of(original)) {
                        case Outcome.Success<Told>(var one) -> told.add(placed(one));
                        case Outcome.Failure<Told>(var fault) -> refused.put(original.part(), Faults.text(fault));
                    }
                });
            }
            var report = attempt(told, telling, refused);
            if (report.isPresent()) {
                return report.get();
            }
        }
        return Outcome.failed(new Fault.Unavailable("the record of a patient who is written to by others"));
    }

    /** It is noted before the commit whose records it is in: more than it is in does no harm. */
    private Told placed(Told told) {
        if (told.of().places().containsAll(told.places())) {
            return told;
        }
        var placed = told.of().placed(told.places());
        originals.put(placed);
        return new Told(placed, told.mapped(), told.drafts(), told.codes());
    }

    /** Empty when somebody else was faster. */
    private Optional<Outcome<Report>> attempt(List<Told> told, Telling telling, Map<String, String> refused) {
        var lineage = new Lineage(store, index, originals);
        var plan = new Retelling(store, lineage, telling, originals, clock.instant()).plan(told);
        if (!plan.commit().isEmpty()) {
            switch (store.commit(plan.commit())) {
                case Outcome.Success<?> _ -> forgetIdentifiers(plan.commit().writes());
                case Outcome.Failure<?>(Fault.VersionMismatch _) -> {
                    return Optional.empty();
                }
                case Outcome.Failure<?>(Fault.Conflict _) -> {
                    return Optional.empty();
                }
                case Outcome.Failure<?>(var fault) -> {
                    return Optional.of(Outcome.failed(fault));
                }
            }
        }
        told.forEach(this::count);
        return Optional.of(Outcome.of(new Report(told.size(), plan.changed(), plan.withdrawn(), refused, plan.left())));
    }

    /** What is understood of it now. */
    private void count(Told told) {
        if (told.of().whole()) {
            told.mapped()
                    .flatMap(mapped ->
                            told.codes().map(codes -> Book.mark(told.of().id(), codes, mapped)))
                    .ifPresent(mark -> ingest.book().replace(store, mark));
        }
    }

    /** Numbers of a Patient whom no message tells any more mean nobody. */
    private void forgetIdentifiers(List<Write> writes) {
        writes.stream()
                .filter(write ->
                        write instanceof Write.Delete && write.id().type().equals("Patient"))
                .flatMap(write -> store.history(write.id()).stream().skip(1).limit(1))
                .flatMap(before -> identifiers(before.id().id(), Json.tree(before.json())))
                .forEach(key -> store.removeMark(Identities.SPACE, key));
    }

    private Stream<String> identifiers(String patient, JsonNode json) {
        return Json.elements(json.path("identifier"))
                .flatMap(identifier -> Identities.Identifier.of(identifier).stream())
                .map(Identities.Identifier::key)
                .filter(key -> store.mark(Identities.SPACE, key)
                        .filter(means -> means.utf8().equals(patient))
                        .isPresent());
    }
}
