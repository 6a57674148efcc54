package org.healthsphere.terminology.fhir;

import org.healthsphere.terminology.index.SystemView;

/** What is found out about one coding. */
final class Judged {
    private final Names names = new Names();
    private String version = "";
    private String normalForm = "";
    private String status = "";
    private String inferredSystem = "";
    private String systemLanguage = "";
    private String inactiveAt = "";
    private boolean inactive;

    Names names() {
        return names;
    }

    void foundIn(SystemView system) {
        systemLanguage = system.language();
    }

    void version(String found) {
        version = found;
    }

    /** Of the code system that has the code; empty when it has none, or the code was not found. */
    String version() {
        return version;
    }

    void normalForm(String code) {
        normalForm = code;
    }

    /** The code as its system spells it, when the coding spells it otherwise. */
    String normalForm() {
        return normalForm;
    }

    void inferredSystem(String system) {
        inferredSystem = system;
    }

    String inferredSystem() {
        return inferredSystem;
    }

    /** Of the displays of the system. */
    String systemLanguage() {
        return systemLanguage;
    }

    /** Takes note of the standing of the concept, unless it is known to be inactive already. */
    void standing(SystemView system, int concept, String at) {
        if (!inactive) {
            inactive = system.isInactive(concept);
            inactiveAt = at;
            status = system.status(concept);
        }
    }

    boolean isInactive() {
        return inactive;
    }

    String inactiveAt() {
        return inactiveAt;
    }

    String status() {
        return status;
    }
}
