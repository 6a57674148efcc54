package org.healthsphere.terminology.content;

import java.util.List;

/**
 * The names that one code system goes by (FHIR R4, NamingSystem): the URL that is meant, and others such as its OID.
 *
 * @param system the URL of the code system
 * @param others the other names, as URLs
 */
public record NamingSystem(Canonical id, String title, Origin origin, String system, List<String> others)
        implements Content {
    public NamingSystem {
        others = List.copyOf(others);
    }
}
