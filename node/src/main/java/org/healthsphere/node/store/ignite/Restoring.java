package org.healthsphere.node.store.ignite;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.healthsphere.node.store.keys.KeyRing;

/** Fills an empty store from copies, and derives its directory anew. */
final class Restoring implements StoreCopy {
    private static final int BATCH = 512;

    private final KeyRing keys;
    private final ChunkLog log;
    private final Directory directory;
    private final Map<String, Map<UUID, byte[]>> marks = new TreeMap<>();
    private int waiting;

    Restoring(Engine engine, KeyRing keys) {
        this.keys = keys;
        this.log = new ChunkLog(engine, keys);
        this.directory = new Directory(engine, keys);
    }

    @Override
    public void mark(String space, UUID name, byte[] stored) {
        if (keys.isReadable(MarkSpaces.sealedBy(stored))) {
            marks.computeIfAbsent(space, _ -> new TreeMap<>()).put(name, stored);
            if (++waiting == BATCH) {
                putMarks();
            }
        }
    }

    @Override
    public void chunk(long place, byte[] stored) {
        // What cannot be read any more is left behind; reading it all shows that the rest can be.
        var chunk = ChunkFormat.read(stored, keys);
        log.rewrite(place, chunk);
        chunk.entries().forEach(this::leaveWhatIsCutOff);
        directory.applyHeads(chunk);
        if (directory.isFull()) {
            var _ = directory.flush(chunk.change());
        }
    }

    /** What came before a version that cannot be read any more is not reached by anybody. */
    private void leaveWhatIsCutOff(Chunk.Entry entry) {
        if (entry.previous() != Location.NONE
                && log.entry(Location.of(entry.previous())).isEmpty()) {
            for (long at : log.chain(directory.head(entry.id())).toList()) {
                var location = Location.of(at);
                var place = Location.key(location.change(), location.chunk());
                log.rewrite(place, log.read(place).without(e -> e.slot() == location.slot(), _ -> false));
            }
        }
    }

    private void putMarks() {
        marks.forEach(directory.spaces()::restore);
        marks.clear();
        waiting = 0;
    }

    void end(long last) {
        putMarks();
        var _ = directory.flush(last);
    }
}
