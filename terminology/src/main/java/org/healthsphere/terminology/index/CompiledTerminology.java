package org.healthsphere.terminology.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.ConceptMap.Ground;
import org.healthsphere.terminology.content.ConceptMap.Mapping;
import org.healthsphere.terminology.content.Equivalences;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.grammar.Grammar;
import org.healthsphere.terminology.grammar.Grammars;
import org.roaringbitmap.RoaringBitmap;

/**
 * Terminology answered from compiled files: microseconds, no parsing, no query language.
 *
 * <p>Immutable and safe for use by many threads. Where a version is not named, the pinned one is meant, else the latest held.
 */
public final class CompiledTerminology implements Terminology {
    /** More concepts than this are leafed through by page, never listed at once. */
    public static final int LARGEST_EXPANSION = 100_000;

    private final List<Txi> files;
    private final Shelf shelf;
    private final Catalog catalog;
    private final Composer composer;

    private CompiledTerminology(List<Txi> files, Shelf shelf) {
        this.files = files;
        this.shelf = shelf;
        this.catalog = Catalog.of(shelf);
        this.composer = new Composer(shelf);
    }

    /** Terminology of exactly these files; a canonical that is there twice in one version is a conflict. */
    public static Outcome<CompiledTerminology> of(Collection<Txi> files) {
        return of(files, Texts.inMemory());
    }

    /** The same; text indexes are kept where the texts say. */
    public static Outcome<CompiledTerminology> of(Collection<Txi> files, Texts texts) {
        var sorted = files.stream()
                .sorted(Comparator.comparing(Txi::kind).thenComparing(Txi::id))
                .toList();
        return Shelf.of(sorted, texts).map(shelf -> new CompiledTerminology(sorted, shelf));
    }

    /** The files it answers from: their digests are what a federated query pins. */
    public List<Txi> files() {
        return files;
    }

    /** What is held, for an operation to look at. */
    public Catalog catalog() {
        return catalog;
    }

    /** The same, in which these versions are meant where none is named; a pin that is not held is a fault that names it. */
    public Outcome<CompiledTerminology> pinned(Map<String, String> versionByUrl) {
        return shelf.check(versionByUrl).map(_ -> new CompiledTerminology(files, shelf.pinned(versionByUrl)));
    }

    @Override
    public Outcome<Concept> lookup(Coding code) {
        return shelf.systems().has(code.system()) ? find(code).map(Found::concept) : elsewhere(called(code));
    }

    /** By rules, or in a system that goes by another name. */
    private Outcome<Concept> elsewhere(Coding code) {
        var grammar = grammar(code);
        return grammar.isPresent()
                ? RuledCodes.concept(grammar.orElseThrow(), code)
                : find(code).map(Found::concept);
    }

    /** The code by the URL of its system, when another name of it was given. */
    private Coding called(Coding code) {
        return shelf.systems().has(code.system())
                ? code
                : shelf.systemCalled(code.system())
                        .map(url -> new Coding(url, code.code()))
                        .orElse(code);
    }

    /** The rules that make codes like this one; empty when its system lists its codes. */
    private Optional<Grammar> grammar(Coding code) {
        return shelf.systems().has(code.system()) ? Optional.empty() : Grammars.find(new Canonical(code.system(), ""));
    }

    /** Everything that is held about a code. */
    public Outcome<Details> details(Coding code) {
        var named = called(code);
        var grammar = grammar(named);
        return grammar.isPresent()
                ? RuledCodes.concept(grammar.orElseThrow(), named)
                        .map(concept ->
                                Details.of(concept, grammar.orElseThrow().title()))
                : find(named).map(Found::details);
    }

    @Override
    public Outcome<Subsumption> subsumes(Coding a, Coding b) {
        if (!a.system().equals(b.system())) {
            return Outcome.failed(new Fault.Invalid("two codes of one system can be compared, not of two"));
        }
        return grammar(a).isPresent()
                ? lookup(a)
                        .then(first -> lookup(b)
                                .map(second -> first.coding().equals(second.coding())
                                        ? Subsumption.EQUIVALENT
                                        : Subsumption.NOT_SUBSUMED))
                : shelf.systems()
                        .find(new Canonical(a.system(), ""))
                        .then(system ->
                                find(system, a).then(first -> find(system, b).map(first::to)));
    }

    @Override
    public Outcome<Validation> validateCode(String valueSet, Coding code) {
        return composer.contains(valueSet, code).map(isIn -> validation(isIn, code, valueSet));
    }

    private Validation validation(boolean isIn, Coding code, String valueSet) {
        var found = lookup(code);
        if (isIn && found instanceof Outcome.Success<Concept>(var concept)) {
            return new Validation(true, concept.display(), "");
        }
        var known = found instanceof Outcome.Success<Concept>;
        return new Validation(
                false,
                "",
                known
                        ? "The code '" + code + "' is not in the value set " + valueSet + "."
                        : "There is no code '" + code + "' here, so it is not in the value set " + valueSet + ".");
    }

    /** The members of a held value set. */
    public Outcome<Members> members(String valueSet) {
        return composer.held(valueSet);
    }

    /** The members of a value set that came with a request. */
    public Outcome<Members> members(ValueSet requested) {
        return composer.requested(requested);
    }

