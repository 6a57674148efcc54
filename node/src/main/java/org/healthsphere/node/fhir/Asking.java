package org.healthsphere.node.fhir;

import org.healthsphere.node.release.Access;

/**
 * Who asks, and how he wants to be answered.
 *
 * @param base the address under which this server is asked, without a slash at the end
 * @param lenient whether parameters that are not known are left out and named, instead of refused (Prefer: handling=lenient)
 * @param representation whether what is written in a Bundle is sent back (Prefer: return=representation)
 */
public record Asking(Access access, String base, boolean lenient, boolean representation) {
    /** Strictly, and with no more in the answer than is needed. */
    public static Asking of(Access access, String base) {
        return new Asking(access, base, false, false);
    }
}
