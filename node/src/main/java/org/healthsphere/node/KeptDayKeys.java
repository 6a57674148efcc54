package org.healthsphere.node;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.healthsphere.node.ingest.DayKeys;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ignite.IgniteResourceStore;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;

/** Kept messages are closed with keys of the node's ring: one for each day, and those of the patients. */
final class KeptDayKeys implements DayKeys {
    private static final String SPACE = "source-day";
    private static final Bytes CONTEXT = Bytes.utf8("kept message");

    private final KeyRing keys;
    private final IgniteResourceStore store;
    private final Set<LocalDate> noted = ConcurrentHashMap.newKeySet();

    KeptDayKeys(KeyRing keys, IgniteResourceStore store) {
        this.keys = keys;
        this.store = store;
    }

    @Override
    public Bytes close(Bytes plain, LocalDate day, List<String> patients) {
        note(day);
        List<Integer> numbers = new ArrayList<>(patients.size() + 1);
        patients.forEach(patient -> numbers.add(keys.forPatient(patient)));
        numbers.add(keys.forMessage(name(day)));
        var closed = plain.array();
        for (var number : numbers) {
            closed = keys.seal(number, closed, CONTEXT.array());
        }
        var out = ByteBuffer.allocate(Integer.BYTES * (numbers.size() + 1) + closed.length)
                .putInt(numbers.size());
        numbers.forEach(out::putInt);
        return Bytes.of(out.put(closed).array());
    }

    @Override
    public Optional<Bytes> open(Bytes closed) {
        var in = ByteBuffer.wrap(closed.array());
        var numbers = new ArrayList<Integer>();
        for (var left = in.getInt(); left > 0; left--) {
            numbers.add(in.getInt());
        }
        var sealed = new byte[in.remaining()];
        in.get(sealed);
        var plain = Optional.of(sealed);
        for (var number : numbers.reversed()) {
            plain = plain.flatMap(bytes -> keys.open(number, bytes, CONTEXT.array()));
        }
        return plain.map(Bytes::of);
    }

    /** Before anything is closed with its key, the day is known to {@link #endBefore} and to {@link #names}. */
    private void note(LocalDate day) {
        if (noted.add(day) && store.mark(SPACE, day.toString()).isEmpty()) {
            store.putMark(new Commit.Mark(SPACE, day.toString(), Bytes.NONE));
        }
    }

    @Override
    public void endBefore(LocalDate first) {
        var ended = days().stream().filter(day -> day.isBefore(first)).toList();
        store.destroy(ended.stream()
                .flatMap(day -> keys.ofMessage(name(day)).stream().boxed())
                .collect(Collectors.toSet()));
        ended.forEach(day -> {
            store.removeMark(SPACE, day.toString());
            noted.remove(day);
        });
    }

    private List<LocalDate> days() {
        try (var marks = store.marks(SPACE)) {
            return marks.map(mark -> LocalDate.parse(mark.key())).toList();
        }
    }

    /** Under which the ring has the keys of all days that are kept. */
    Set<String> names() {
        return days().stream().map(KeptDayKeys::name).collect(Collectors.toSet());
    }

    private static String name(LocalDate day) {
        return "day " + day;
    }
}
