package org.healthsphere.federation.research.study;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.research.cohort.Coverage;
import org.healthsphere.federation.research.plan.Analysis;
import org.healthsphere.federation.research.plan.Computation;
import org.healthsphere.federation.research.plan.Part;
import org.healthsphere.federation.research.plan.Protection;
import org.healthsphere.federation.research.plan.StudyColumns;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.privacy.GaussianShares;
import org.healthsphere.federation.research.privacy.PrivacyBudget;
import org.healthsphere.federation.research.privacy.PrivacyBudget.Debit;
import org.healthsphere.federation.research.study.RunMessage.Paid;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** What this hospital has to say to an analysis, what that costs, and to whom it owes the account of it. */
record LocalStudy(
        Asked asked,
        StudyRecords.Frozen frozen,
        List<Coverage> coverage,
        StudyColumns columns,
        StudyBook book,
        PrivacyBudget budget) {

    private static final int PHANTOM_DEVIATIONS = 8;

    /**
     * The analysis.
     *
     * @param limitMicros the most that the study may spend here, in millionths of rho
     */
    record Asked(StudyPlan plan, int analysis, long limitMicros) {}

    StudyPlan plan() {
        return asked.plan();
    }

    Computation computation() {
        return Computation.of(plan(), analysis());
    }

    Analysis analysis() {
        return plan().analyses().get(asked.analysis());
    }

    /** This hospital's part of the next sum, with its share of the noise where there is some. */
    Outcome<long[]> answer(RunCourse course, Computation.Seat seat, SecureRandom random) {
        var members = course.roster().size();
        var number = course.sums().opened().size();
        if (plan().hasNoise()
                && (course.round() != number || number >= computation().parts().size())) {
            return Outcome.failed(new Fault.TooCostly("what was paid for was told"));
        }
        return computation()
                .answer(course.sums(), columns, seat)
                .then(numbers -> computation()
                        .union(number)
                        .map(union -> phantoms(union, number, members, random)
                                .map(phantoms -> marked(numbers, phantoms, random)))
                        .orElseGet(() -> Outcome.of(
                                switch (plan().safety().protection()) {
                                    case Protection.Exact _ -> numbers;
                                    case Protection.Noise(var rho) ->
                                        noised(
                                                numbers,
                                                computation().parts().get(number),
                                                new Scale(rho, members),
                                                random);
                                })));
    }

    /** By what noise is scaled beside the words themselves. */
    private record Scale(long rhoMicros, int members) {}

    /** Marks that say nothing but that they are there; some of them stand for nobody. */
    private static long[] marked(long[] places, int phantoms, SecureRandom random) {
        var marked = places.clone();
        for (var i = 0; i < phantoms; i++) {
            marked[random.nextInt(marked.length)] = 1;
        }
        for (var i = 0; i < marked.length; i++) {
            marked[i] = marked[i] == 0 ? 0 : mark(random);
        }
        return marked;
    }

    private static long mark(SecureRandom random) {
        var mark = random.nextLong();
        return mark == 0 ? mark(random) : mark;
    }

    /** The usual number and a share of the noise, which would have to be eight times its deviation to be cut off at nobody. */
    private Outcome<Integer> phantoms(Computation.Union union, int number, int members, SecureRandom random) {
        return switch (plan().safety().protection()) {
            case Protection.Exact _ -> Outcome.of(0);
            case Protection.Noise(var rho) -> {
                var noise = computation().parts().get(number).getFirst().noise(plan(), rho, members);
                yield union.phantoms() < PHANTOM_DEVIATIONS * noise.deviation(1)
                        ? Outcome.failed(
                                new Fault.Unprocessable(List.of(new Problem("phantoms", "too few for this noise"))))
                        : Outcome.of(Math.toIntExact(
                                Math.max(0, union.phantoms() + new GaussianShares(noise, random).draw())));
            }
        };
    }

    /** Each sum has the noise that its place among the sums says. */
    private long[] noised(long[] numbers, List<Part> parts, Scale scale, SecureRandom random) {
        var noised = numbers.clone();
        var from = 0;
        for (var part : parts) {
            var shares = new GaussianShares(part.noise(plan(), scale.rhoMicros(), scale.members()), random);
            for (var i = from; i < from + part.words(); i++) {
                noised[i] += shares.draw();
            }
            from += part.words();
        }
        return noised;
    }

    /** Pays for noise: nothing leaves before the debit is on the ledger. */
    Outcome<Optional<Paid>> pay(Sha256 run, NodeId self) {
        return switch (plan().safety().protection()) {
            case Protection.Exact _ -> Outcome.of(Optional.empty());
            case Protection.Noise(var rho) -> {
                var debit = Sha256.of("debit|" + run + "|" + self);
                yield budget.debit(new Debit(debit, plan().id(), rho, asked.limitMicros()))
                        .map(height -> Optional.of(new Paid(debit, height)));
            }
        };
    }

    /** Only what was not opened before in another company is opened. */
    Outcome<StudyBook.Opened> opening(Set<NodeId> survivors, int round) {
        var exact = plan().safety().protection() instanceof Protection.Exact;
        var opened = new StudyBook.Opened(plan().hash(), asked.analysis(), exact, survivors, frozen.frame());
        return round == 0 ? book.opening(opened) : Outcome.of(opened);
    }

    Outcome<StudyBook.Counted> counted(Sha256 run) {
        var patients = Arrays.stream(columns.members())
                .mapToObj(frozen.patients()::get)
                .toList();
        return book.counted(new StudyBook.Counted(plan(), asked.analysis(), run, frozen.frame(), patients));
    }

    @Override
    public String toString() {
        return "LocalStudy[REDACTED]";
    }
}
