package org.healthsphere.node.store.ignite;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Fault;

/** Of a process that is the whole node: what its log has is committed. */
final class OwnJournal implements Journal {
    private final ChunkLog log;
    private final Directory directory;
    private final KeyRing keys;
    private final Seen seen;
    private final NextCommit next;

    OwnJournal(IgniteResourceStore.Parts parts) {
        this.log = parts.log();
        this.directory = parts.directory();
        this.keys = parts.keys();
        this.seen = parts.seen();
        this.next = parts.next();
    }

    @Override
    public Optional<Fault> refusal() {
        return Optional.empty();
    }

    @Override
    public Optional<Fault> refusalToErase() {
        return Optional.empty();
    }

    @Override
    public void append(List<Chunk> commit) {
        log.append(commit.getFirst().change(), commit);
        seen.apply(commit);
    }

    @Override
    public Set<ResourceId> erase(int own, Set<Integer> condemned, Consumer<Set<ResourceId>> derived) {
        seen.flush();
        keys.condemn(condemned);
        var gone = new Erasing(log, directory, keys, seen.lastChange()).end(condemned, derived);
        noted(own);
        return gone;
    }

    private void noted(int own) {
        seen.erased();
        append(next.of(next.erased(own)));
    }

    @Override
    public void endErasures(Consumer<Set<ResourceId>> derived) {
        var condemned = keys.condemned();
        if (!condemned.isEmpty()) {
            seen.flush();
            var _ = new Erasing(log, directory, keys, seen.lastChange()).end(condemned, derived);
            condemned.forEach(this::noted);
        }
    }

    @Override
    public void destroy(Set<Integer> ended) {
        keys.destroy(ended);
    }
}
