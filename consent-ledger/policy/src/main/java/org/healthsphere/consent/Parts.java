package org.healthsphere.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Portion;
import org.healthsphere.specs.PurposeOfUse;

/**
 * What a provision names of purposes and of the record; each is empty where neither it nor the provisions around it name the element.
 *
 * @param data by instance, relation or author: one of them
 */
record Parts(
        Optional<Set<PurposeOfUse>> purposes,
        Optional<Set<String>> types,
        Optional<Set<Coding>> labels,
        Optional<Set<Coding>> codes,
        Optional<Set<Portion>> data,
        Optional<Span> time) {
    static final Parts NONE = new Parts(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Both ends included. */
    record Span(Instant from, Instant until) {}

    /** What an inner provision names itself, and the rest from the outer one. */
    Parts within(Parts outer) {
        return new Parts(
                purposes.or(outer::purposes),
                types.or(outer::types),
                labels.or(outer::labels),
                codes.or(outer::codes),
                data.or(outer::data),
                time.or(outer::time));
    }

    /** The part of the record that a permission, or a denial, of these is about. */
    Portion portion(boolean permits) {
        List<Portion> all = new ArrayList<>();
        types.ifPresent(some -> all.add(new Portion.Types(some)));
        labels.ifPresent(some -> all.add(permits ? SecurityLabels.permitted(some) : SecurityLabels.denied(some)));
        codes.ifPresent(some -> all.add(new Portion.Codes(some)));
        data.ifPresent(some -> all.add(Portion.any(some)));
        time.ifPresent(span -> all.add(new Portion.During(span.from(), span.until(), permits)));
        return Portion.all(all);
    }
}
