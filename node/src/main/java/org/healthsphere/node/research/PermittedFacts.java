package org.healthsphere.node.research;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.research.cohort.FactTable;
import org.healthsphere.federation.research.cohort.Kind;
import org.healthsphere.federation.research.cohort.Measured;
import org.healthsphere.federation.research.cohort.PatientFacts;
import org.healthsphere.federation.research.cohort.Sex;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ReleaseFilter.Hidden;

/** What a release filter lets through of the columns. Whoever it does not let through is not in here at all. */
final class PermittedFacts implements FactTable {
    private final List<Kind> kinds;
    private final List<String> units;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> patients = new ArrayList<>();

    PermittedFacts(ColumnSnapshot snapshot, ReleaseFilter filter) {
        this.kinds = snapshot.kinds().stream().map(RecordKind::kind).toList();
        this.units = snapshot.units();
        Map<Hidden, BitSet> hiddenKinds = new HashMap<>();
        snapshot.rows().forEach((patient, row) -> {
            var hidden = Optional.of(filter.hiddenOf(patient)).filter(some -> !some.isNothing());
            if (hidden.filter(Hidden::all).isEmpty()) {
                permitted(row, hidden, hiddenKinds, snapshot.kinds()).ifPresent(facts -> {
                    rows.add(facts);
                    patients.add(patient);
                });
            }
        });
    }

    private Optional<Row> permitted(
            PatientRow row, Optional<Hidden> hidden, Map<Hidden, BitSet> hiddenKinds, List<RecordKind> all) {
        return row.demographics()
                .filter(patient -> hidden.filter(patient::isHiddenBy).isEmpty())
                .map(patient -> new Row(
                        patient,
                        hidden.map(some -> row.without(hiddenKinds.computeIfAbsent(some, h -> hiddenBy(h, all))))
                                .orElse(row)));
    }

    private static BitSet hiddenBy(Hidden hidden, List<RecordKind> kinds) {
        var hides = new BitSet(kinds.size());
        for (var number = 0; number < kinds.size(); number++) {
            hides.set(number, kinds.get(number).isHiddenBy(hidden));
        }
        return hides;
    }

    /** The ids of the patients, in the order of the table. */
    List<String> ids() {
        return List.copyOf(patients);
    }

    @Override
    public List<Kind> kinds() {
        return kinds;
    }

    @Override
    public int patients() {
        return rows.size();
    }

    @Override
    public PatientFacts patient(int number) {
        return rows.get(number);
    }

    private final class Row implements PatientFacts {
        private final Demographics demographics;
        private final PatientRow facts;

        Row(Demographics demographics, PatientRow facts) {
            this.demographics = demographics;
            this.facts = facts;
        }

        @Override
        public int bornEarliest() {
            return demographics.bornEarliest();
        }

        @Override
        public int bornLatest() {
            return demographics.bornLatest();
        }

        @Override
        public Sex sex() {
            return demographics.sex();
        }

        @Override
        public boolean deceased() {
            return demographics.deceased();
        }

        @Override
        public Set<String> regions() {
            return demographics.regions();
        }

        @Override
        public long record(int fact) {
            return facts.record(fact);
        }

        @Override
        public long during(int fact) {
            return facts.during(fact);
        }

        @Override
        public int facts() {
            return facts.size();
        }

        @Override
        public int kind(int fact) {
            return facts.kind(fact);
        }

        @Override
        public int earliest(int fact) {
            return facts.earliest(fact);
        }

        @Override
        public int latest(int fact) {
            return facts.latest(fact);
        }

        @Override
        public Optional<Measured> measured(int fact) {
            return facts.measured(fact, units::get);
        }
    }
}
