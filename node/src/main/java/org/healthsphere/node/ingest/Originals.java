package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.Spares;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * Messages as they came, for as long as the hospital keeps them, so that they can be mapped again.
 *
 * <p>They are marks, written in the commit of what the message came to. Each is closed with the keys of all patients whom it tells of
 * and with that of its day: an erasure of any of them ends it, and so does the end of the time for which messages are kept.
 */
public final class Originals {
    private static final String SPACE = "source-original";
    private static final Bytes NOTHING = Bytes.NONE;
    private static final String PART = "part";
    private static final Spares<Deflater> DEFLATERS = Spares.deflaters(Deflater.DEFAULT_COMPRESSION, false);

    private final ResourceStore store;
    private final DayKeys keys;
    private final int days;

    /** @param days for how many days messages are kept; 0: not at all */
    public Originals(ResourceStore store, DayKeys keys, int days) {
        this.store = store;
        this.keys = keys;
        this.days = days;
    }

    /** A message that is taken in. */
    record Taken(MessageId id, Bytes raw, Instant at, long after) {}

    /** What keeps the message, to be committed with what it came to. */
    List<Mark> marks(Taken taken, Mapped mapped) {
        if (days == 0) {
            return List.of();
        }
        if (mapped.parts().isEmpty()) {
            return marks(original(taken, patients(mapped), true, taken.raw()));
        }
        return mapped.parts().entrySet().stream()
                .flatMap(e -> marks(original(taken, List.of(e.getKey()), false, e.getValue())).stream())
                .toList();
    }

    private static Original original(Taken taken, List<String> patients, boolean whole, Bytes raw) {
        var part = taken.id().resource("Provenance", patients.getFirst()).id();
        return new Original(
                part, taken.id(), taken.at(), taken.after(), patients, Set.copyOf(patients), whole, false, raw);
    }

    private static List<String> patients(Mapped mapped) {
        var patients = new LinkedHashSet<String>();
        mapped.drafts().forEach(d -> patients.add(d.patient().orElse("")));
        if (patients.isEmpty()) {
            patients.add("");
        }
        return List.copyOf(patients);
    }

    /** The message, and for each further patient of it a pointer to it. */
    private List<Mark> marks(Original original) {
        var first = original.patients().stream().filter(p -> !p.isEmpty()).findFirst();
        var marks = new ArrayList<Mark>();
        marks.add(owned(new Mark(SPACE, original.part(), encoded(original)), first));
        original.patients().stream()
                .skip(1)
                .map(patient -> pointer(original, patient))
                .forEach(marks::add);
        return marks;
    }

    private static Mark owned(Mark mark, Optional<String> patient) {
        return patient.map(mark::about).orElse(mark);
    }

    private static Mark pointer(Original original, String patient) {
        var to = Json.object().put(PART, original.part());
        var mark = new Mark(SPACE, original.provenance(patient).id(), joined(Json.bytes(to), NOTHING));
        return owned(mark, Optional.of(patient).filter(p -> !p.isEmpty()));
    }

    /** Keeps it as it is now, whatever was kept of it. */
    void put(Original original) {
        marks(original).forEach(store::putMark);
    }

    /** What lets the Provenances of these patients lead to it too, as far as they do not yet. */
    List<Mark> pointers(Original original, Set<String> patients) {
        return patients.stream()
                .filter(patient ->
                        store.mark(SPACE, original.provenance(patient).id()).isEmpty())
                .map(patient -> pointer(original, patient))
                .toList();
    }

    private Bytes encoded(Original original) {
        var id = original.id();
        var about = Json.object();
        about.put("kind", id.kind())
                .put("source", id.source())
                .put("facility", id.facility())
                .put("id", id.id())
                .put("content", id.content().hex())
                .put("at", original.at().toString())
                .put("after", original.after())
                .put("whole", original.whole())
                .put("withdrawn", original.withdrawn());
        original.patients().forEach(about.putArray("patients")::add);
        original.places().stream().sorted().forEach(about.putArray("places")::add);
        var day = LocalDate.ofInstant(original.at(), ZoneOffset.UTC);
        var others =
                original.patients().stream().filter(p -> !p.isEmpty()).skip(1).toList();
        return joined(Json.bytes(about), keys.close(deflated(original.raw()), day, others));
    }

    /** What is kept under this name, or under that of the Provenance of any patient whom it tells of. */
    public Optional<Original> find(String part) {
        return part.isEmpty() ? Optional.empty() : store.mark(SPACE, part).flatMap(value -> found(part, value));
    }

    private Optional<Original> found(String part, Bytes value) {
        var kept = Kept.of(value);
        return kept.about().has(PART)
                ? find(kept.about().path(PART).asText())
                : keys.open(kept.closed()).map(plain -> kept.original(part, inflated(plain)));
    }

    /** What is kept, without what it says, in no order; close it. */
    public Stream<Original> all() {
        return store.marks(SPACE).flatMap(mark -> {
            var kept = Kept.of(mark.value());
            return kept.about().has(PART) ? Stream.empty() : Stream.of(kept.original(mark.key(), NOTHING));
        });
    }

    /** As it is stored: what is known about it, and it itself, closed. */
    private record Kept(JsonNode about, Bytes closed) {
        static Kept of(Bytes value) {
            var in = ByteBuffer.wrap(value.array());
            var known = new byte[in.getInt()];
            in.get(known);
            var closed = new byte[in.remaining()];
            in.get(closed);
            return new Kept(Json.tree(Bytes.of(known)), Bytes.of(closed));
        }

        Original original(String part, Bytes raw) {
            return new Original(
                    part,
                    new MessageId(
                            about.path("kind").asText(),
                            about.path("source").asText(),
                            about.path("facility").asText(),
                            about.path("id").asText(),
                            new Sha256(about.path("content").asText())),
                    Instant.parse(about.path("at").asText()),
                    about.path("after").asLong(),
                    texts("patients").toList(),
                    texts("places").collect(Collectors.toSet()),
                    about.path("whole").asBoolean(),
                    about.path("withdrawn").asBoolean(),
                    raw);
        }

        private Stream<String> texts(String list) {
            return Json.elements(about.path(list)).map(JsonNode::asText);
        }
    }

    /** Ends what came so long before this moment that it is kept no longer. */
    public void expire(Instant now) {
        var first = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(days);
        keys.endBefore(first);
        List<String> gone;
        try (var marks = store.marks(SPACE)) {
            gone = marks.filter(mark -> found(mark.key(), mark.value()).isEmpty())
                    .map(Mark::key)
                    .toList();
        }
        gone.forEach(key -> store.removeMark(SPACE, key));
    }

    private static Bytes joined(Bytes about, Bytes closed) {
        return Bytes.of(ByteBuffer.allocate(Integer.BYTES + about.length() + closed.length())
                .putInt(about.length())
                .put(about.array())
                .put(closed.array())
                .array());
    }

    private static Bytes deflated(Bytes plain) {
        return DEFLATERS.use(deflater -> {
            var bytes = new ByteArrayOutputStream();
            try (var out = new DeflaterOutputStream(bytes, deflater)) {
                out.write(plain.array());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return Bytes.of(bytes.toByteArray());
        });
    }

    private static Bytes inflated(Bytes deflated) {
        try (var in = new InflaterInputStream(new ByteArrayInputStream(deflated.array()))) {
            return Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
