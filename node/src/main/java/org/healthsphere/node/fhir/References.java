package org.healthsphere.node.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;

/** The forms of references (FHIR R4, references). */
final class References {
    private static final Pattern RELATIVE =
            Pattern.compile("([A-Z][A-Za-z]{1,63})/([A-Za-z0-9\\-.]{1,64})(/_history/[A-Za-z0-9\\-.]{1,64})?");
    private static final Pattern CONDITIONAL = Pattern.compile("([A-Z][A-Za-z]{1,63})\\?(\\S+)");
    private static final Pattern ABSOLUTE = Pattern.compile("(https?://|urn:)\\S+|#\\S*");
    private static final byte[] MEMBER = "\"reference\":\"".getBytes(UTF_8);

    private References() {}

    static boolean isWellFormed(String text, Predicate<String> knownType) {
        var relative = RELATIVE.matcher(text);
        var conditional = CONDITIONAL.matcher(text);
        return ABSOLUTE.matcher(text).matches()
                || (relative.matches() && knownType.test(relative.group(1)))
                || (conditional.matches() && knownType.test(conditional.group(1)));
    }

    static boolean isConditional(String text) {
        return CONDITIONAL.matcher(text).matches();
    }

    /** The type of what it leads to, where the reference itself says it. */
    static Optional<String> type(String text) {
        return Stream.of(RELATIVE, CONDITIONAL)
                .map(form -> form.matcher(text))
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst();
    }

    static Optional<ResourceId> local(String text) {
        var relative = RELATIVE.matcher(text);
        return relative.matches()
                ? Optional.of(new ResourceId(relative.group(1), relative.group(2)))
                : Optional.empty();
    }

    /** What a stored resource refers to on this server; it is searched as bytes. */
    static Set<ResourceId> in(Bytes json) {
        Set<ResourceId> found = new LinkedHashSet<>();
        var bytes = json.array();
        for (var i = 0; i + MEMBER.length < bytes.length; i++) {
            if (bytes[i] == '"' && matches(bytes, i)) {
                var start = i + MEMBER.length;
                var end = start;
                while (bytes[end] != '"') {
                    end++;
                }
                local(new String(bytes, start, end - start, UTF_8)).ifPresent(found::add);
                i = end;
            }
        }
        return found;
    }

    private static boolean matches(byte[] bytes, int at) {
        for (var i = 0; i < MEMBER.length; i++) {
            if (bytes[at + i] != MEMBER[i]) {
                return false;
            }
        }
        return true;
    }
}
