package org.healthsphere.terminology.fhir;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** What comes to light while codings are judged: issues, the message, systems that nobody knows. */
final class Inquiry {
    private final Issues issues = new Issues();
    private final Set<String> messages = new LinkedHashSet<>();
    private final Set<String> unknownSystems = new LinkedHashSet<>();
    private final Set<String> unknownCodes = new HashSet<>();

    Issues issues() {
        return issues;
    }

    /** What the message of the answer says. */
    Set<String> messages() {
        return messages;
    }

    /** Canonicals of the systems, or versions, that are to blame. */
    Set<String> unknownSystems() {
        return unknownSystems;
    }

    /** Adds the issue, and its text to the message. */
    void say(Issue issue) {
        issues.add(issue);
        messages.add(issue.text());
    }

    /** As {@link #say}, unless the system was blamed before: then only the message says so. */
    void blame(String system, Issue issue) {
        messages.add(issue.text());
        if (unknownSystems.add(system)) {
            issues.add(issue);
        }
    }

    /** Whether it is the first time that this code is not known. */
    boolean isNewUnknown(String code) {
        return unknownCodes.add(code);
    }
}
