package org.healthsphere.terminology.fhir;

import org.healthsphere.terminology.content.Versions;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.fhir.Issue.Severity;
import org.healthsphere.terminology.index.SystemView;

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
        contradicted(include, coding, new Versioned(chosen, system.orElseThrow()), at);
        blameUnknown(coding, at);
    }

    private void contradicted(Include include, Given.Item coding, Versioned found, String at) {
        var url = include.system();
        var named = include.version();
        var chosen = found.chosen();
        if (chosen.isEmpty()) {
            var severity = found.system().facts().versionNeeded() ? Severity.ERROR : Severity.WARNING;
            var version = found.system().id().version();
            mismatch(severity, at, Message.VALUESET_VALUE_MISMATCH_DEFAULT, url, version, coding.version());
        } else if (!chosen.equals(named)) {
            mismatch(Severity.ERROR, at, Message.VALUESET_VALUE_MISMATCH_CHANGED, url, chosen, named, coding.version());
        } else {
            mismatch(Severity.ERROR, at, Message.VALUESET_VALUE_MISMATCH, url, named, coding.version());
        }
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

    private record Versioned(String chosen, SystemView system) {}
}
