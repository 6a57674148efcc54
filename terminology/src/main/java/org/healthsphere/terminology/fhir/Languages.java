package org.healthsphere.terminology.fhir;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Languages in the order in which they are wanted: an Accept-Language header by RFC 9110, or one language by BCP 47.
 *
 * @param echo as they were asked for
 */
record Languages(List<Wanted> wanted, String echo) {
    private static final Pattern TAG = Pattern.compile("\\*|[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*");
    private static final double WHATEVER = 0.01;

    Languages {
        wanted = List.copyOf(wanted);
    }

    /**
     * Reads a header.
     *
     * @param orAnyOther whether other languages will do as a last resort, unless the header speaks of them
     * @return empty when it is not one
     */
    static Optional<Languages> parse(String header, boolean orAnyOther) {
        List<Wanted> wanted = new ArrayList<>();
        for (var entry : header.split(",", -1)) {
            var parts = entry.strip().split(";", 2);
            var tag = parts[0].strip();
            if (!TAG.matcher(tag).matches()) {
                return Optional.empty();
            }
            wanted.add(new Wanted(tag, parts.length == 1 ? 1 : quality(parts[1]), false));
        }
        if (orAnyOther && wanted.stream().noneMatch(Wanted::isAny)) {
            wanted.add(new Wanted("*", WHATEVER, true));
        }
        wanted.sort(Comparator.comparingDouble(Wanted::quality).reversed());
        return Optional.of(new Languages(wanted, header.strip()));
    }

    private static double quality(String weight) {
        var equals = weight.indexOf('=');
        try {
            return equals < 0
                    ? 1
                    : Double.parseDouble(weight.substring(equals + 1).strip());
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    /** As issues name them: what was asked for, without the wildcard. */
    String summary() {
        return wanted.stream()
                .filter(language -> !language.isAny())
                .map(Wanted::toString)
                .collect(Collectors.joining(", "));
    }

    /** Whether a name in the language will do; one that states no language always will. */
    boolean accept(String language) {
        return language.isEmpty() || wanted.stream().anyMatch(one -> one.accepts(language, Depth.LANGUAGE));
    }

    /** How much of two tags must be the same. */
    enum Depth {
        FULL,
        REGION,
        LANGUAGE
    }

    /**
     * One language that is wanted.
     *
     * @param quality from 1, most wanted, to 0, not wanted
     * @param implied whether nobody said so
     */
    record Wanted(String tag, double quality, boolean implied) {
        boolean isAny() {
            return tag.equals("*");
        }

        boolean accepts(String language, Depth depth) {
            if (quality <= 0) {
                return false;
            }
            return isAny()
                    || switch (depth) {
                        case FULL -> tag.equalsIgnoreCase(language);
                        case REGION -> upToRegion(tag).equalsIgnoreCase(upToRegion(language));
                        case LANGUAGE -> first(tag).equalsIgnoreCase(first(language));
                    };
        }

        private static String first(String tag) {
            return tag.split("-", 2)[0];
        }

        private static String upToRegion(String tag) {
            var parts = tag.split("-", 3);
            return parts.length == 1 ? parts[0] : parts[0] + "-" + parts[1];
        }

        @Override
        public String toString() {
            var whole = quality == Math.rint(quality) ? Long.toString((long) quality) : Double.toString(quality);
            return quality == 1 ? tag : tag + "; q=" + whole;
        }
    }
}
