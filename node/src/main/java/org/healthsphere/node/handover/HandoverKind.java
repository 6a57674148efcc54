package org.healthsphere.node.handover;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What is handed over, and what LOINC calls it. */
public enum HandoverKind {
    /** Somebody there is asked to go on. */
    REFERRAL("57133-1", "42349-1", "Referral note", "Reason for referral"),
    /** Somebody there goes on after a stay here. */
    DISCHARGE("18842-5", "8648-8", "Discharge summary", "Hospital course");

    private final String document;
    private final String section;
    private final String title;
    private final String heading;

    HandoverKind(String document, String section, String title, String heading) {
        this.document = document;
        this.section = section;
        this.title = title;
        this.heading = heading;
    }

    /** LOINC's code of such a document. */
    public String document() {
        return document;
    }

    /** LOINC's code of the section with what the sender says. */
    String section() {
        return section;
    }

    String title() {
        return title;
    }

    String heading() {
        return heading;
    }

    /** As it is written in messages. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this code, if there is one. */
    public static Optional<HandoverKind> of(String code) {
        return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
    }
}
