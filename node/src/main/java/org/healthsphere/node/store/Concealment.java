package org.healthsphere.node.store;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.store.ReleaseFilter.Hidden;

/**
 * What of whose record is hidden: a value, of which another one says what holds once something changed. Of one family only few patients are
 * apart as a rule, so that who made something of the one need not make all of it anew for the other.
 */
public interface Concealment {
    /** What is hidden in this patient's compartment, whether there is one or not. */
    Hidden of(String patient);

    /** Those of one family, by identity, can be told apart. */
    Object family();

    /** Of whom the other, which is of this one's family, may hide something else. */
    Set<String> apartFrom(Concealment other);

    /**
     * Patients by name.
     *
     * @param onlyPatients the compartments that may be seen at all; empty: every patient's
     * @param restricted what is hidden in some compartments
     */
    record Listed(Optional<Set<String>> onlyPatients, Map<String, Hidden> restricted) implements Concealment {
        public Listed {
            onlyPatients = onlyPatients.map(Set::copyOf);
            restricted = Map.copyOf(restricted);
        }

        @Override
        public Hidden of(String patient) {
            return onlyPatients.isPresent() && !onlyPatients.get().contains(patient)
                    ? Hidden.everything()
                    : restricted.getOrDefault(patient, Hidden.nothing());
        }

        @Override
        public Object family() {
            return this;
        }

        @Override
        public Set<String> apartFrom(Concealment other) {
            return Set.of();
        }
    }
}
