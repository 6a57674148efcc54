package org.healthsphere.node.http.fhir;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads paths, in one way for who may ask and for what is asked. */
public final class Segments {
    private Segments() {}

    /**
     * What stands between the slashes, decoded; nothing when it could be read in another way too, by dots or doubled slashes.
     *
     * @param path as it was sent, below {@link FhirRoutes#BASE}; a slash at its end means nothing
     */
    public static Optional<List<String>> of(String path) {
        var segments = new ArrayList<String>();
        var from = path.startsWith("/") ? 1 : 0;
        while (from < path.length()) {
            var slash = path.indexOf('/', from);
            var to = slash < 0 ? path.length() : slash;
            var segment = decoded(path.substring(from, to));
            if (segment.isEmpty()) {
                return Optional.empty();
            }
            segments.add(segment.get());
            from = to + 1;
        }
        return Optional.of(segments);
    }

    private static Optional<String> decoded(String segment) {
        try {
            var text = segment.indexOf('%') < 0
                    ? segment
                    : URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            return Optional.of(text)
                    .filter(t -> !t.isEmpty() && t.indexOf('/') < 0 && !t.equals(".") && !t.equals(".."));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
