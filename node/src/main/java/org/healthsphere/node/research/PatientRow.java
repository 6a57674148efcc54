package org.healthsphere.node.research;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.cohort.Bound;
import org.healthsphere.federation.research.cohort.Measured;

/** The facts of one patient, packed: 46 bytes for each. It never changes; a change makes a new one. */
final class PatientRow {
    static final PatientRow EMPTY = new PatientRow(Optional.empty(), 0);

    private static final int NO_UNIT = -1;
    private static final List<Bound> BOUNDS = List.of(Bound.values());

    private final Optional<Demographics> demographics;
    private final int[] kinds;
    private final int[] earliest;
    private final int[] latest;
    private final long[] digits;
    private final int[] units;
    private final byte[] scales;
    private final byte[] bounds;
    private final long[] records;
    private final long[] encounters;

    private PatientRow(Optional<Demographics> demographics, int facts) {
        this.demographics = demographics;
        this.kinds = new int[facts];
        this.earliest = new int[facts];
        this.latest = new int[facts];
        this.digits = new long[facts];
        this.units = new int[facts];
        this.scales = new byte[facts];
        this.bounds = new byte[facts];
        this.records = new long[facts];
        this.encounters = new long[facts];
    }

    static PatientRow of(Optional<Demographics> demographics, List<RecordFact> facts, FactDictionary dictionary) {
        var row = new PatientRow(demographics, facts.size());
        for (var i = 0; i < facts.size(); i++) {
            var fact = facts.get(i);
            row.kinds[i] = dictionary.number(fact.kind());
            row.earliest[i] = fact.earliest();
            row.latest[i] = fact.latest();
            row.units[i] = NO_UNIT;
            row.records[i] = fact.place().record();
            row.encounters[i] = fact.place().during();
            row.measure(i, fact, dictionary);
        }
        return row;
    }

    private void measure(int fact, RecordFact from, FactDictionary dictionary) {
        from.measured().ifPresent(measured -> {
            units[fact] = dictionary.number(measured.unit());
            digits[fact] = measured.value().unscaledValue().longValueExact();
            scales[fact] = (byte) measured.value().scale();
            bounds[fact] = (byte) BOUNDS.indexOf(measured.bound());
        });
    }

    /** The facts as they were put in. */
    List<RecordFact> unpacked(FactDictionary dictionary) {
        List<RecordFact> facts = new ArrayList<>();
        for (var i = 0; i < kinds.length; i++) {
            facts.add(new RecordFact(
                    dictionary.kind(kinds[i]),
                    earliest[i],
                    latest[i],
                    measured(i, dictionary::unit),
                    new RecordFact.Place(records[i], encounters[i])));
        }
        return facts;
    }

    Optional<Demographics> demographics() {
        return demographics;
    }

    int size() {
        return kinds.length;
    }

    int kind(int fact) {
        return kinds[fact];
    }

    int earliest(int fact) {
        return earliest[fact];
    }

    int latest(int fact) {
        return latest[fact];
    }

    long record(int fact) {
        return records[fact];
    }

    long during(int fact) {
        return encounters[fact];
    }

    Optional<Measured> measured(int fact, IntFunction<String> unit) {
        return units[fact] == NO_UNIT
                ? Optional.empty()
                : Optional.of(new Measured(
                        BigDecimal.valueOf(digits[fact], scales[fact]),
                        BOUNDS.get(bounds[fact]),
                        unit.apply(units[fact])));
    }

    /** This row without the facts of these kinds. */
    PatientRow without(BitSet hidden) {
        var left = IntStream.range(0, kinds.length)
                .filter(fact -> !hidden.get(kinds[fact]))
                .toArray();
        var row = new PatientRow(demographics, left.length);
        for (var i = 0; i < left.length; i++) {
            row.kinds[i] = kinds[left[i]];
            row.earliest[i] = earliest[left[i]];
            row.latest[i] = latest[left[i]];
            row.digits[i] = digits[left[i]];
            row.units[i] = units[left[i]];
            row.scales[i] = scales[left[i]];
            row.bounds[i] = bounds[left[i]];
            row.records[i] = records[left[i]];
            row.encounters[i] = encounters[left[i]];
        }
        return row;
    }
}
