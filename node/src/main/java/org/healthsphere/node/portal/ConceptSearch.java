package org.healthsphere.node.portal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.healthsphere.node.web.desk.ConceptHit;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.SystemView;

/** Finds concepts by their names in every code system that this node holds. */
final class ConceptSearch {
    private static final int MOST = 24;
    private static final int MOST_OF_ONE = 6;
    /** So many are looked at for the nearest names. */
    private static final int LOOKED_AT = 200;

    private final CompiledTerminology terminology;

    ConceptSearch(CompiledTerminology terminology) {
        this.terminology = terminology;
    }

    /** Of each system the concepts whose names are nearest to the words, the larger systems first. */
    List<ConceptHit> of(String words) {
        List<ConceptHit> hits = new ArrayList<>();
        for (var system : terminology.catalog().systems()) {
            if (hits.size() >= MOST) {
                break;
            }
            if (system.isListed()) {
                hits.addAll(of(system, words));
            }
        }
        return hits.stream().limit(MOST).toList();
    }

    private static List<ConceptHit> of(SystemView system, String words) {
        var wanted = words.toLowerCase(Locale.ROOT);
        return system
                .named(words, false)
                .without(system.inactive())
                .without(system.abstractOnes())
                .page(0, LOOKED_AT)
                .stream()
                .map(concept -> new ConceptHit(
                        new Coding(system.id().url(), system.code(concept)), system.display(concept), ""))
                .sorted(Comparator.comparing((ConceptHit hit) ->
                                !hit.name().toLowerCase(Locale.ROOT).startsWith(wanted))
                        .thenComparing(hit -> hit.name().length())
                        .thenComparing(ConceptHit::name))
                .limit(MOST_OF_ONE)
                .toList();
    }
}
