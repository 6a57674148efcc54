package org.healthsphere.node.ingest.v2;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A path that begins at a segment, taken apart once.
 *
 * @param field 0: the segment itself
 * @param inner the way on inside of the field
 */
record V2Path(String segment, int field, String inner) {
    private static final Pattern FORM = Pattern.compile("([A-Z][A-Z0-9]{2})(?:-(\\d+)(?:\\.(\\d+(?:\\.\\d+)?))?)?");
    private static final Predicate<String> INNER =
            Pattern.compile("\\.|\\d+(\\.\\d+)?").asMatchPredicate();
    // Mapping files hold some hundreds; a steward who tries out files by the thousand fills no memory.
    private static final int KEPT = 10_000;
    private static final Map<String, Optional<V2Path>> KNOWN = new ConcurrentHashMap<>();

    /** Whether a mapping may have it: one from a segment on, or one inside of a value. */
    static boolean isPath(String text) {
        return INNER.test(text) || of(text).isPresent();
    }

    /** Empty when it does not begin at a segment. */
    static Optional<V2Path> of(String text) {
        var known = KNOWN.get(text);
        if (known == null) {
            known = parsed(text);
            if (KNOWN.size() < KEPT) {
                KNOWN.put(text, known);
            }
        }
        return known;
    }

    private static Optional<V2Path> parsed(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            return Optional.empty();
        }
        var field = Optional.ofNullable(match.group(2)).map(Integer::parseInt).orElse(0);
        return Optional.of(new V2Path(
                match.group(1), field, Optional.ofNullable(match.group(3)).orElse(".")));
    }
}
