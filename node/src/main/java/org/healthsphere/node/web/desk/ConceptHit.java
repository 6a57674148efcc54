package org.healthsphere.node.web.desk;

import org.healthsphere.specs.Coding;

/**
 * A concept that was found.
 *
 * @param type of records that have it
 */
public record ConceptHit(Coding coding, String name, String type) {
    /** The code system, as briefly as its address allows. */
    public String system() {
        var address = coding.system().replaceFirst("^[a-z]+://", "");
        return address.length() <= LONGEST ? address : "…" + address.substring(address.length() - LONGEST);
    }

    private static final int LONGEST = 40;
}
