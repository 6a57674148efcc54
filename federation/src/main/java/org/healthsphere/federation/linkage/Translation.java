package org.healthsphere.federation.linkage;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.specs.Sha256;

/** What the members' tokens of patients here are among the tokens that this member makes alone. Not safe for use by several threads. */
final class Translation {
    private final Sha256 own;
    private final Map<String, Known> known = new HashMap<>();
    private final Map<String, List<String>> byPatient = new HashMap<>();

    /** @param patients how many patients it is of */
    private record Known(String own, int patients) {
        Known and(int more) {
            return new Known(own, patients + more);
        }

        @Override
        public String toString() {
            return "Known[REDACTED]";
        }
    }

    Translation(Sha256 own) {
        this.own = own;
    }

    /** The members' tokens of a patient, and this member's own, in the same order. */
    void put(String patient, List<String> shared, List<String> tokens) {
        remove(patient);
        byPatient.put(patient, List.copyOf(shared));
        for (var i = 0; i < shared.size(); i++) {
            known.merge(shared.get(i), new Known(tokens.get(i), 1), (before, _) -> before.and(1));
        }
    }

    void remove(String patient) {
        var before = byPatient.remove(patient);
        if (before != null) {
            before.forEach(token -> known.computeIfPresent(
                    token, (_, one) -> one.patients() == 1 ? null : one.and(-1)));
        }
    }

    /** A token that no patient here has stays as it is: it says that there is something that differs. */
    PatientTokens own(PatientTokens shared) {
        Map<MatchKey, Set<String>> tokens = new EnumMap<>(MatchKey.class);
        shared.tokens().forEach((key, values) -> tokens.put(
                key, values.stream().map(this::own).collect(Collectors.toSet())));
        return new PatientTokens(own, shared.gender(), tokens);
    }

    private String own(String token) {
        var one = known.get(token);
        return one == null ? token : one.own();
    }
}
