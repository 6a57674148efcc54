package org.healthsphere.federation.linkage;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.healthsphere.federation.linkage.Location.Candidate;
import org.healthsphere.federation.linkage.Location.Doubt;

/**
 * How much two sets of tokens that agree in places speak for one person.
 *
 * <p>Evidence is counted once for each attribute, at the best quality in which it agreed, so that keys which share an attribute
 * do not count it twice; a value that is common counts less. Postcode, city and street tell the same: the best one counts.
 */
final class Comparison {
    private static final Set<Attribute> PLACE = EnumSet.of(Attribute.POSTCODE, Attribute.CITY, Attribute.STREET);

    private final double needed;

    Comparison(double needed) {
        this.needed = needed;
    }

    /** Compares; the share of usual evidence that a part has left is the candidate's. */
    Candidate candidate(String patient, PatientTokens wanted, PatientTokens held, ToDoubleFunction<Part> share) {
        var agreed = agreed(wanted, held);
        var parts = EnumSet.noneOf(Part.class);
        agreed.forEach(key -> parts.addAll(key.parts()));
        Map<Attribute, Double> evidence = new EnumMap<>(Attribute.class);
        for (var part : parts) {
            var left = share.applyAsDouble(part);
            part.evidence().forEach((attribute, bits) -> evidence.merge(attribute, bits * left, Math::max));
        }
        var bits = sum(evidence);
        var doubts = EnumSet.noneOf(Doubt.class);
        if (bits < needed) {
            doubts.add(Doubt.LITTLE_EVIDENCE);
        }
        doubts.addAll(doubts(parts, evidence.keySet()));
        doubts.addAll(contradictions(evidence.keySet(), wanted, held));
        return new Candidate(patient, bits, agreed, doubts);
    }

    private static Set<MatchKey> agreed(PatientTokens wanted, PatientTokens held) {
        var agreed = EnumSet.noneOf(MatchKey.class);
        wanted.tokens().forEach((key, values) -> {
            if (!Collections.disjoint(values, held.tokens().getOrDefault(key, Set.of()))) {
                agreed.add(key);
            }
        });
        return agreed;
    }

    private static double sum(Map<Attribute, Double> evidence) {
        var place = 0.0;
        var others = 0.0;
        for (var attribute : evidence.entrySet()) {
            if (PLACE.contains(attribute.getKey())) {
                place = Math.max(place, attribute.getValue());
            } else {
                others += attribute.getValue();
            }
        }
        return place + others;
    }

    private static Set<Doubt> doubts(Set<Part> parts, Set<Attribute> evidence) {
        var doubts = EnumSet.noneOf(Doubt.class);
        if (!tellsApart(parts)) {
            doubts.add(Doubt.PERSON_IN_HOUSEHOLD);
        }
        if (!evidence.contains(Attribute.YEAR)) {
            doubts.add(Doubt.YEAR_OF_BIRTH);
        }
        return doubts;
    }

    /** Whether it is this one and not his twin: names that begin alike or sound alike run in families. */
    private static boolean tellsApart(Set<Part> parts) {
        return parts.contains(Part.GIVEN)
                || parts.contains(Part.GIVEN_NEAR)
                || parts.contains(Part.CROSSED_NAMES)
                || parts.contains(Part.NATIONAL_ID);
    }

    private static Set<Doubt> contradictions(Set<Attribute> evidence, PatientTokens wanted, PatientTokens held) {
        var doubts = EnumSet.noneOf(Doubt.class);
        if (wanted.gender().contradicts(held.gender())) {
            doubts.add(Doubt.OTHER_GENDER);
        }
        if (!evidence.contains(Attribute.NATIONAL_ID) && hasNationalId(wanted) && hasNationalId(held)) {
            doubts.add(Doubt.OTHER_NATIONAL_ID);
        }
        return doubts;
    }

    private static boolean hasNationalId(PatientTokens tokens) {
        return tokens.tokens().containsKey(MatchKey.NATIONAL_ID_BIRTH)
                || tokens.tokens().containsKey(MatchKey.NATIONAL_ID_GIVEN);
    }
}
