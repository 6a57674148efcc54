package org.healthsphere.node.ingest.v2;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
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
    private static final Pattern PATH = Pattern.compile("([A-Z][A-Z0-9]{2})(?:-(\\d+)(?:\\.(\\d+(?:\\.\\d+)?))?)?");
    private static final Predicate<String> INNER =
            Pattern.compile("\\.|\\d+(\\.\\d+)?").asMatchPredicate();
    // Outer ones first.
    private static final List<String> GOVERNING = List.of("MSH", "EVN", "PID", "PV1", "ORC", "OBR");

    static boolean isPath(String path) {
        return PATH.matcher(path).matches() || INNER.test(path);
    }

    V2Message.V2Segment segment() {
        return message.segments().get(at);
    }

    @Override
    public List<Field> at(String path) {
        var match = PATH.matcher(path);
        if (!match.matches()) {
            return path.equals(".") ? List.of(this) : List.of();
        }
        var found = new ArrayList<Field>();
        for (var segment : select(match.group(1))) {
            if (match.group(2) == null) {
                found.add(new V2Place(message, segment));
            } else {
                var inner = Optional.ofNullable(match.group(3)).orElse(".");
                message.segments()
                        .get(segment)
                        .field(Integer.parseInt(match.group(2)))
                        .forEach(v -> found.addAll(v.deletes() ? List.of(v) : v.at(inner)));
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
        return IntStream.iterate(at, i -> i >= 0, i -> i - 1)
                .filter(i -> named(i, name))
                .boxed()
                .findFirst();
    }

    /** How far inside a segment stands: smaller governs greater. */
    int rank() {
        var governing = GOVERNING.indexOf(segment().name());
        return governing < 0 ? GOVERNING.size() : governing;
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
        var found = GOVERNING.contains(name)
                ? governing(name).or(() -> following(name))
                : following(name).or(() -> governing(name));
        return found.map(List::of).orElse(List.of());
    }

    private Optional<Integer> following(String name) {
        return IntStream.range(at + 1, message.segments().size())
                .takeWhile(i -> !named(i, segment().name()))
                .filter(i -> named(i, name))
                .boxed()
                .findFirst();
    }

    private boolean named(int index, String name) {
        return message.segments().get(index).name().equals(name);
    }
}
