package org.healthsphere.terminology.fhir;

import java.util.List;
import org.healthsphere.terminology.fhir.Issue.Kind;

/**
 * A code system, or a version of it, that is not known here.
 *
 * @param canonical what is to blame: the system when no version of it is known, else the version
 */
record UnknownSystem(String canonical, Message message, List<String> values) {

    static UnknownSystem of(Scope scope, String system, String version) {
        if (version.isEmpty()) {
            return new UnknownSystem(system, Message.UNKNOWN_CODESYSTEM, List.of(system));
        }
        if (scope.versions(system).isEmpty()) {
            return new UnknownSystem(system, Message.UNKNOWN_CODESYSTEM_VERSION_NONE, List.of(system, version));
        }
        return new UnknownSystem(
                system + "|" + version,
                Message.UNKNOWN_CODESYSTEM_VERSION,
                List.of(system, version, scope.versionsText(system)));
    }

    Issue issue(String at) {
        return Issue.error(Kind.NOT_FOUND, at, message, values.toArray());
    }
}
