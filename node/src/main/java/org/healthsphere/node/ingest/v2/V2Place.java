package org.healthsphere.node.ingest.v2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.healthsphere.node.ingest.mapping.Field;

/**
 * A segment and what stands around it.
 *
 * <p>Paths: {@code PID-5} all repetitions, {@code PID-5.1}, {@code PID-3.4.2}. Which segment a name means from here: this one when
 * it is of that name; for what governs others (MSH, EVN, PID, PV1, ORC, OBR) the nearest before; notes (NTE) those that
 * follow at once; for all others the nearest that belongs to this one, else the nearest before.
 */
record V2Place(V2Message message, int at) implements Field {
    private static final String SPECIMEN = "SPM";
    // Outer ones first.
    private static final List<String> GOVERNING = List.of("MSH", "EVN", "PID", "PV1", SPECIMEN, "ORC", "OBR");

    V2Message.V2Segment segment() {
        return message.segments().get(at);
    }

    @Override
    public List<Field> at(String text) {
        var known = V2Path.of(text);
        if (known.isEmpty()) {
            return text.equals(".") ? List.of(this) : List.of();
        }
        var path = known.get();
        var found = new ArrayList<Field>();
        for (var segment : select(path.segment())) {
            if (path.field() == 0) {
                found.add(new V2Place(message, segment));
            } else {
                for (var value : message.segments().get(segment).field(path.field())) {
                    found.addAll(value.deletes() ? List.of(value) : value.at(path.inner()));
                }
            }
        }
        return found;
    }

    @Override
    public String text() {
        return segment().name();
    }

    /** The index of the nearest segment of this name at or before this one. */
    Optional<Integer> governing(String name) {
        for (var i = at; i >= 0; i--) {
            if (named(i, name)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** How far inside a segment stands: smaller governs greater. */
    int rank() {
        var governing = GOVERNING.indexOf(segment().name());
        return governing < 0 || (named(at, SPECIMEN) && !isBeforeOrders()) ? GOVERNING.size() : governing;
    }

    /** A specimen stands behind the order that it was taken for, or before all those that are about it. */
    private boolean isBeforeOrders() {
        return IntStream.range(0, message.segments().size())
                .filter(i -> named(i, SPECIMEN) || named(i, "OBR"))
                .limit(1)
                .anyMatch(i -> named(i, SPECIMEN));
    }

    private List<Integer> select(String name) {
        if (named(at, name)) {
            return List.of(at);
        }
        if (name.equals("NTE")) {
            return IntStream.range(at + 1, message.segments().size())
                    .takeWhile(i -> named(i, name))
                    .boxed()
                    .toList();
        }
        var found = GOVERNING.contains(name) && !name.equals(SPECIMEN)
                ? governing(name).or(() -> following(name))
                : following(name).or(() -> governing(name));
        return found.map(List::of).orElse(List.of());
    }

    private Optional<Integer> following(String name) {
        for (var i = at + 1;
                i < message.segments().size() && !named(i, segment().name());
                i++) {
            if (named(i, name)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private boolean named(int index, String name) {
        return message.segments().get(index).name().equals(name);
    }
}
