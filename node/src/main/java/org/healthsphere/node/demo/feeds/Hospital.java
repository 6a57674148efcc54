package org.healthsphere.node.demo.feeds;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.healthsphere.node.ingest.Source;

/** The three invented hospitals of the demo, each with a language of its own. */
public enum Hospital {
    /** Northfield Hospital: HL7 v2 and its own codes. */
    NORTH("Northfield Hospital", "v2", "NORTHFIELD", "https://northfield.example/"),
    /** Riverside Clinic: FHIR R4 and its own codes. */
    RIVER("Riverside Clinic", "fhir", "https://riverside.example/mrn", "https://riverside.example/"),
    /** Lakeside Medical Center: C-CDA and the standard codes. */
    LAKE("Lakeside Medical Center", "ccda", "2.999.3.1", "https://lakeside.example/");

    private static final String CONDITIONS = "https://healthsphere.org/fhir/CodeSystem/conditions";
    private static final String LABORATORY = "https://healthsphere.org/fhir/CodeSystem/laboratory";

    private final String title;
    private final String kind;
    private final String authority;
    private final String base;

    Hospital(String title, String kind, String authority, String base) {
        this.title = title;
        this.kind = kind;
        this.authority = authority;
        this.base = base;
    }

    /** As people call it. */
    public String title() {
        return title;
    }

    /** The kind of its feed. */
    public String kind() {
        return kind;
    }

    /** Who gives out its record numbers, as its messages spell it. */
    String authority() {
        return authority;
    }

    /** The system of its record numbers in FHIR. */
    public String recordNumbers() {
        return base + "mrn";
    }

    String diagnoses() {
        return base + "codes/diagnosis";
    }

    String measurements() {
        return base + "codes/lab";
    }

    /** The first letter of its record numbers. */
    char letter() {
        return name().charAt(0);
    }

    /** What its node must know to read its feed. */
    public Source source() {
        return new Source(
                name().toLowerCase(Locale.ROOT),
                ZoneId.of("America/New_York"),
                Map.of(authority, recordNumbers()),
                Map.of("NFDX", diagnoses(), "NFLAB", measurements()),
                Map.of(
                        diagnoses(),
                        List.of(CONDITIONS),
                        measurements(),
                        List.of(LABORATORY),
                        Codes.SNOMED,
                        List.of(CONDITIONS),
                        Codes.LOINC,
                        List.of(LABORATORY)));
    }
}
