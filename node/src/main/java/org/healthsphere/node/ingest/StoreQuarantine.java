package org.healthsphere.node.ingest;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;

/** In the store itself, for a node of several processes, which have no folder together: each entry is a mark, its bytes sealed. */
public final class StoreQuarantine implements Quarantine {
    private static final String SPACE = "quarantine";
    private static final Mark MOVED = new Mark("quarantine-moved", "folder", Bytes.NONE);

    private final ResourceStore store;
    private final Seal seal;

    public StoreQuarantine(ResourceStore store, Seal seal) {
        this.store = store;
        this.seal = seal;
    }

    /** Takes in, once for ever, what waits in a folder from the time when the node was one process. */
    public void moveFrom(Quarantine folder) {
        if (store.mark(MOVED.space(), MOVED.key()).isEmpty()) {
            folder.list()
                    .forEach(entry -> folder.raw(entry.id()).ifPresent(raw -> {
                        var _ = put(entry.kind(), entry.source(), raw, entry.reason(), entry.since());
                    }));
            store.putMark(MOVED);
        }
    }

    @Override
    public synchronized Entry put(String kind, String source, Bytes raw, String reason, Instant now) {
        var id = Quarantine.id(kind, source, raw);
        var since = find(id).map(found -> found.entry().since()).orElse(now);
        var about = Json.object();
        about.put("kind", kind)
                .put("source", source)
                .put("since", since.toString())
                .put("reason", reason);
        store.putMark(new Mark(SPACE, id, joined(Json.bytes(about), seal.seal(raw, id))));
        return new Entry(id, kind, source, since, reason);
    }

    private static Bytes joined(Bytes about, Bytes sealed) {
        return Bytes.of(ByteBuffer.allocate(Integer.BYTES + about.length() + sealed.length())
                .putInt(about.length())
                .put(about.array())
                .put(sealed.array())
                .array());
    }

    private record Found(Entry entry, Bytes sealed) {
        static Found of(String id, Bytes value) {
            var in = ByteBuffer.wrap(value.array());
            var known = new byte[in.getInt()];
            in.get(known);
            var sealed = new byte[in.remaining()];
            in.get(sealed);
            var about = Json.tree(Bytes.of(known));
            var entry = new Entry(
                    id,
                    about.path("kind").asText(),
                    about.path("source").asText(),
                    Instant.parse(about.path("since").asText()),
                    about.path("reason").asText());
            return new Found(entry, Bytes.of(sealed));
        }
    }

    private Optional<Found> find(String id) {
        return id.isEmpty() ? Optional.empty() : store.mark(SPACE, id).map(value -> Found.of(id, value));
    }

    @Override
    public List<Entry> list() {
        try (var marks = store.marks(SPACE)) {
            return marks.map(mark -> Found.of(mark.key(), mark.value()).entry())
                    .sorted(Comparator.comparing(Entry::since).thenComparing(Entry::id))
                    .toList();
        }
    }

    @Override
    public Optional<Bytes> raw(String id) {
        return find(id).map(found -> seal.open(found.sealed(), id));
    }

    @Override
    public synchronized void remove(String id) {
        if (find(id).isPresent()) {
            store.removeMark(SPACE, id);
        }
    }

    @Override
    public synchronized void forgetWhatLeft() {
        seal.forgetAllBut(list().stream().map(Entry::id).collect(Collectors.toSet()));
    }
}
