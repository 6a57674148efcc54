package org.healthsphere.node.store.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.store.keys.Slot.State;

/** Makes the copies of a file of keys the same: a key that one of them has, and one that any of them has destroyed, all have. */
final class Copies {
    private Copies() {}

    static List<Optional<Slot>> merged(List<KeyFile> files) {
        var all = files.stream().map(KeyFile::slots).toList();
        var size = all.stream().mapToInt(List::size).max().orElse(0);
        List<Optional<Slot>> merged = new ArrayList<>(size);
        for (var i = 0; i < size; i++) {
            var n = i;
            merged.add(all.stream()
                    .flatMap(slots -> n < slots.size() ? slots.get(n).stream() : Stream.empty())
                    .reduce(Copies::later));
        }
        for (var f = 0; f < files.size(); f++) {
            complete(files.get(f), all.get(f), merged);
        }
        return merged;
    }

    private static void complete(KeyFile file, List<Optional<Slot>> slots, List<Optional<Slot>> merged) {
        var changed = false;
        for (var i = 0; i < merged.size(); i++) {
            var now = i < slots.size() ? slots.get(i) : Optional.<Slot>empty();
            if (!now.equals(merged.get(i))) {
                file.put(i + 1, merged.get(i).orElseThrow());
                changed = true;
            }
        }
        if (changed) {
            file.force();
        }
    }

    private static Slot later(Slot one, Slot other) {
        if (one.state() != State.DESTROYED
                && other.state() != State.DESTROYED
                && !one.wrapped().equals(other.wrapped())) {
            throw new IllegalStateException("the two files of keys are not of the same node");
        }
        return one.state().compareTo(other.state()) >= 0 ? one : other;
    }
}
