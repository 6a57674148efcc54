package org.healthsphere.node.research;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.Terms;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.study.StudyBook.Verdict;
import org.healthsphere.federation.research.study.StudyRecords;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.research.FiledStudy.Standing;
import org.healthsphere.node.research.ResearchConsent.Permission;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hospital decides about studies before anything is computed. */
class StudyOverlapsTest {
    private static final NodeId ALDER = new NodeId("alder");
    private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");
    private static final Instant FAR = Instant.parse("2099-01-01T00:00:00Z");
    private static final String WOMEN = "{\"demo\":{\"sex\":\"female\"}}";
    private static final String ILL =
            "{\"and\":[" + WOMEN + ",{\"has\":{\"type\":\"Condition\",\"code\":{\"codes\":[{\"system\":\""
                    + Records.CONDITIONS + "\",\"code\":\"type-2-diabetes\"}]}}}]}";

    private final Shelf shelf = new Shelf();
    private final StudyLedger ledger = new StudyLedger(ALDER);
    private final CohortEvaluator evaluator = new CohortEvaluator(new TerminologyConcepts(new SmallTree()));
    private final LedgerBudget budget =
            new LedgerBudget(ledger.seenBy(ALDER), ALDER, new LedgerBudget.Limits(10_000_000, 10_000_000));

    @TempDir
    private Path folder;

    @BeforeEach
    void thirty_women_all_but_three_of_them_ill() {
        for (var i = 0; i < 30; i++) {
            shelf.put("Patient", "p" + i, "p" + i, Records.patient("1960-01-01", "female"));
        }
        IntStream.range(3, 30)
                .forEach(i -> shelf.put("Condition", "c" + i, "p" + i, Records.condition("type-2-diabetes")));
    }

    private StudyFile file() {
        return new StudyFile(
                shelf.store,
                new FiledReleases(folder),
                new StudyFile.Account(budget, new InMemoryAuditLog(() -> NOW)),
                new StudyRules(Set.of(DataUse.HMB), new Terms(10, 2, 1), 5_000_000));
    }

    private StudyRecords records() {
        return new ConsentedRecords(
                        new ResearchColumns(shelf.store),
                        (_, _) -> Outcome.of(new Permission(new ReleaseFilter(Optional.empty(), Map.of()), 1)),
                        new RollNames(Bytes.utf8("salt")))
                .forStudies(new FiledReleases(folder.resolve("rolls")), DiseaseKinds.NONE);
    }

    private static StudyPlan plan(String id, String cohort, String protection, String duo) {
        return StudyPlan.parse(Bytes.utf8("""
                {"type":"study","v":1,"id":"%s","duo":["%s"],
                 "asker":{"member":"alder","researcher":"%s","title":"A study","purpose":"HRESCH"},
                 "safety":{"protection":%s,"terms":{"threshold":10,"quorum":3,"colluders":1},"notAfter":"2027-01-01T00:00:00Z"},
                 "cohort":%s,"variables":[],"analyses":[{"name":"n","count":{}}]}""".formatted(id, duo, Sha256.of("r"), protection, cohort)))
                .orElseThrow();
    }

    private static StudyPlan exact(String id, String cohort) {
        return plan(id, cohort, "{\"exact\":{\"threshold\":10}}", "DUO:0000006");
    }

    @Test
    void a_cohort_that_is_another_ones_but_for_three_patients_comes_too_close() {
        var file = file();
        var overlaps = new StudyOverlaps(file, evaluator, records());
        var women = exact("women", WOMEN);
        var _ = file.file(women, NOW);
        assertThat(overlaps.tooClose(exact("ill", ILL)))
                .as("nothing was approved yet")
                .isEqualTo(Outcome.of(Optional.empty()));
        assertThat(file.decide(women.hash(), true, "steward", NOW)).isInstanceOf(Outcome.Success.class);
        assertThat(overlaps.tooClose(exact("ill", ILL))).isEqualTo(Outcome.of(Optional.of("women")));
        assertThat(overlaps.tooClose(exact("again", WOMEN)))
                .as("the very same patients")
                .isEqualTo(Outcome.of(Optional.empty()));
        assertThat(overlaps.tooClose(plan("noised", ILL, "{\"noise\":{\"rhoMicros\":1000}}", "DUO:0000006")))
                .as("noise covers a few")
                .isEqualTo(Outcome.of(Optional.empty()));
    }

