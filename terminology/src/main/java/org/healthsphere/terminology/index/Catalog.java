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
import org.healthsphere.terminology.grammar.Grammars;
import org.healthsphere.terminology.index.CompiledTerminology.Match;
import org.healthsphere.terminology.index.CompiledTerminology.Route;

/**
 * What one request can see: what is held, and before it what came along with the request.
 *
 * <p>Nothing that came along is seen by another request.
 */
public final class Catalog {
    /** Content modes of which there are concepts. */
    private static final Set<String> HELD = Set.of("complete", "fragment");

    private final List<Shelf> shelves;
    private final List<CodeSystemIndex> supplements;

    private Catalog(List<Shelf> shelves, List<CodeSystemIndex> supplements) {
        this.shelves = List.copyOf(shelves);
        this.supplements = List.copyOf(supplements);
    }

    static Catalog of(Shelf held) {
        return new Catalog(List.of(held), supplements(held));
    }

    Catalog with(Shelf overlay) {
        List<Shelf> all = new ArrayList<>(List.of(overlay));
        all.addAll(shelves);
        var more = supplements(overlay);
        more.addAll(supplements);
        return new Catalog(all, more);
    }

    private static List<CodeSystemIndex> supplements(Shelf shelf) {
        List<CodeSystemIndex> found = new ArrayList<>(shelf.systems().all());
        found.removeIf(system -> !system.facts().isSupplement());
        return found;
    }

    /**
     * The latest version of a code system that is one of those asked for.
     *
     * @param version a version, or a pattern as in {@link Versions#matches}; empty for any
     * @param contents the content modes that will do
     * @param stated canonicals of the supplements that were asked for; language packs are used anyway
     */
    public Optional<SystemView> system(String url, String version, Set<String> contents, Set<String> stated) {
        var found = known(url, version, contents, stated);
        return found.isPresent()
                ? found
                : shelves.stream()
                        .flatMap(shelf -> shelf.systemCalled(url).stream())
                        .findFirst()
                        .filter(other -> !other.equals(url))
                        .flatMap(other -> known(other, version, contents, stated));
    }

    private Optional<SystemView> known(String url, String version, Set<String> contents, Set<String> stated) {
        for (var shelf : shelves) {
            var found = shelf.systems()
                    .latest(
                            url,
                            system -> contents.contains(system.facts().content())
                                    && (version.isEmpty()
                                            || Versions.matches(
                                                    version, system.id().version())));
            if (found.isPresent()) {
                return found.map(system -> new IndexedSystem(system, supplements(system.id(), stated)));
            }
        }
        return contents.contains(GrammarSystem.CONTENT)
                ? Grammars.find(new Canonical(url, version)).map(GrammarSystem::new)
                : Optional.empty();
    }

    private List<CodeSystemIndex> supplements(Canonical system, Set<String> stated) {
        if (supplements.isEmpty()) {
            return List.of();
        }
        return supplements.stream()
                .filter(candidate -> isSupplementOf(candidate, system))
                .filter(candidate -> isStated(candidate, stated) || candidate.isLanguagePack())
                .toList();
    }

    private static boolean isSupplementOf(CodeSystemIndex candidate, Canonical system) {
        var base = Canonical.parse(candidate.facts().supplements());
        return base.url().equals(system.url())
                && (!base.hasVersion() || Versions.matches(base.version(), system.version()));
    }

    private static boolean isStated(CodeSystemIndex candidate, Set<String> stated) {
        return stated.contains(candidate.id().url())
                || stated.contains(candidate.id().toString());
    }

    /** The latest version of each code system whose concepts are held, the largest first. */
    public List<SystemView> systems() {
        return shelves.stream()
                .flatMap(shelf -> shelf.systems().all().stream())
                .filter(system -> !system.facts().isSupplement())
                .map(system -> system.id().url())
                .distinct()
                .flatMap(url -> system(url, "", HELD, Set.of()).stream())
                .sorted(Comparator.comparingInt(SystemView::size).reversed().thenComparing(SystemView::id))
                .toList();
    }

    /** The versions of a code system, sorted. */
    public Set<String> versions(String url) {
        var versions = new TreeSet<String>();
        shelves.forEach(shelf -> shelf.systems().versions(url).stream()
                .map(system -> system.id().version())
                .filter(version -> !version.isEmpty())
                .forEach(versions::add));
        Grammars.find(new Canonical(url, "")).map(grammar -> grammar.id().version()).stream()
                .filter(version -> !version.isEmpty())
                .forEach(versions::add);
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
            var found = shelf.valueSets()
                    .latest(
                            asked.url(),
                            valueSet -> !asked.hasVersion()
                                    || Versions.matches(
                                            asked.version(), valueSet.id().version()));
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
            return Optional.of(new Translator(all, all, route.reverse()).translate(code, system));
        }
        var wanted = Canonical.parse(route.map());
        return shelves.stream()
                .flatMap(shelf -> shelf.maps().versions(wanted.url()).stream())
                .filter(map -> !wanted.hasVersion() || map.id().equals(wanted))
                .max(Comparator.comparing(ConceptMapIndex::id))
                .map(map -> new Translator(List.of(map), all, route.reverse()).translate(code, system));
    }
}
