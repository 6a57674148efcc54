package org.healthsphere.terminology.content;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How far a published resource may be relied on, as its publisher says.
 *
 * @param name its computable name; empty when it has none
 * @param status a code of FHIR's PublicationStatus; empty when not stated
 * @param standardsStatus the code of the standards-status extension; empty when it has none
 */
public record Standing(String name, String status, String standardsStatus, boolean experimental) {
    /** Nothing is said that would be a warning. */
    public static final Standing ACTIVE = new Standing("", "active", "", false);

    public static Standing of(JsonNode resource) {
        return new Standing(
                resource.path("name").asText(""),
                resource.path("status").asText(""),
                Extensions.text(resource, Extensions.STANDARDS_STATUS),
                resource.path("experimental").asBoolean(false));
    }
}