    @Test
    void what_the_consents_do_not_permit_is_declined_and_no_steward_can_approve_it() {
        var file = file();
        var general = plan("general", WOMEN, "{\"exact\":{\"threshold\":10}}", "DUO:0000042");
        assertThat(file.file(general, NOW).standing()).isEqualTo(Standing.DECLINED);
        assertThat(file.decide(general.hash(), true, "steward", NOW))
                .isEqualTo(Outcome.failed(new Fault.Conflict("the hospital's rules decline this study")));
    }

    @Test
    void less_careful_than_the_hospital_is_declined() {
        var file = file();
        assertThat(file.file(plan("few", WOMEN, "{\"exact\":{\"threshold\":9}}", "DUO:0000006"), NOW)
                        .standing())
                .isEqualTo(Standing.DECLINED);
        assertThat(file.file(plan("dear", WOMEN, "{\"noise\":{\"rhoMicros\":5000001}}", "DUO:0000006"), NOW)
                        .standing())
                .isEqualTo(Standing.DECLINED);
    }

    @Test
    void a_committee_decides_together_and_one_who_is_against_it_is_enough() {
        var file = new StudyFile(
                shelf.store,
                new FiledReleases(folder),
                new StudyFile.Account(budget, new InMemoryAuditLog(() -> NOW)),
                new StudyRules(Set.of(DataUse.HMB), new Terms(10, 2, 1), 5_000_000, 2));
        var women = exact("women", WOMEN);
        var _ = file.file(women, NOW);
        assertThat(file.decide(women.hash(), true, "one", NOW).map(FiledStudy::standing))
                .isEqualTo(Outcome.of(Standing.PENDING));
        assertThat(file.decide(women.hash(), true, "one", NOW).map(FiledStudy::standing))
                .as("who says it twice is still one")
                .isEqualTo(Outcome.of(Standing.PENDING));
        assertThat(file.decide(women.hash(), true, "other", NOW).orElseThrow())
                .isEqualTo(new FiledStudy(women, Standing.APPROVED, Optional.of("other"), NOW, Set.of("one", "other")));
        assertThat(file.decide(women.hash(), false, "one", NOW).orElseThrow())
                .isEqualTo(new FiledStudy(women, Standing.DECLINED, Optional.of("one"), NOW, Set.of()));
        assertThat(file.decide(women.hash(), true, "other", NOW).map(FiledStudy::standing))
                .as("what was said before is forgotten")
                .isEqualTo(Outcome.of(Standing.PENDING));
    }

    @Test
    void an_approved_study_is_computed_only_as_it_is_registered() {
        var file = file();
        var women = exact("women", WOMEN);
        var _ = file.file(women, NOW);
        var _ = file.decide(women.hash(), true, "steward", NOW).orElseThrow();
        assertThat(file.verdict(women.hash())).as("not on the ledger").isInstanceOf(Verdict.Declined.class);
        var _ = budget.register("women", Sha256.of("r"), women.hash(), 0, FAR).orElseThrow();
        assertThat(file.verdict(women.hash())).isEqualTo(new Verdict.Approved(women, 5_000_000));
        var other = exact("women", ILL);
        var _ = file.file(other, NOW);
        var _ = file.decide(other.hash(), true, "steward", NOW).orElseThrow();
        assertThat(file.verdict(other.hash()))
                .as("another document under the registered name")
                .isInstanceOf(Verdict.Declined.class);
    }

    @Test
    void decisions_are_there_after_a_restart_and_can_be_taken_back() {
        var women = exact("women", WOMEN);
        var _ = file().file(women, NOW);
        var _ = file().decide(women.hash(), true, "steward", NOW).orElseThrow();
        assertThat(file().find(women.hash()))
                .contains(new FiledStudy(women, Standing.APPROVED, Optional.of("steward"), NOW, Set.of("steward")));
        var _ = file().decide(women.hash(), false, "steward", NOW).orElseThrow();
        assertThat(file().all()).extracting(FiledStudy::standing).containsExactly(Standing.DECLINED);
    }
}
