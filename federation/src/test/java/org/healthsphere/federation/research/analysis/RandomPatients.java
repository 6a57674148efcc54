package org.healthsphere.federation.research.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.healthsphere.federation.research.analysis.NaiveModels.Patient;

/** Patients, coefficients and sites drawn from a seed. */
final class RandomPatients {
    static final List<String> TERMS = List.of("one", "two", "three");

    private final Random random;

    RandomPatients(long seed) {
        this.random = new Random(seed);
    }

    List<Patient> of(Family family, int patients) {
        return Stream.generate(() -> {
                    var x = Vector.of(1, random.nextGaussian(), random.nextInt(3));
                    var offset = random.nextGaussian() / 4;
                    var eta = offset + 0.3 + 0.5 * x.at(1) - 0.4 * x.at(2);
                    var y = switch (family) {
                        case GAUSSIAN -> eta + random.nextGaussian();
                        case BINOMIAL -> random.nextDouble() < family.mean(eta) ? 1.0 : 0.0;
                        case POISSON -> Math.floor(-Math.log1p(-random.nextDouble()) * Math.exp(eta));
                    };
                    return new Patient(x, offset, y, 0, 0);
                })
                .limit(patients)
                .toList();
    }

    /** With ties; each stratum of its own baseline hazard. */
    List<Patient> followed(int patients, int strata) {
        return Stream.generate(() -> {
                    var x = Vector.of(random.nextGaussian(), random.nextInt(2), 40 + 20 * random.nextDouble());
                    var stratum = random.nextInt(strata);
                    var rate = Math.exp(0.5 * x.at(0) - 0.7 * x.at(1) + 0.02 * x.at(2) + 0.3 * stratum) / 20;
                    var time = Math.ceil(-Math.log1p(-random.nextDouble()) / rate);
                    return new Patient(x, 0, random.nextInt(4) == 0 ? 0 : 1, time, stratum);
                })
                .limit(patients)
                .toList();
    }

    List<Patient> shuffled(List<Patient> patients) {
        var copy = new ArrayList<>(patients);
        Collections.shuffle(copy, random);
        return copy;
    }

    List<List<Patient>> split(List<Patient> patients, int sites) {
        var parts = Stream.generate(() -> (List<Patient>) new ArrayList<Patient>())
                .limit(sites)
                .toList();
        patients.forEach(patient -> parts.get(random.nextInt(sites)).add(patient));
        return parts;
    }

    static Design design(List<Patient> patients) {
        var columns = Stream.of(0, 1, 2)
                .map(j -> vector(patients, patient -> patient.x().at(j)))
                .toList();
        return Design.of(TERMS, columns, vector(patients, Patient::offset)).orElseThrow();
    }

    static GlmSite glm(Family family, List<Patient> patients) {
        return GlmSite.of(family, design(patients), vector(patients, Patient::response))
                .orElseThrow();
    }

    static CoxSite cox(Ties ties, List<Patient> patients) {
        var strata = patients.stream().map(patient -> "s" + patient.stratum()).toList();
        return CoxSite.of(ties, design(patients), followUp(patients), strata).orElseThrow();
    }

    static FollowUp followUp(List<Patient> patients) {
        return FollowUp.of(vector(patients, Patient::time), vector(patients, Patient::response))
                .orElseThrow();
    }

    private static Vector vector(List<Patient> patients, ToDoubleFunction<Patient> of) {
        return Vector.of(patients.stream().mapToDouble(of).toArray());
    }
}
