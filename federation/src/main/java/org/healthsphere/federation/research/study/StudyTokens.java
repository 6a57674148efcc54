package org.healthsphere.federation.research.study;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.federation.research.cohort.Pin;
import org.healthsphere.federation.research.cohort.Selection;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** By which tokens the patients of this hospital are told apart across hospitals in a study; those of two studies have nothing in common. */
public interface StudyTokens {
    /** There are none: studies that count distinct patients are declined. */
    StudyTokens NONE = _ -> Optional.empty();

    /** Nothing when none were made with the others since this node started. */
    Optional<Held> of(Sha256 plan);

    /**
     * The tokens of a study.
     *
     * @param key by which the hospitals see that they compare tokens of one key
     */
    record Held(Sha256 key, Map<String, Bytes> byPatient) {
        public Held {
            byPatient = Map.copyOf(byPatient);
        }

        /** One number for each of these patients; nothing when one of them has no token yet. */
        Optional<long[]> column(List<String> patients) {
            var known = patients.stream()
                    .flatMap(patient -> Optional.ofNullable(byPatient.get(patient)).stream())
                    .mapToLong(token -> ByteBuffer.wrap(token.array()).getLong())
                    .toArray();
            return known.length == patients.size() ? Optional.of(known) : Optional.empty();
        }

        @Override
        public String toString() {
            return "Held[" + key + "]";
        }
    }

    /** What all who take part must have in common: what concepts came to, and the key of the tokens. */
    default Outcome<List<Pin>> pins(StudyPlan plan, int analysis, Selection selection) {
        if (!plan.analysis(analysis).orElseThrow().tellsApart()) {
            return Outcome.of(selection.pins());
        }
        return of(plan.hash())
                .map(held -> {
                    List<Pin> pins = new ArrayList<>(selection.pins());
                    pins.add(new Pin(Sha256.of("the key of the tokens"), held.key()));
                    return Outcome.of(pins);
                })
                .orElseGet(() -> Outcome.failed(new Fault.Unavailable("tokens of this study")));
    }
}
