package org.healthsphere.terminology.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.Versions;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.fhir.Issue.Severity;

/** Which version is meant where a request has a say in it, for code systems and for value sets. */
final class VersionRules {
    private final List<Rule> rules = new ArrayList<>();

    /** Whether the parameter is such a rule; then it holds from now on. */
    boolean see(String parameter, String value) {
        for (var mode : Mode.values()) {
            if (parameter.equals(mode.system) || parameter.equals(mode.valueSet)) {
                rules.add(new Rule(mode, parameter, versioned(parameter, value)));
                return true;
            }
        }
        return false;
    }

    private static Canonical versioned(String parameter, String value) {
        var canonical = Canonical.parse(value);
        if (!canonical.hasVersion()) {
            throw Refused.request(
                    400, Issues.plain(Severity.ERROR, "invalid", parameter + " is a canonical with a version"));
        }
        return canonical;
    }

    /** The version that is meant when one is named, or none: a forced one, else the named one, else the default. */
    Choice choose(String url, String named) {
        var forced = rule(url, Mode.FORCE);
        if (forced.isPresent() || !named.isEmpty()) {
            return forced.map(Choice::by).orElseGet(() -> new Choice(named, Optional.empty()));
        }
        return rule(url, Mode.DEFAULT)
                .or(() -> rule(url, Mode.CHECK))
                .map(Choice::by)
                .orElse(Choice.NONE);
    }

    private Optional<Rule> rule(String url, Mode mode) {
        var found = rules.stream()
                .filter(rule -> rule.mode() == mode && rule.asked().url().equals(url))
                .toList();
        var versions =
                found.stream().map(rule -> rule.asked().version()).distinct().toList();
        if (versions.size() > 1 && mode != Mode.CHECK) {
            throw Refused.code(Issue.error(
                    Kind.VERSION, "", Message.SYSTEM_VERSION_MULTIPLE, url, versions.get(0), versions.get(1)));
        }
        return found.stream().findFirst();
    }

    /** What is wrong with a version by the checks that were asked for; {@code at} is where it stands. */
    List<Issue> check(String url, String version, String at) {
        return rules.stream()
                .filter(rule -> rule.mode() == Mode.CHECK && rule.asked().url().equals(url))
                .map(rule -> rule.asked().version())
                .filter(wanted -> !Versions.matches(wanted, version))
                .map(wanted -> Issue.error(Kind.VERSION, at, Message.VALUESET_VERSION_CHECK, url, version, wanted))
                .toList();
    }

    private enum Mode {
        DEFAULT("system-version", "default-valueset-version"),
        CHECK("check-system-version", "check-valueset-version"),
        FORCE("force-system-version", "force-valueset-version");

        private final String system;
        private final String valueSet;

        Mode(String system, String valueSet) {
            this.system = system;
            this.valueSet = valueSet;
        }
    }

    /** One rule as it was asked for. */
    record Rule(Mode mode, String parameter, Canonical asked) {}

    /**
     * A version.
     *
     * @param version empty for any
     * @param rule the rule that chose it, if one did
     */
    record Choice(String version, Optional<Rule> rule) {
        static final Choice NONE = new Choice("", Optional.empty());

        static Choice by(Rule rule) {
            return new Choice(rule.asked().version(), Optional.of(rule));
        }
    }
}
