package org.healthsphere.federation.research.cohort;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.Cohort.Has;
import org.healthsphere.federation.research.cohort.Coverage.Mapped;
import org.healthsphere.specs.Sha256;

/**
 * Works out {@link Coverage} of all records that a study may use, whoever is in its cohort.
 *
 * <p>What is told of a type and a system is one of four words. Each patient counts the same, however many records there are, so that one patient
 * of n moves the share by 1/n at most; and where one word ends and the next begins is drawn once, from what only this hospital knows, over a fifth
 * of all shares. So a patient changes the word with a chance of 5/n at most, and n is about a hundred or more; asking again, in any study, draws
 * nothing new.
 */
public final class MappingCoverage {
    private static final double LEAST_PATIENTS = 100;
    private static final double MANY = 0.4;
    private static final double MOST = 0.75;
    private static final double WIDTH = 0.2;

    private final FactTable facts;
    private final Sha256 secret;
    private final Map<Asked, Coverage> known = new ConcurrentHashMap<>();

    /**
     * Of the records of one hospital.
     *
     * @param secret known to this hospital only, and always the same
     */
    public MappingCoverage(FactTable facts, Sha256 secret) {
        this.facts = facts;
        this.secret = secret;
    }

    /** For each type of record and code system in which these criteria ask. */
    public List<Coverage> of(Selection selection, Stream<Has> criteria) {
        return criteria.flatMap(
                        has -> selection.systems(has.code()).stream().map(system -> new Asked(has.type(), system)))
                .distinct()
                .map(asked -> known.computeIfAbsent(asked, this::coverage))
                .sorted()
                .toList();
    }

    private record Asked(FactType type, String system) {}

    private Coverage coverage(Asked asked) {
        var kinds = facts.kinds();
        var ofType = new boolean[kinds.size()];
        var coded = new boolean[kinds.size()];
        for (var number = 0; number < kinds.size(); number++) {
            var kind = kinds.get(number);
            ofType[number] = kind.type() == asked.type();
            coded[number] = ofType[number]
                    && kind.codes().stream().anyMatch(code -> code.system().equals(asked.system()));
        }
        var patients = 0;
        var sum = 0.0;
        for (var number = 0; number < facts.patients(); number++) {
            var share = share(facts.patient(number), ofType, coded);
            if (!Double.isNaN(share)) {
                patients++;
                sum += share;
            }
        }
        return new Coverage(asked.type(), asked.system(), mapped(asked, patients, sum));
    }

    /** Of one patient's records of the type, not a number where there are none. */
    private static double share(PatientFacts patient, boolean[] ofType, boolean[] coded) {
        var all = 0;
        var mapped = 0;
        for (var fact = 0; fact < patient.facts(); fact++) {
            var kind = patient.kind(fact);
            all += ofType[kind] ? 1 : 0;
            mapped += coded[kind] ? 1 : 0;
        }
        return (double) mapped / all;
    }

    private Mapped mapped(Asked asked, int patients, double sum) {
        if (patients < LEAST_PATIENTS * (1 + drawn(asked, "patients"))) {
            return Mapped.UNKNOWN;
        }
        var share = sum / patients;
        if (share < MANY + WIDTH * drawn(asked, "many")) {
            return Mapped.FEW;
        }
        return share < MOST + WIDTH * drawn(asked, "most") ? Mapped.MANY : Mapped.MOST;
    }

    /** From 0 to 1, always the same. */
    private double drawn(Asked asked, String what) {
        var digest = Sha256.of("coverage|" + secret + "|" + asked.type() + "|" + asked.system() + "|" + what);
        return (double) (ByteBuffer.wrap(digest.bytes()).getLong() >>> 11) / (1L << 53);
    }
}
