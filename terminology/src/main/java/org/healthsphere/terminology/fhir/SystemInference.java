package org.healthsphere.terminology.fhir;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.index.SystemView;

/** Finds the code system of a code that comes without one: the only system from which the value set takes such a code. */
final class SystemInference {
    private final Scope scope;
    private final ValueSet valueSet;
    private final Inquiry inquiry;

    SystemInference(Scope scope, ValueSet valueSet, Inquiry inquiry) {
        this.scope = scope;
        this.valueSet = valueSet;
        this.inquiry = inquiry;
    }

    /** The system; when there is none, or more than one, that is said. */
    Optional<String> infer(String code) {
        var systems = candidates(code);
        if (systems.size() == 1) {
            return systems.stream().findFirst();
        }
        inquiry.say(
                systems.isEmpty()
                        ? Issue.error(
                                Kind.CANNOT_INFER,
                                "code",
                                Message.UNABLE_TO_INFER_CODESYSTEM,
                                code,
                                valueSet.id(),
                                lookedAt())
                        : Issue.error(
                                Kind.CANNOT_INFER,
                                "code",
                                Message.SYSTEM_HAS_MULTIPLE_MATCHES,
                                code,
                                valueSet.id(),
                                systems));
        return Optional.empty();
    }

    private String lookedAt() {
        return String.join(
                ", ",
                Include.includes(valueSet).stream()
                        .map(Include::system)
                        .distinct()
                        .toList());
    }

    private Set<String> candidates(String code) {
        Set<String> systems = new LinkedHashSet<>();
        if (isSimple()) {
            for (var include : Include.includes(valueSet)) {
                if (mayHave(include, code)) {
                    systems.add(include.system());
                }
            }
            return systems;
        }
        new Expander(scope)
                .members(valueSet).stream()
                        .filter(entry -> entry.code().equals(code))
                        .forEach(entry -> systems.add(entry.system()));
        return systems;
    }

    /** Whether each include can be asked by itself. */
    private boolean isSimple() {
        return Include.includes(valueSet).stream()
                        .allMatch(include -> include.hasSystem()
                                && include.valueSets().isEmpty()
                                && include.filters().isEmpty())
                && Include.excludes(valueSet).isEmpty();
    }

    private boolean mayHave(Include include, String code) {
        if (!include.concepts().isEmpty()) {
            return include.concepts().stream()
                    .anyMatch(listed -> listed.path("code").asText("").equals(code));
        }
        return scope.system(include.system(), include.version())
                .filter(system -> system.find(code) != SystemView.NONE)
                .isPresent();
    }
}
