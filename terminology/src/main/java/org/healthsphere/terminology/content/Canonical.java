package org.healthsphere.terminology.content;

import java.util.Comparator;

/**
 * FHIR's canonical: a URL, with a version or without.
 *
 * @param version empty when none is named
 */
public record Canonical(String url, String version) implements Comparable<Canonical> {
    private static final Comparator<Canonical> ORDER =
            Comparator.comparing(Canonical::url).thenComparing(Canonical::version, Versions::compare);

    /** Before an expression constraint in a URL; bars in it stand around terms. */
    private static final String EXPRESSION = "?fhir_vs=ecl/";

    /** Reads {@code url} or {@code url|version}. */
    public static Canonical parse(String text) {
        if (text.contains(EXPRESSION)) {
            return new Canonical(text, "");
        }
        var bar = text.indexOf('|');
        return bar < 0 ? new Canonical(text, "") : new Canonical(text.substring(0, bar), text.substring(bar + 1));
    }

    public boolean hasVersion() {
        return !version.isEmpty();
    }

    /** By URL, then older versions first. */
    @Override
    public int compareTo(Canonical other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return hasVersion() ? url + "|" + version : url;
    }
}
