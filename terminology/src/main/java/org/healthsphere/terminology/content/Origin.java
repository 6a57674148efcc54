package org.healthsphere.terminology.content;

import org.healthsphere.specs.Sha256;

/** Where content came from, and under which licence it may be passed on. */
public record Origin(String file, Sha256 sha256, String licence) {}
