package org.healthsphere.node.store.ignite;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.Stamp;
import org.healthsphere.node.store.ignite.Chunk.MarkChange;
import org.healthsphere.specs.Bytes;

/** Packs what is to be the commit that follows on the last. */
record NextCommit(Owners owners, Seen seen, InstantSource clock) {
    long change() {
        return seen.lastChange() + 1;
    }

    Instant now() {
        return Stamp.time(clock.instant());
    }

    /** Made at this moment, which its resources say too. */
    Packing packing(Instant time, List<MarkChange> marks) {
        return new Packing(owners, change(), time, marks);
    }

    /** One that holds nothing but marks. */
    List<Chunk> of(MarkChange... marks) {
        return packing(now(), List.of(marks)).chunks();
    }

    MarkChange set(Mark mark) {
        return new MarkChange(owners.keyOf(mark.patient()), mark.space(), mark.key(), Optional.of(mark));
    }

    /** What is left of an erasure. */
    MarkChange erased(int own) {
        return set(new Mark(ResourceStore.ERASURES, Integer.toString(own), Bytes.utf8(now().toString())));
    }
}
