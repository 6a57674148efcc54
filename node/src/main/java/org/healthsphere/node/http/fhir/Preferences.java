package org.healthsphere.node.http.fhir;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the client would like, in Prefer (RFC 7240; FHIR R4, 3.1.0.1.9 and 3.1.1.1).
 *
 * @param later whether he would rather come back for the answer than wait (respond-async)
 */
record Preferences(Returning returning, boolean lenient, boolean later) {
    /** What is sent back after a write. */
    enum Returning {
        UNSAID,
        MINIMAL,
        REPRESENTATION,
        OUTCOME
    }

    static Preferences of(String prefer) {
        Set<String> said = Arrays.stream(prefer.toLowerCase(Locale.ROOT).split("[,;]", -1))
                .map(p -> p.replace(" ", "").replace("\"", ""))
                .collect(Collectors.toSet());
        return new Preferences(returning(said), said.contains("handling=lenient"), said.contains("respond-async"));
    }

    private static Returning returning(Set<String> said) {
        if (said.contains("return=minimal")) {
            return Returning.MINIMAL;
        } else if (said.contains("return=operationoutcome")) {
            return Returning.OUTCOME;
        }
        return said.contains("return=representation") ? Returning.REPRESENTATION : Returning.UNSAID;
    }
}
