package org.healthsphere.node.research;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.plan.Protection;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.study.StudyRecords;
import org.healthsphere.node.research.FiledStudy.Standing;
import org.healthsphere.specs.Outcome;

/**
 * Whether the cohorts of two exact studies differ by so few patients of this hospital that the difference of their results would tell of
 * them. It is looked at when the steward decides, and told to nobody else: to others the study is one that is not approved.
 */
public final class StudyOverlaps {
    private final StudyFile file;
    private final CohortEvaluator evaluator;
    private final StudyRecords records;

    public StudyOverlaps(StudyFile file, CohortEvaluator evaluator, StudyRecords records) {
        this.file = file;
        this.evaluator = evaluator;
        this.records = records;
    }

    /** The first exact study that was approved and comes too close; a fault when records or concepts are not there now. */
    public Outcome<Optional<String>> tooClose(StudyPlan plan) {
        if (!(plan.safety().protection() instanceof Protection.Exact(var threshold))) {
            return Outcome.of(Optional.empty());
        }
        Outcome<Optional<String>> found = Outcome.of(Optional.empty());
        for (var other : file.all()) {
            if (isExact(other) && !other.plan().hash().equals(plan.hash())) {
                found = found.then(before -> before.isPresent()
                        ? Outcome.of(before)
                        : cohort(plan)
                                .then(mine -> cohort(other.plan())
                                        .map(theirs -> isFew(mine, theirs, threshold)
                                                ? Optional.of(other.plan().id())
                                                : Optional.empty())));
            }
        }
        return found;
    }

    private static boolean isExact(FiledStudy study) {
        return study.standing() == Standing.APPROVED && study.plan().safety().protection() instanceof Protection.Exact;
    }

    private Outcome<Set<String>> cohort(StudyPlan plan) {
        return evaluator
                .select(plan.cohort(), plan.criteria())
                .then(selection -> records.freeze(plan)
                        .map(frozen -> Arrays.stream(selection.members(plan.cohort(), frozen.facts()))
                                .mapToObj(frozen.patients()::get)
                                .collect(Collectors.toUnmodifiableSet())));
    }

    private static boolean isFew(Set<String> one, Set<String> other, int threshold) {
        var difference = new HashSet<>(one);
        difference.addAll(other);
        difference.removeIf(patient -> one.contains(patient) && other.contains(patient));
        return !difference.isEmpty() && difference.size() < threshold;
    }
}
