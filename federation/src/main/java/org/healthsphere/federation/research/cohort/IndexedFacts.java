package org.healthsphere.federation.research.cohort;

import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsphere.federation.research.cohort.Cohort.Has;

/**
 * Facts with what questions ask first beside them: who has a fact of a kind, who is of a sex, who was born when. It is made once for facts that
 * do not change any more; most of a cohort is then found without a look at anybody's facts.
 */
public final class IndexedFacts implements FactTable {
    private final FactTable facts;
    private final List<int[]> byKind;
    private final Map<Sex, BitSet> bySex = new EnumMap<>(Sex.class);
    private final BitSet deceased;
    private final Map<String, BitSet> byRegion = new HashMap<>();
    private final int[] bornEarliest;
    private final int[] bornLatest;

    public IndexedFacts(FactTable facts) {
        this.facts = facts;
        this.deceased = new BitSet(facts.patients());
        this.bornEarliest = new int[facts.patients()];
        this.bornLatest = new int[facts.patients()];
        var lists = new IntList[facts.kinds().size()];
        Arrays.setAll(lists, _ -> new IntList());
        for (var sex : Sex.values()) {
            bySex.put(sex, new BitSet(facts.patients()));
        }
        for (var number = 0; number < facts.patients(); number++) {
            index(number, lists);
        }
        this.byKind = Arrays.stream(lists).map(IntList::array).toList();
    }

    private void index(int number, IntList[] lists) {
        var patient = facts.patient(number);
        bornEarliest[number] = patient.bornEarliest();
        bornLatest[number] = patient.bornLatest();
        ofSex(patient.sex()).set(number);
        deceased.set(number, patient.deceased());
        patient.regions()
                .forEach(region ->
                        byRegion.computeIfAbsent(region, _ -> new BitSet()).set(number));
        for (var fact = 0; fact < patient.facts(); fact++) {
            lists[patient.kind(fact)].add(number);
        }
    }

    /** Numbers that increase; the last one twice is once. */
    private static final class IntList {
        private int[] numbers = new int[4];
        private int size;

        void add(int number) {
            if (size > 0 && numbers[size - 1] == number) {
                return;
            }
            if (size == numbers.length) {
                numbers = Arrays.copyOf(numbers, 2 * size);
            }
            numbers[size++] = number;
        }

        int[] array() {
            return Arrays.copyOf(numbers, size);
        }
    }

    @Override
    public List<Kind> kinds() {
        return facts.kinds();
    }

    @Override
    public int patients() {
        return facts.patients();
    }

    @Override
    public PatientFacts patient(int number) {
        return facts.patient(number);
    }

    /** Who is of this sex; not to be changed. */
    BitSet ofSex(Sex sex) {
        return bySex.computeIfAbsent(sex, _ -> new BitSet());
    }

    /** Who has died; not to be changed. */
    BitSet deceased() {
        return deceased;
    }

    /** Who lives where postal codes begin like this. */
    BitSet living(String start) {
        return byRegion.getOrDefault(start, new BitSet());
    }

    /** Who of these was surely born in these days. */
    BitSet born(long first, long last, BitSet within) {
        var born = new BitSet(patients());
        for (var number = within.nextSetBit(0); number >= 0; number = within.nextSetBit(number + 1)) {
            if (bornEarliest[number] >= first && bornLatest[number] <= last) {
                born.set(number);
            }
        }
        return born;
    }

    /** Who has a fact of one of these kinds. */
    BitSet having(Set<Integer> kinds) {
        var having = new BitSet(patients());
        kinds.forEach(kind -> {
            for (var number : byKind.get(kind)) {
                having.set(number);
            }
        });
        return having;
    }

    /** Whether having such a fact is all that a criterion asks. */
    static boolean isPlain(Has has) {
        return !isMeasured(has)
                && has.when().isEmpty()
                && has.atLeast() == 1
                && has.circumstances().within().isEmpty();
    }

    /** Whether a value is asked that each fact has for itself. */
    private static boolean isMeasured(Has has) {
        return has.value()
                .map(value -> switch (value) {
                    case Comparison _, Value.Range _ -> true;
                    case Value.OneOf _, Value.Abnormal _ -> false;
                })
                .orElse(false);
    }
}
