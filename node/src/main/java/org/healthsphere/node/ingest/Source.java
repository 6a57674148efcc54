package org.healthsphere.node.ingest;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A system of the hospital that sends, and what must be known to read it.
 *
 * @param name as the hospital calls it; part of the identity of what it sends
 * @param zone of times that come without one
 * @param identifierSystems FHIR identifier system by assigning authority, as the sender spells it (namespace or OID)
 * @param codeSystems FHIR code system by the sender's name for it, beyond the standard names
 * @param translations code systems to translate into, by the sender's own code system
 * @param charset of HL7 v2 messages that name none
 */
public record Source(
        String name,
        ZoneId zone,
        Map<String, String> identifierSystems,
        Map<String, String> codeSystems,
        Map<String, List<String>> translations,
        Charset charset) {
    /** One whose messages name their character set, or are in UTF-8. */
    public Source(
            String name,
            ZoneId zone,
            Map<String, String> identifierSystems,
            Map<String, String> codeSystems,
            Map<String, List<String>> translations) {
        this(name, zone, identifierSystems, codeSystems, translations, StandardCharsets.UTF_8);
    }

    public Source {
        if (!name.matches("[a-z][a-z0-9-]{0,62}")) {
            throw new IllegalArgumentException("a source is named by small letters, digits and hyphens: " + name);
        }
        identifierSystems = Map.copyOf(identifierSystems);
        codeSystems = Map.copyOf(codeSystems);
        translations = Map.copyOf(translations);
    }

    /** The configured system of an assigning authority; else one of this source alone, so that equal numbers stay apart. */
    public String identifierSystem(String authority) {
        var configured = identifierSystems.get(authority);
        if (configured != null) {
            return configured;
        }
        return authority.matches("[0-2](\\.(0|[1-9]\\d*)){2,}") ? "urn:oid:" + authority : ownSystem(authority);
    }

    private String ownSystem(String authority) {
        var slug =
                authority.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return "https://healthsphere.org/sid/" + name + "/" + (slug.isEmpty() ? "local" : slug);
    }
}
