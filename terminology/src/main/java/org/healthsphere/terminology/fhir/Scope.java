package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.Extensions;
import org.healthsphere.terminology.content.Origin;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.fhir.Issue.Severity;
import org.healthsphere.terminology.index.Catalog;
import org.healthsphere.terminology.index.SystemView;

/** One request at work: what it can see, how it is to be carried out, and which value sets it is in the middle of. */
final class Scope {
    /** Content modes from which a code can be judged. */
    static final Set<String> ANSWERED = Set.of("complete", "fragment");

    private static final Set<String> SUPPLEMENT = Set.of("supplement");

    /** Nobody nests value sets deeper on purpose, or makes one of more. */
    private static final int DEEPEST = 100;

    private static final int MOST_ENTERED = 10_000;

    private final Catalog catalog;
    private final Asked asked;
    private final Set<String> usedSupplements = new HashSet<>();
    private final Set<Canonical> within = new LinkedHashSet<>();
    private int entered;

    Scope(Catalog catalog, Asked asked) {
        this.catalog = catalog;
        this.asked = asked;
    }

    Asked asked() {
        return asked;
    }

    /** The code system in the version named, or in the one that the rules of the request choose. */
    Optional<SystemView> system(String url, String version) {
        return exactly(url, asked.version(url, version));
    }

    /** The code system in the version named, whatever the rules say. */
    Optional<SystemView> exactly(String url, String version) {
        if (url.isEmpty()) {
            return Optional.empty();
        }
        var found = catalog.system(url, version, ANSWERED, asked.supplements());
        found.ifPresent(system -> asked.supplements().stream()
                .filter(stated -> system.supplements().stream().anyMatch(used -> isNamed(used, stated)))
                .forEach(usedSupplements::add));
        return found;
    }

    /** The supplements of the system that were asked for. */
    List<String> stated(SystemView system) {
        return system.supplements().stream()
                .filter(used -> asked.supplements().stream().anyMatch(stated -> isNamed(used, stated)))
                .map(Canonical::toString)
                .toList();
    }

    private static boolean isNamed(Canonical supplement, String stated) {
        return supplement.url().equals(stated) || supplement.toString().equals(stated);
    }

    Optional<SystemView> supplement(String url, String version) {
        return catalog.system(url, version, SUPPLEMENT, Set.of());
    }

    List<String> versions(String url) {
        return List.copyOf(catalog.versions(url));
    }

    /** For a reader: the versions there are. */
    String versionsText(String url) {
        var versions = versions(url);
        return versions.size() < 3
                ? Names.joined(versions)
                : String.join(", ", versions.subList(0, versions.size() - 1)) + " and " + versions.getLast();
    }

    Optional<ValueSet> valueSet(Canonical canonical) {
        return canonical.url().isEmpty() ? Optional.empty() : catalog.valueSet(canonical);
    }

    /** A value set that another one names; {@code #id} is one that it contains. */
    Optional<ValueSet> valueSet(Canonical canonical, JsonNode by) {
        if (!canonical.url().startsWith("#")) {
            return valueSet(canonical);
        }
        for (var contained : by.path("contained")) {
            if (contained.path("id").asText("").equals(canonical.url().substring(1))) {
                return Optional.of(contained(contained));
            }
        }
        return Optional.empty();
    }

    private static ValueSet contained(JsonNode resource) {
        var id = new Canonical(
                resource.path("url").asText("#" + resource.path("id").asText("")),
                resource.path("version").asText(""));
        var none = new ValueSet.Compose(true, List.of(), List.of());
        return new ValueSet(id, id.url(), Origin.OF_A_REQUEST, none, resource);
    }

    /** Enters a value set, to be left again; one that is entered within itself is refused. */
    void enter(ValueSet valueSet) {
        if (within.size() > DEEPEST || ++entered > MOST_ENTERED) {
            throw Refused.request(
                    422,
                    Issues.plain(
                            Severity.ERROR,
                            "too-costly",
                            "value sets that import each other more than " + DEEPEST + " deep, or " + MOST_ENTERED
                                    + " times in all, are not followed"));
        }
        if (!within.add(valueSet.id())) {
            List<String> way = new ArrayList<>();
            within.forEach(id -> way.add(id.toString()));
            throw Refused.request(
                    422,
                    Issue.error(
                            Kind.CIRCULAR,
                            "",
                            Message.VALUESET_CIRCULAR_REFERENCE,
                            valueSet.id(),
                            "[" + String.join(", ", way) + "]"));
        }
        asked.seeValueSet(valueSet.resource());
    }

    void leave(ValueSet valueSet) {
        within.remove(valueSet.id());
    }

    /** Every supplement that must be used has been; else the request is refused. */
    void supplementsAreThere() {
        var missing = asked.supplements().stream()
                .filter(stated -> !usedSupplements.contains(stated))
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            var message =
                    missing.size() == 1 ? Message.VALUESET_SUPPLEMENT_MISSING : Message.VALUESET_SUPPLEMENTS_MISSING;
            throw Refused.request(422, Issue.error(Kind.NOT_FOUND, "", message, String.join(",", missing)));
        }
    }

    /** Whether the value set leaves out inactive codes by itself. */
    static boolean excludesInactive(ValueSet valueSet) {
        var inactive = valueSet.resource().path("compose").path("inactive");
        return inactive.isBoolean() && !inactive.asBoolean();
    }

    /** Standards status of a resource. */
    static String standardsStatus(JsonNode resource) {
        return Extensions.text(resource, Extensions.STANDARDS_STATUS);
    }
}
