package org.healthsphere.terminology.curation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.NameFilter;
import org.healthsphere.terminology.index.SystemView;

/**
 * Suggests what the codes of a local list may mean in a standard code system: by the words of their names, and by what the codes above
 * them mean. Suggestions are for a person to judge; nothing translates by them.
 */
public final class MapSuggestions {
    private static final Set<String> ANSWERED = Set.of("complete", "fragment");
    private static final int MOST = 3;
    private static final int LOOKED_AT = 200;
    private static final double LEAST = 0.3;
    private static final double RELATIVES = 0.1;
    private static final double ALMOST = 0.8;

    private final CompiledTerminology terminology;
    private final SystemView local;
    private final SystemView target;
    private final Map<Integer, Integer> best = new HashMap<>();

    private MapSuggestions(CompiledTerminology terminology, SystemView local, SystemView target) {
        this.terminology = terminology;
        this.local = local;
        this.target = target;
    }

    /** Suggestions for each active code of the local system that no map leads to the target yet, the best first. */
    public static Outcome<List<Suggestion>> between(CompiledTerminology terminology, String local, String target) {
        var from = terminology.catalog().system(local, "", ANSWERED, Set.of());
        var to = terminology.catalog().system(target, "", ANSWERED, Set.of());
        if (from.isEmpty() || to.isEmpty()) {
            return Outcome.failed(new Fault.NotFound("code system " + (from.isEmpty() ? local : target)));
        }
        return Outcome.of(new MapSuggestions(terminology, from.orElseThrow(), to.orElseThrow()).all());
    }

    /** Suggestions for one code, the best first; none when its own system is not held. */
    public static List<Suggestion> forCode(CompiledTerminology terminology, Coding code, String target) {
        var from = terminology.catalog().system(code.system(), "", ANSWERED, Set.of());
        var to = terminology.catalog().system(target, "", ANSWERED, Set.of());
        if (from.isEmpty() || to.isEmpty() || !to.orElseThrow().isListed()) {
            return List.of();
        }
        var concept = from.orElseThrow().find(code.code());
        return concept == SystemView.NONE
                ? List.of()
                : new MapSuggestions(terminology, from.orElseThrow(), to.orElseThrow()).ofOne(concept);
    }

    private List<Suggestion> ofOne(int concept) {
        local.parents(concept).forEach(above -> mapped(above).ifPresent(match -> best.put(above, match)));
        return of(concept);
    }

    /** Codes come after those above them, so that what is above is known. */
    private List<Suggestion> all() {
        List<Suggestion> all = new ArrayList<>();
        local.all().forEach(concept -> {
            if (!local.isInactive(concept) && !local.isAbstract(concept)) {
                if (isMapped(concept)) {
                    mapped(concept).ifPresent(match -> best.put(concept, match));
                } else {
                    all.addAll(of(concept));
                }
            }
        });
        return List.copyOf(all);
    }

    private boolean isMapped(int concept) {
        return mapped(concept).isPresent();
    }

    private Optional<Integer> mapped(int concept) {
        var code = new Coding(local.id().url(), local.code(concept));
        return terminology.translate(code, target.id().url()).orElseThrow().stream()
                .map(match -> target.find(match.target().code()))
                .filter(match -> match != SystemView.NONE)
                .findFirst();
    }

    private List<Suggestion> of(int concept) {
        var name = local.display(concept).isEmpty() ? local.code(concept) : local.display(concept);
        var words = new HashSet<>(NameFilter.words(name));
        var found = candidates(words).stream()
                .map(candidate -> suggestion(concept, name, words, candidate))
                .filter(suggestion -> suggestion.score() >= LEAST)
                .sorted(Comparator.comparingDouble(Suggestion::score)
                        .reversed()
                        .thenComparing(suggestion -> suggestion.target().code()))
                .limit(MOST)
                .toList();
        found.stream()
                .findFirst()
                .ifPresent(first -> best.put(concept, target.find(first.target().code())));
        return found;
    }

    /** Those with all the words; else with words spelled alike; else with all words but one. */
    private List<Integer> candidates(Set<String> words) {
        var text = String.join(" ", words);
        for (var similar : List.of(false, true)) {
            var found = target.named(text, similar).without(target.inactive());
            if (found.size() > 0) {
                return found.page(0, LOOKED_AT);
            }
        }
        if (words.size() < 2) {
            return List.of();
        }
        var some = target.none();
        for (var left : words) {
            var others = words.stream().filter(word -> !word.equals(left)).toList();
            some = some.or(target.named(String.join(" ", others), false));
        }
        return some.without(target.inactive()).page(0, LOOKED_AT);
    }

    private Suggestion suggestion(int concept, String name, Set<String> words, int candidate) {
        var names = target.names(candidate).stream()
                .map(known -> Set.copyOf(NameFilter.words(known.designation().value())))
                .toList();
        var alike =
                names.stream().mapToDouble(known -> alike(words, known)).max().orElse(0);
        var related = local.parents(concept).stream()
                .map(best::get)
                .anyMatch(above -> above != null && target.isAbove(above, candidate));
        var score = Math.min(1, alike * (1 - RELATIVES) + (related ? RELATIVES : 0));
        return new Suggestion(
                new Coding(local.id().url(), local.code(concept)),
                name,
                new Coding(target.id().url(), target.code(candidate)),
                target.display(candidate),
                names.contains(words) ? "skos:exactMatch" : "skos:closeMatch",
                score);
    }

    /** How many words both have, of all that either has; one that is only spelled alike counts somewhat less. */
    private static double alike(Set<String> a, Set<String> b) {
        var common = a.stream().mapToDouble(word -> likeness(word, b)).sum();
        return a.isEmpty() || b.isEmpty() ? 0 : common / (a.size() + b.size() - common);
    }

    private static double likeness(String word, Set<String> words) {
        if (words.contains(word)) {
            return 1;
        }
        return words.stream().anyMatch(other -> NameFilter.isLike(word, other)) ? ALMOST : 0;
    }

    /**
     * What a code may mean.
     *
     * @param predicate of SKOS: an exact match when a name has the same words
     * @param score from 0 to 1
     */
    public record Suggestion(
            Coding source, String sourceName, Coding target, String targetName, String predicate, double score) {}
}
