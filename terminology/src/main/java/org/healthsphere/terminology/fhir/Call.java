package org.healthsphere.terminology.fhir;

import java.util.OptionalInt;

/**
 * What of an HTTP request an operation needs to know besides its parameters.
 *
 * @param acceptLanguage the header of that name; empty when there is none
 * @param threshold how many codes the caller takes at most when he asks for no page
 */
public record Call(String acceptLanguage, OptionalInt threshold) {
    /** Nothing was said. */
    public static final Call PLAIN = new Call("", OptionalInt.empty());

    /** Reads the headers {@code Accept-Language} and {@code X-Too-Costly-Threshold}; each empty when it is not there. */
    public static Call of(String acceptLanguage, String threshold) {
        try {
            return new Call(
                    acceptLanguage,
                    threshold.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(threshold)));
        } catch (NumberFormatException e) {
            return new Call(acceptLanguage, OptionalInt.empty());
        }
    }
}
