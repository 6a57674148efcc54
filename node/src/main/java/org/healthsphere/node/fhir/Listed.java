package org.healthsphere.node.fhir;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names in a sentence; of many, the first ones and how many more there are. */
final class Listed {
    private static final int MOST = 30;

    private Listed() {}

    static String of(Collection<String> names) {
        var shown = names.stream().limit(MOST).collect(Collectors.joining(", "));
        return names.size() > MOST ? shown + " and " + (names.size() - MOST) + " more" : shown;
    }
}