    /** A value set as it is defined. */
    public Outcome<ValueSet> valueSet(String canonical) {
        return shelf.valueSet(Canonical.parse(canonical));
    }

    @Override
    public Outcome<Expansion> expand(String valueSet) {
        return members(valueSet)
                .then(members -> members.size() > LARGEST_EXPANSION
                        ? Outcome.failed(new Fault.TooCostly(
                                "the value set has " + members.size() + " codes; ask for them by page"))
                        : Outcome.of(new Expansion(valueSet, members.digest(), members.concepts())));
    }

    @Override
    public Outcome<CodeSet> descendantsAndSelf(Coding code) {
        return find(code)
                .map(found -> Members.of(
                        found.system(),
                        RoaringBitmap.or(
                                found.system().descendants(found.number()), RoaringBitmap.bitmapOf(found.number()))));
    }

    @Override
    public Outcome<List<Translation>> translate(Coding source, String targetSystem) {
        return matches(source, targetSystem, Route.FORWARD).map(this::translations);
    }

    /** The codes of a system that the held maps translate into this one. */
    public Outcome<List<Translation>> reverse(Coding target, String sourceSystem) {
        return matches(target, sourceSystem, Route.BACKWARD).map(this::translations);
    }

    /** The matches in the target system by a route, with the ground of each. */
    public Outcome<List<Match>> matches(Coding source, String targetSystem, Route route) {
        var maps = route.map().isEmpty()
                ? Outcome.of(shelf.maps().current())
                : shelf.maps().find(Canonical.parse(route.map())).map(List::of);
        return maps.map(
                all -> new Translator(all, shelf.maps().current(), route.reverse()).translate(source, targetSystem));
    }

    private List<Translation> translations(List<Match> matches) {
        return matches.stream()
                .map(match -> new Translation(
                        match.target(), display(match.target()), match.equivalence(), String.join(", ", match.maps())))
                .toList();
    }

    public boolean holdsSystem(String url) {
        return shelf.systems().has(url);
    }

    /** The display of a code; empty when its system is not held. */
    public String display(Coding code) {
        return lookup(code) instanceof Outcome.Success<Concept>(var found) ? found.display() : "";
    }

    private Outcome<Found> find(Coding code) {
        return shelf.systems().find(new Canonical(code.system(), "")).then(system -> find(system, code));
    }

    private static Outcome<Found> find(CodeSystemIndex system, Coding code) {
        var number = system.find(code.code());
        return number == CodeSystemIndex.NONE
                ? Outcome.failed(new Fault.NotFound("code " + code))
                : Outcome.of(new Found(system, number));
    }

    /**
     * Everything that is held about a code.
     *
     * @param system title of the code system
     * @param parents codes, as the children are
     */
    public record Details(
            Members.Entry entry,
            String system,
            String definition,
            List<String> parents,
            List<String> children,
            Map<Property, List<String>> values) {
        public Details {
            parents = List.copyOf(parents);
            children = List.copyOf(children);
        }

        static Details of(Concept concept, String system) {
            var entry = new Members.Entry(concept, "en", false, List.of());
            return new Details(entry, system, "", List.of(), List.of(), Map.of());
        }

        /** The name in the language, or the display. */
        public String display(String language) {
            return entry.designations().stream()
                    .filter(name -> name.language().equals(language))
                    .map(Designation::value)
                    .findFirst()
                    .orElse(entry.concept().display());
        }
    }

    /**
     * Which maps are followed, and which way.
     *
     * @param map canonical of the only one to follow; empty for all that are held
     */
    public record Route(String map, boolean reverse) {
        public static final Route FORWARD = new Route("", false);
        public static final Route BACKWARD = new Route("", true);
    }

    /**
     * A match of a translation, with its ground.
     *
     * @param maps the maps followed, in their order
     */
    public record Match(Coding target, String equivalence, Ground ground, List<String> maps) {
        public Match {
            maps = List.copyOf(maps);
        }

        public String justification() {
            return ground.justification();
        }

        Match then(Mapping line, ConceptMapIndex map) {
            List<String> all = new ArrayList<>(maps);
            all.add(map.id().toString());
            return new Match(line.target(), Equivalences.chain(equivalence, line.equivalence()), line.ground(), all);
        }
    }

    private record Found(CodeSystemIndex system, int number) {
        Concept concept() {
            return system.concept(number);
        }

        Subsumption to(Found other) {
            if (number == other.number) {
                return Subsumption.EQUIVALENT;
            }
            if (system.isAncestor(number, other.number)) {
                return Subsumption.SUBSUMES;
            }
            return system.isAncestor(other.number, number) ? Subsumption.SUBSUMED_BY : Subsumption.NOT_SUBSUMED;
        }

        Details details() {
            var entry = new Members.Entry(
                    concept(), system.language(), system.isNotSelectable(number), system.designations(number));
            return new Details(
                    entry,
                    system.title(),
                    system.definition(number),
                    codes(RoaringBitmap.bitmapOf(system.parents(number))),
                    codes(system.children(number)),
                    system.values(number));
        }

        private List<String> codes(RoaringBitmap concepts) {
            List<String> codes = new ArrayList<>();
            concepts.forEach((int concept) -> codes.add(system.code(concept)));
            return codes;
        }
    }
}
