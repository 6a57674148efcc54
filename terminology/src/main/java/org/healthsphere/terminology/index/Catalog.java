package org.healthsphere.terminology.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.content.Versions;
import org.healthsphere.terminology.index.CompiledTerminology.Match;
import org.healthsphere.terminology.index.CompiledTerminology.Route;

/**
 * What one request can see: what is held, and before it what came along with the request.
 *
 * <p>Nothing that came along is seen by another request.
 */
public final class Catalog {
    private final List<Shelf> shelves;

    private Catalog(List<Shelf> shelves) {
        this.shelves = List.copyOf(shelves);
    }

    static Catalog of(Shelf held) {
        return new Catalog(List.of(held));
    }

    Catalog with(Shelf overlay) {
        List<Shelf> all = new ArrayList<>(List.of(overlay));
        all.addAll(shelves);
        return new Catalog(all);
    }

    /**
     * The latest version of a code system that is one of those asked for.
     *
     * @param version a version, or a pattern as in {@link Versions#matches}; empty for any
     * @param contents the content modes that will do
     * @param stated canonicals of the supplements that were asked for; language packs are used anyway
     */
    public Optional<SystemView> system(String url, String version, Set<String> contents, Set<String> stated) {
        for (var shelf : shelves) {
            var found = shelf.systems().versions(url).stream()
                    .filter(system -> contents.contains(system.facts().content()))
                    .filter(system -> version.isEmpty()
                            || Versions.matches(version, system.id().version()))
                    .max(Comparator.comparing(CodeSystemIndex::id));
            if (found.isPresent()) {
                return found.map(system -> new SystemView(system, supplements(system.id(), stated)));
            }
        }
        return Optional.empty();
    }

    private List<CodeSystemIndex> supplements(Canonical system, Set<String> stated) {
        List<CodeSystemIndex> all = new ArrayList<>();
        for (var shelf : shelves) {
            for (var candidate : shelf.systems().all()) {
                if (isSupplementOf(candidate, system) && (isStated(candidate, stated) || isLanguagePack(candidate))) {
                    all.add(candidate);
                }
            }
        }
        return all;
    }

    private static boolean isSupplementOf(CodeSystemIndex candidate, Canonical system) {
        if (!candidate.facts().isSupplement()) {
            return false;
        }
        var base = Canonical.parse(candidate.facts().supplements());
        return base.url().equals(system.url())
                && (!base.hasVersion() || Versions.matches(base.version(), system.version()));
    }

    private static boolean isStated(CodeSystemIndex candidate, Set<String> stated) {
        return stated.contains(candidate.id().url())
                || stated.contains(candidate.id().toString());
    }

    /** A supplement that does nothing but name concepts in a language. */
    private static boolean isLanguagePack(CodeSystemIndex candidate) {
        return candidate.isLanguagePack();
    }

    /** The versions of a code system, sorted. */
    public Set<String> versions(String url) {
        var versions = new TreeSet<String>();
        shelves.forEach(shelf -> shelf.systems().versions(url).stream()
                .map(system -> system.id().version())
                .filter(version -> !version.isEmpty())
                .forEach(versions::add));
        return versions;
    }

    /** All value sets, in the order of their canonicals. */
    public List<ValueSet> valueSets() {
        return shelves.stream()
                .flatMap(shelf -> shelf.valueSets().all().stream())
                .sorted(Comparator.comparing(ValueSet::id))
                .toList();
    }

    /** The latest version of a value set that is one of those asked for; the version is as for code systems. */
    public Optional<ValueSet> valueSet(Canonical asked) {
        for (var shelf : shelves) {
            var found = shelf.valueSets().versions(asked.url()).stream()
                    .filter(valueSet -> !asked.hasVersion()
                            || Versions.matches(asked.version(), valueSet.id().version()))
                    .max(Comparator.comparing(ValueSet::id));
            if (found.isPresent()) {
                return found;
            }
        }
        return shelves.stream()
                .flatMap(shelf -> new ImplicitValueSets(shelf.systems()).find(asked).stream())
                .findFirst();
    }

    /** The matches of a code in another system by a route; empty when the route names a map that is not held. */
    public Optional<List<Match>> matches(Coding code, String system, Route route) {
        var all = shelves.stream()
                .flatMap(shelf -> shelf.maps().current().stream())
                .toList();
        if (route.map().isEmpty()) {
            return Optional.of(new Translator(all, route.reverse()).translate(code, system));
        }
        var wanted = Canonical.parse(route.map());
        return shelves.stream()
                .flatMap(shelf -> shelf.maps().versions(wanted.url()).stream())
                .filter(map -> !wanted.hasVersion() || map.id().equals(wanted))
                .max(Comparator.comparing(ConceptMapIndex::id))
                .map(map -> new Translator(List.of(map), route.reverse()).translate(code, system));
    }
}
