package org.healthsphere.federation.research.cohort;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.Cohort.Has;
import org.healthsphere.federation.research.cohort.ConceptSets.ConceptSet;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Prepares questions with the terminology of this node. */
public final class CohortEvaluator {
    private final ConceptSets terminology;

    public CohortEvaluator(ConceptSets terminology) {
        this.terminology = terminology;
    }

    /** Resolves every concept of the question; the fault of the first one that this node's terminology does not know. */
    public Outcome<CohortPlan> plan(CohortQuery query) {
        return select(query.body().cohort(), List.of()).map(selection -> new CohortPlan(query, selection));
    }

    /** Resolves every concept of a cohort and of further criteria; the fault of the first one that is not known here. */
    public Outcome<Selection> select(Cohort cohort, List<Has> others) {
        Outcome<Map<Concepts, ConceptSet>> resolved = Outcome.of(new LinkedHashMap<>());
        var all = Stream.concat(cohort.records(), others.stream().flatMap(Cohort::records))
                .flatMap(Has::concepts);
        for (var concepts : all.distinct().toList()) {
            resolved = resolved.then(sets -> resolve(concepts).map(set -> with(sets, concepts, set)));
        }
        return resolved.map(sets -> new Selection(sets, pins(sets), new Units(terminology)));
    }

    private Outcome<ConceptSet> resolve(Concepts concepts) {
        return switch (concepts) {
            case Concepts.IsA(var ancestor) -> terminology.isA(ancestor);
            case Concepts.InValueSet(var canonical) -> terminology.valueSet(canonical);
            case Concepts.Expression expression -> terminology.valueSet(expression.canonical());
            case Concepts.Codes(var codes) -> Outcome.of(new Listed(codes));
        };
    }

    private static Map<Concepts, ConceptSet> with(Map<Concepts, ConceptSet> sets, Concepts concepts, ConceptSet set) {
        sets.put(concepts, set);
        return sets;
    }

    private static List<Pin> pins(Map<Concepts, ConceptSet> sets) {
        List<Pin> pins = new ArrayList<>();
        sets.forEach((concepts, set) ->
                pins.add(new Pin(Sha256.of(CanonicalJson.of(CohortWriter.json(concepts))), set.digest())));
        pins.sort(null);
        return pins;
    }

    /** Codes that the question itself lists. */
    private record Listed(Set<Coding> codes) implements ConceptSet {
        @Override
        public boolean contains(Coding code) {
            return codes.contains(code);
        }

        @Override
        public Set<String> systems() {
            return codes.stream().map(Coding::system).collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public Sha256 digest() {
            return Sha256.of(CanonicalJson.of(CohortWriter.json(new Concepts.Codes(codes))));
        }
    }
}
