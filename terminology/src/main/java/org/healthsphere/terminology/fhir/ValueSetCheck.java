package org.healthsphere.terminology.fhir;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.Standing;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.content.Versions;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.index.SystemView;

/**
 * Judges codings against one value set, without expanding it.
 *
 * <p>Made ready first: whatever it imports must be there and every filter must be understood, whether or not the coding at hand
 * needs it.
 */
final class ValueSetCheck {
    private final Scope scope;
    private final ValueSet valueSet;
    private final Inquiry inquiry;
    private final Map<Canonical, ValueSetCheck> imported = new LinkedHashMap<>();

    private ValueSetCheck(Scope scope, ValueSet valueSet, Inquiry inquiry) {
        this.scope = scope;
        this.valueSet = valueSet;
        this.inquiry = inquiry;
    }

    static ValueSetCheck of(Scope scope, ValueSet valueSet, Inquiry inquiry) {
        var check = new ValueSetCheck(scope, valueSet, inquiry);
        check.makeReady();
        return check;
    }

    private void makeReady() {
        scope.enter(valueSet);
        Include.includes(valueSet).forEach(this::makeReady);
        Include.excludes(valueSet).forEach(this::makeReady);
        scope.leave(valueSet);
        scope.supplementsAreThere();
    }

    private void makeReady(Include include) {
        for (var named : include.valueSets()) {
            var canonical = scope.asked().valueSet(named);
            if (!imported.containsKey(canonical)) {
                var other = scope.valueSet(canonical, valueSet.resource())
                        .orElseThrow(() ->
                                Refused.code(Issue.error(Kind.NOT_FOUND, "", Message.UNKNOWN_VALUE_SET, canonical)));
                imported.put(canonical, of(scope, other, inquiry));
            }
        }
        var system = scope.system(include.system(), include.version());
        if (system.isPresent()) {
            var _ = Filtered.of(system.orElseThrow(), include, valueSet);
        }
    }

    ValueSet valueSet() {
        return valueSet;
    }

    /** Whether the coding is in. */
    Verdict judge(Given.Item coding, String at, Judged judged) {
        if (coding.system().isEmpty() && !scope.asked().is("inferSystem")) {
            inquiry.say(Issue.of(Issue.Severity.WARNING, Kind.INVALID_DATA, at, Message.CODING_HAS_NO_SYSTEM));
            return Verdict.OUT;
        }
        if (!coding.system().isEmpty()) {
            return included(coding, at, judged);
        }
        var system = new SystemInference(scope, valueSet, inquiry).infer(coding.code());
        if (system.isEmpty()) {
            return Verdict.OUT;
        }
        judged.inferredSystem(system.orElseThrow());
        return included(coding.in(system.orElseThrow()), at, judged);
    }

    private Verdict included(Given.Item coding, String at, Judged judged) {
        for (var include : applicable(coding)) {
            var verdict = include.hasSystem() ? inSystem(include, coding, at, judged) : Verdict.IN;
            if (verdict == Verdict.UNKNOWN) {
                return verdict;
            }
            verdict = verdict == Verdict.IN ? inImports(include, coding, at, judged) : sayOfImports(include, verdict);
            if (verdict == Verdict.IN) {
                return excluded(coding, at, judged) ? Verdict.OUT : Verdict.IN;
            }
            if (verdict == Verdict.UNKNOWN) {
                return verdict;
            }
        }
        return Verdict.OUT;
    }

    /** The includes that speak of the coding: of several versions of its system the right ones, the latest first. */
    private List<Include> applicable(Given.Item coding) {
        var all = Include.includes(valueSet);
        var versions = all.stream()
                .filter(include -> include.system().equals(coding.system()))
                .map(Include::version)
                .filter(version -> !version.isEmpty())
                .distinct()
                .toList();
        if (versions.size() < 2) {
            return all;
        }
        var having =
                versions.stream().filter(version -> isRight(version, coding)).toList();
        var called =
                having.stream().filter(version -> isCalled(version, coding)).toList();
        var right = called.isEmpty() ? having : called;
        if (right.isEmpty() && coding.version().isEmpty()) {
            right = List.of(versions.stream()
                    .max(Comparator.comparing(version -> new Canonical("", version)))
                    .orElseThrow());
        }
        return only(all, coding.system(), right);
    }

    /** The includes of the system in these versions, and all of other systems; when there are no such versions, all. */
    private static List<Include> only(List<Include> all, String system, List<String> right) {
        return all.stream()
                .filter(include -> !include.system().equals(system)
                        || include.version().isEmpty()
                        || right.isEmpty()
                        || right.contains(include.version()))
                .sorted(Comparator.comparing((Include include) -> new Canonical(include.system(), include.version()))
                        .reversed())
                .toList();
    }

