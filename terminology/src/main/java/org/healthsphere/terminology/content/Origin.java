package org.healthsphere.terminology.content;

import org.healthsphere.specs.Sha256;

/** Where content came from, and under which licence it may be passed on. */
public record Origin(String file, Sha256 sha256, String licence) {
    /** Of what is part of a request and goes with it. */
    public static final Origin OF_A_REQUEST = new Origin("request", Sha256.of(""), "");
}
