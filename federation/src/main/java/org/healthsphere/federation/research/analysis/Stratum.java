package org.healthsphere.federation.research.analysis;

import java.util.Comparator;
import java.util.List;

/** Patients who are compared with each other and with nobody else. */
final class Stratum {
    private final Ties ties;
    private final int terms;
    private final List<Patient> patients;

    /** @param row relative to the stratum's means, which changes no likelihood and keeps digits */
    private record Patient(double time, boolean event, double offset, Vector row) {}

    private Stratum(Ties ties, int terms, List<Patient> patients) {
        this.ties = ties;
        this.terms = terms;
        this.patients = patients;
    }

    static Stratum of(Ties ties, Design design, FollowUp followUp, List<Integer> members) {
        var terms = design.terms().size();
        var means = new double[terms];
        for (var j = 0; j < terms; j++) {
            var column = design.columns().get(j);
            means[j] = members.stream().mapToDouble(column::at).average().orElse(0);
        }
        var center = Vector.of(means);
        return new Stratum(
                ties,
                terms,
                members.stream()
                        .map(i -> new Patient(
                                followUp.times().at(i),
                                followUp.event(i),
                                design.offset().at(i),
                                design.row(i).plus(-1, center)))
                        .sorted(Comparator.comparingDouble(Patient::time).reversed())
                        .toList());
    }

    /** Goes back in time, so that patients only ever join the risk set and nothing is subtracted from it. */
    SiteStatistics at(Vector coefficients) {
        var sums = new Sums(terms);
        var atRisk = new RiskSet(terms);
        for (var i = 0; i < patients.size(); ) {
            var time = patients.get(i).time();
            var dying = new RiskSet(terms);
            var deaths = 0;
            for (; i < patients.size() && patients.get(i).time() == time; i++) {
                var patient = patients.get(i);
                var predictor = predictor(patient, coefficients);
                atRisk.add(predictor, patient.row());
                if (patient.event()) {
                    dying.add(predictor, patient.row());
                    sums.death(predictor, patient.row());
                    deaths++;
                }
            }
            if (deaths > 0) {
                dying.relativeTo(atRisk.reference());
                sums.expected(ties, deaths, atRisk, dying);
            }
        }
        return sums.statistics(patients.size());
    }

    private static double predictor(Patient patient, Vector coefficients) {
        var sum = patient.offset();
        for (var j = 0; j < coefficients.length(); j++) {
            sum += coefficients.at(j) * patient.row().at(j);
        }
        return sum;
    }

    /** The running sums of one pass. */
    private static final class Sums {
        private final double[] score;
        private final OuterProducts information;
        private double logLikelihood;
        private long events;

        Sums(int terms) {
            score = new double[terms];
            information = new OuterProducts(terms);
        }

        void death(double predictor, Vector row) {
            events++;
            logLikelihood += predictor;
            for (var j = 0; j < score.length; j++) {
                score[j] += row.at(j);
            }
        }

        void expected(Ties ties, int deaths, RiskSet atRisk, RiskSet dying) {
            for (var before = 0; before < deaths; before++) {
                var gone = ties.gone(before, deaths);
                var mean = atRisk.mean(gone, dying);
                for (var j = 0; j < score.length; j++) {
                    score[j] -= mean.at(j);
                }
                atRisk.addCovariance(gone, dying, information);
                logLikelihood -= atRisk.reference() + Math.log(atRisk.without(gone, dying));
            }
        }

        SiteStatistics statistics(long rows) {
            return new SiteStatistics(rows, events, Vector.of(score), information.matrix(), -2 * logLikelihood);
        }
    }
}
