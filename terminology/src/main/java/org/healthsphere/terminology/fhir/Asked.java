package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.Extensions;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.fhir.Issue.Severity;

/**
 * How an operation is to be carried out, by the parameters of the request and, where it is silent, by those that the value set
 * itself carries.
 */
final class Asked {
    private static final Set<String> FLAGS = Set.of(
            "includeDesignations",
            "includeDefinition",
            "activeOnly",
            "excludeNested",
            "excludeNotForUI",
            "excludePostCoordinated",
            "lenient-display-validation",
            "valueset-membership-only",
            "versionsMatch",
            "inferSystem",
            "abstract");
    private static final Set<String> OWN_PARAMETER = Set.of(
            "http://hl7.org/fhir/StructureDefinition/valueset-expansion-parameter",
            "http://hl7.org/fhir/tools/StructureDefinition/valueset-expansion-parameter");

    private final boolean orAnyLanguage;
    private final VersionRules versions = new VersionRules();
    private final Map<String, Boolean> flags = new LinkedHashMap<>();
    private final Set<String> properties = new LinkedHashSet<>();
    private final Set<String> designations = new LinkedHashSet<>();
    private final Set<String> supplements = new LinkedHashSet<>();
    private final Set<String> applied = new LinkedHashSet<>();
    private Optional<Languages> display = Optional.empty();
    private Optional<Languages> accepted = Optional.empty();

    private Asked(boolean orAnyLanguage) {
        this.orAnyLanguage = orAnyLanguage;
    }

    /**
     * Reads the parameters.
     *
     * @param acceptLanguage the header of that name; empty when there is none
     * @param orAnyLanguage whether names in other languages will do when there are none in those asked for
     */
    static Asked of(Parameters in, String acceptLanguage, boolean orAnyLanguage) {
        var asked = new Asked(orAnyLanguage);
        if (!acceptLanguage.isBlank()) {
            asked.accepted = asked.languages(acceptLanguage);
        }
        in.forEach((name, value) -> asked.see(name, value, true));
        return asked;
    }

    private void see(String name, JsonNode value, boolean overwrite) {
        var text = value.asText("");
        if (FLAGS.contains(name)) {
            if (overwrite || !flags.containsKey(name)) {
                flags.put(name, Boolean.parseBoolean(text));
            }
        } else if (!versions.see(name, text)) {
            seeList(name, text, overwrite);
        }
    }

    private void seeList(String name, String text, boolean overwrite) {
        switch (name) {
            case "designation" -> designations.add(text);
            case "property" -> properties.add(text);
            case "useSupplement" -> supplements.add(text);
            case "displayLanguage" -> {
                if (overwrite || display.isEmpty()) {
                    display = languages(text);
                }
            }
            default -> {
                // not about how, but about what
            }
        }
    }

    private Optional<Languages> languages(String header) {
        var languages = Languages.parse(header, orAnyLanguage);
        if (languages.isEmpty()) {
            throw Refused.request(
                    400, Issue.of(Severity.ERROR, Kind.INVALID_LANGUAGE, "", Message.INVALID_DISPLAY_NAME, header));
        }
        return languages;
    }

    /** Takes what the value set says of its own expansion; the request has the last word. */
    void seeValueSet(JsonNode valueSet) {
        for (var extension : valueSet.path("compose").path("extension")) {
            if (OWN_PARAMETER.contains(extension.path("url").asText(""))) {
                Extensions.find(extension, "value")
                        .ifPresent(value -> see(Extensions.text(extension, "name"), Extensions.value(value), false));
            }
        }
        Extensions.find(valueSet, Extensions.SUPPLEMENT).ifPresent(_ -> supplements.addAll(stated(valueSet)));
        var language = valueSet.path("language").asText("");
        if (accepted.isEmpty() && !language.isEmpty()) {
            accepted = languages(language);
        }
    }

    private static Set<String> stated(JsonNode valueSet) {
        var stated = new HashSet<String>();
        for (var extension : valueSet.path("extension")) {
            if (extension.path("url").asText("").equals(Extensions.SUPPLEMENT)) {
                stated.add(Extensions.value(extension).asText(""));
            }
        }
        return stated;
    }

    boolean is(String flag) {
        return flags.getOrDefault(flag, false);
    }

    /** What was said of the flag; empty when nothing was. */
    Optional<Boolean> said(String flag) {
        return Optional.ofNullable(flags.get(flag));
    }

    boolean allowsAbstract() {
        return flags.getOrDefault("abstract", true);
    }

    Set<String> properties() {
        return properties;
    }

    Set<String> designations() {
        return designations;
    }

    /** Canonicals of the supplements that must be used. */
    Set<String> supplements() {
        return supplements;
    }

    /** The languages that names are wanted in. */
    Optional<Languages> languages() {
        return display.or(() -> accepted);
    }

    /** The languages for a reader of an issue. */
    String languagesText() {
        return languages().map(Languages::summary).orElse("--");
    }

    VersionRules versions() {
        return versions;
    }

    /** The version that is meant, and from now on it is known which rule was followed. */
    String version(String url, String named) {
        var choice = versions.choose(url, named);
        choice.rule().ifPresent(rule -> applied.add(rule.parameter() + "=" + rule.asked()));
        return choice.version();
    }

    /** The value set that is meant by a canonical. */
    Canonical valueSet(String canonical) {
        var asked = Canonical.parse(canonical);
        return new Canonical(asked.url(), version(asked.url(), asked.version()));
    }

    /** The version rules that were followed, each as {@code parameter=canonical}. */
    Set<String> applied() {
        return applied;
    }
}
