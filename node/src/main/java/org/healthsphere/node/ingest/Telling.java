package org.healthsphere.node.ingest;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** What kept messages come to now, each mapped once. */
final class Telling {
    private final Ingest ingest;
    private final RecordSink sink;
    private final Map<String, Outcome<Told>> known = new HashMap<>();

    Telling(Ingest ingest, RecordSink sink) {
        this.ingest = ingest;
        this.sink = sink;
    }

    /**
     * What a message comes to.
     *
     * @param drafts in the order of the message
     * @param codes how many, by system; nothing of what was withdrawn
     */
    record Told(Original of, Optional<Mapped> mapped, List<Draft> drafts, Optional<Translations.Tally> codes) {
        Optional<Draft> draft(ResourceId id) {
            return drafts.stream().filter(d -> d.id().equals(id)).findFirst();
        }

        boolean isAsSent() {
            return mapped.filter(Mapped::isAsSent).isPresent();
        }

        List<Commit.Mark> marks() {
            return mapped.map(Mapped::marks).orElse(List.of());
        }

        /** In whose records it is. */
        Set<String> places() {
            var places = new TreeSet<String>();
            drafts.forEach(d -> places.add(d.patient().orElse("")));
            return places;
        }
    }

    /** A fault when it cannot be mapped now. What was withdrawn tells nothing. */
    Outcome<Told> of(Original original) {
        var told = known.get(original.part());
        if (told == null) {
            told = original.withdrawn()
                    ? Outcome.of(new Told(original, Optional.empty(), List.of(), Optional.empty()))
                    : mapped(original);
            known.put(original.part(), told);
        }
        return told;
    }

    private Outcome<Told> mapped(Original original) {
        var feed = ingest.feed(original.id().kind());
        var source = ingest.source(original.id().source());
        if (feed.isEmpty() || source.isEmpty()) {
            return Outcome.failed(new Fault.Invalid("its source is not configured any more"));
        }
        return feed.get()
                .read(source.get(), original.raw())
                .then(message -> message.map(new Identities(sink)))
                .then(mapped -> meant(original, mapped, source.get()));
    }

    private Outcome<Told> meant(Original original, Mapped mapped, Source source) {
        if (mapped.rest().isPresent()) {
            return Outcome.failed(mapped.rest().get().reason());
        }
        var drafts = mapped.drafts().stream().map(d -> own(original, d)).toList();
        return new Translations(ingest.meaning().terminology())
                .translate(drafts, source)
                .map(tally -> {
                    ingest.meaning().labels().label(drafts);
                    return new Told(original, Optional.of(mapped), drafts, Optional.of(tally));
                });
    }

    /** What it said of somebody who was another one later, it said of him: his name is not the survivor's. */
    private Draft own(Original original, Draft draft) {
        return original.patients().stream()
                .filter(patient -> draft.id().type().equals("Patient")
                        && !original.patients().contains(draft.id().id())
                        && Merges.survivor(sink, patient)
                                .equals(Optional.of(draft.id().id())))
                .findFirst()
                .map(patient -> new Draft(
                        new ResourceId("Patient", patient),
                        Optional.of(patient),
                        draft.json(),
                        draft.cleared(),
                        draft.onExisting(),
                        draft.spared()))
                .orElse(draft);
    }
}
