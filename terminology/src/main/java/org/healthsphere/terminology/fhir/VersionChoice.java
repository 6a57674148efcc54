package org.healthsphere.terminology.fhir;

import org.healthsphere.terminology.content.Versions;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.fhir.Issue.Severity;

/** Which version of a code system a coding is judged by, when the value set, the coding and the request all have a say. */
final class VersionChoice {
    private final Scope scope;
    private final Inquiry inquiry;

    VersionChoice(Scope scope, Inquiry inquiry) {
        this.scope = scope;
        this.inquiry = inquiry;
    }

    /** The version; empty for the latest. Where the coding contradicts it, that is said. */
    String choose(Include include, Given.Item coding, String at) {
        var chosen = scope.asked().version(include.system(), include.version());
        if (coding.version().isEmpty()) {
            return chosen;
        }
        if (!chosen.isEmpty() && Versions.matches(chosen, coding.version())) {
            chosen = coding.version();
        }
        if (chosen.isEmpty() && isHeld(coding)) {
            chosen = coding.version();
        }
        compare(include, coding, chosen, at);
        return chosen;
    }

    private boolean isHeld(Given.Item coding) {
        return scope.versions(coding.system()).stream()
                .anyMatch(version -> Versions.matches(coding.version(), version));
    }

    private void compare(Include include, Given.Item coding, String chosen, String at) {
        var system = scope.exactly(include.system(), chosen);
        if (system.isEmpty()) {
            if (!chosen.equals(coding.version())) {
                mismatch(
                        Severity.ERROR,
                        at,
                        Message.VALUESET_VALUE_MISMATCH,
                        include.system(),
                        chosen,
                        coding.version());
            }
            return;
        }
        var found = system.orElseThrow().id().version();
        if (Versions.matches(coding.version(), found)) {
            return;
        }
        var named = include.version();
        if (chosen.isEmpty()) {
            var needed = system.orElseThrow().facts().versionNeeded();
            mismatch(
                    needed ? Severity.ERROR : Severity.WARNING,
                    at,
                    Message.VALUESET_VALUE_MISMATCH_DEFAULT,
                    include.system(),
                    found,
                    coding.version());
        } else if (!chosen.equals(named)) {
            mismatch(
                    Severity.ERROR,
                    at,
                    Message.VALUESET_VALUE_MISMATCH_CHANGED,
                    include.system(),
                    chosen,
                    named,
                    coding.version());
        } else {
            mismatch(Severity.ERROR, at, Message.VALUESET_VALUE_MISMATCH, include.system(), named, coding.version());
        }
        blameUnknown(coding, at);
    }

    private void mismatch(Severity severity, String at, Message message, Object... values) {
        var issue = Issue.of(severity, Kind.VALUE_SET, Given.below(at, "version"), message, values);
        inquiry.issues().add(issue);
        if (severity == Severity.ERROR) {
            inquiry.messages().add(issue.text());
        }
    }

    private void blameUnknown(Given.Item coding, String at) {
        if (scope.exactly(coding.system(), coding.version()).isPresent()) {
            return;
        }
        inquiry.unknownSystems().add(coding.system() + "|" + coding.version());
        inquiry.say(Issue.error(
                Kind.NOT_FOUND,
                Given.below(at, "system"),
                Message.UNKNOWN_CODESYSTEM_VERSION,
                coding.system(),
                coding.version(),
                scope.versionsText(coding.system())));
    }
}
