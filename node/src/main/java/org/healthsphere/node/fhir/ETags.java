package org.healthsphere.node.fhir;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.healthsphere.node.store.StoredResource;

/** Versions as weak ETags (FHIR R4, 3.1.0.1.5; RFC 9110, 8.8.3). */
public final class ETags {
    private static final Pattern FORM = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

    private ETags() {}

    public static String of(StoredResource resource) {
        return "W/\"" + resource.version() + "\"";
    }

    /** Whether one of these ETags, or any with {@code *}, is that of the version (RFC 9110, 13.1.2). */
    public static boolean names(String etags, StoredResource resource) {
        return Arrays.stream(etags.split(",", -1))
                .map(String::strip)
                .anyMatch(etag -> etag.equals("*") || version(etag).equals(OptionalLong.of(resource.version())));
    }

    /** The version in an ETag; empty when it is none of this server. */
    public static OptionalLong version(String etag) {
        var form = FORM.matcher(etag.strip());
        return form.matches() ? OptionalLong.of(Long.parseLong(form.group(1))) : OptionalLong.empty();
    }
}
