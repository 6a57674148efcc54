package org.healthsphere.terminology.load;

import java.util.List;

/**
 * What whoever loads a release says beyond the release itself.
 *
 * @param version of the release where its files do not tell; empty to have it told by them
 * @param module SNOMED CT: the module the edition is of; empty to have it told by the release
 * @param dialects SNOMED CT: ids of the language reference sets whose preferred terms are the displays, the best first
 */
public record Wishes(String version, String module, List<String> dialects) {
    /** Nothing but what the release says. */
    public static final Wishes NONE = new Wishes("", "", List.of());

    public Wishes {
        dialects = List.copyOf(dialects);
    }

    public static Wishes version(String version) {
        return new Wishes(version, "", List.of());
    }
}
