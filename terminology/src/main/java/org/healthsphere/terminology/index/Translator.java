package org.healthsphere.terminology.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ConceptMap.Ground;
import org.healthsphere.terminology.content.Equivalences;
import org.healthsphere.terminology.index.CompiledTerminology.Match;

/** Follows concept maps to a target system: one map if one has it, else a chain of up to three. */
final class Translator {
    private static final int LONGEST_CHAIN = 3;
    private static final Comparator<Match> ORDER = Comparator.<Match, Boolean>comparing(
                    match -> !Equivalences.isSame(match.equivalence()))
            .thenComparing(match -> match.target().code())
            .thenComparing(match -> String.join(",", match.maps()));

    private final List<ConceptMapIndex> maps;
    private final List<ConceptMapIndex> known;
    private final boolean reverse;

    /**
     * Follows maps.
     *
     * @param known all there are: what one of them leaves to another is found there
     */
    Translator(List<ConceptMapIndex> maps, List<ConceptMapIndex> known, boolean reverse) {
        this.maps = List.copyOf(maps);
        this.known = List.copyOf(known);
        this.reverse = reverse;
    }

    /** The matches by the shortest way; each target once, by its best match. Without a target system, whatever one map leads to. */
    List<Match> translate(Coding source, String targetSystem) {
        var at = List.of(new Match(source, "equivalent", new Ground("", "", ""), List.of()));
        Set<Coding> seen = new HashSet<>(Set.of(source));
        for (var length = 1; length <= LONGEST_CHAIN && !at.isEmpty(); length++) {
            var next = at.stream().flatMap(this::step).toList();
            var found = next.stream()
                    .filter(match -> targetSystem.isEmpty() || match.target().system().equals(targetSystem))
                    .sorted(ORDER)
                    .toList();
            if (!found.isEmpty()) {
                return best(found);
            }
            at = next.stream().filter(match -> seen.add(match.target())).toList();
        }
        return List.of();
    }

    /** What one map says of the code, whatever the target. */
    private Stream<Match> step(Match so) {
        return maps.stream().flatMap(map -> lines(map, so, new HashSet<>()));
    }

    /** What the map says, or the one that it leaves the code to; maps that leave it to each other have nothing to say. */
    private Stream<Match> lines(ConceptMapIndex map, Match so, Set<Canonical> asked) {
        if (!asked.add(map.id())) {
            return Stream.empty();
        }
        if (reverse) {
            return map.to(so.target()).stream().map(line -> so.then(line, map));
        }
        var others = map.others(so.target()).stream()
                .flatMap(other -> known.stream().filter(one -> one.isNamed(other)))
                .flatMap(other -> lines(other, so, asked));
        return Stream.concat(map.from(so.target()).stream().map(line -> so.then(line, map)), others);
    }

    private static List<Match> best(List<Match> sorted) {
        Map<String, Match> byTarget = new TreeMap<>();
        sorted.forEach(match -> byTarget.putIfAbsent(match.target().toString(), match));
        List<Match> best = new ArrayList<>(byTarget.values());
        best.sort(ORDER);
        return best;
    }
}