    private boolean isRight(String version, Given.Item coding) {
        if (!coding.version().isEmpty()) {
            return Versions.matches(version, coding.version());
        }
        return scope.exactly(coding.system(), version)
                .filter(system -> system.find(coding.code()) != SystemView.NONE)
                .isPresent();
    }

    private boolean isCalled(String version, Given.Item coding) {
        return scope.exactly(coding.system(), version)
                .filter(system -> system.find(coding.code()) != SystemView.NONE)
                .map(system -> Names.of(system, system.find(coding.code())))
                .filter(names ->
                        names.match(coding.display(), scope.asked().languages(), "", false) == Names.Match.SAME)
                .isPresent();
    }

    private Verdict inSystem(Include include, Given.Item coding, String at, Judged judged) {
        if (!include.system().equals(coding.system())) {
            return Verdict.OUT;
        }
        var version = new VersionChoice(scope, inquiry).choose(include, coding, at);
        var system = scope.exactly(include.system(), version);
        if (system.isEmpty()) {
            return unknown(coding, version, at);
        }
        return inSystem(system.orElseThrow(), include, coding, new Standpoint(at, judged));
    }

    private Verdict inSystem(SystemView system, Include include, Given.Item coding, Standpoint standpoint) {
        checkVersion(system, Given.below(standpoint.at(), "version"));
        standpoint.judged().foundIn(system);
        status(system.facts().standing(), system.id(), "CodeSystem");
        var membership = new Membership(scope.asked(), inquiry, valueSet, false);
        if (!membership.isIn(system, include, coding, standpoint.at(), standpoint.judged())) {
            return Verdict.OUT;
        }
        standpoint.judged().version(system.id().version());
        return Verdict.IN;
    }

    private void checkVersion(SystemView system, String at) {
        scope.asked()
                .versions()
                .check(system.id().url(), system.id().version(), at)
                .forEach(inquiry.issues()::add);
    }

    private Verdict unknown(Given.Item coding, String version, String at) {
        if (scope.asked().is("valueset-membership-only")) {
            return Verdict.OUT;
        }
        var blame = UnknownSystem.of(scope, coding.system(), version);
        inquiry.blame(blame.canonical(), blame.issue(Given.below(at, "system")));
        return Verdict.UNKNOWN;
    }

    private Verdict inImports(Include include, Given.Item coding, String at, Judged judged) {
        for (var named : include.valueSets()) {
            var other = imported(named);
            status(Standing.of(other.valueSet.resource()), other.valueSet.id(), "ValueSet");
            var verdict = other.judge(coding, at, judged);
            if (verdict != Verdict.IN) {
                return verdict;
            }
        }
        return Verdict.IN;
    }

    private Verdict sayOfImports(Include include, Verdict verdict) {
        for (var named : include.valueSets()) {
            var other = imported(named);
            status(Standing.of(other.valueSet.resource()), other.valueSet.id(), "ValueSet");
        }
        return verdict;
    }

    private ValueSetCheck imported(String named) {
        var check = imported.get(scope.asked().valueSet(named));
        if (check == null) {
            throw new IllegalStateException("an import that was not made ready");
        }
        return check;
    }

    private boolean excluded(Given.Item coding, String at, Judged judged) {
        for (var exclude : Include.excludes(valueSet)) {
            var out = !exclude.hasSystem() || isExcluded(exclude, coding, at, judged);
            for (var named : exclude.valueSets()) {
                out = out && imported(named).judge(coding, at, judged) == Verdict.IN;
            }
            if (out) {
                return true;
            }
        }
        return false;
    }

    private boolean isExcluded(Include exclude, Given.Item coding, String at, Judged judged) {
        var system = scope.system(exclude.system(), exclude.version());
        system.ifPresent(found -> status(found.facts().standing(), found.id(), "CodeSystem"));
        return system.filter(found -> found.id().url().equals(coding.system()))
                .map(found ->
                        new Membership(scope.asked(), inquiry, valueSet, true).isIn(found, exclude, coding, at, judged))
                .orElse(false);
    }

    /** Warns when what the value set relies on is not what it seems. */
    void status(Standing standing, Canonical canonical, String type) {
        CanonicalStatus.of(standing, Standing.of(valueSet.resource()))
                .ifPresent(status -> inquiry.issues().addOnce(status.issue(canonical.toString(), type)));
    }

    /** The version that the value set names for the system, when it names just one. */
    Optional<String> versionOf(String system) {
        var versions = Include.includes(valueSet).stream()
                .filter(include -> include.system().equals(system))
                .map(Include::version)
                .distinct()
                .toList();
        return versions.size() == 1 && !versions.getFirst().isEmpty()
                ? Optional.of(versions.getFirst())
                : Optional.empty();
    }

    /** In, out, or not to be told because the code system is not known. */
    enum Verdict {
        IN,
        OUT,
        UNKNOWN
    }

    private record Standpoint(String at, Judged judged) {}
}
