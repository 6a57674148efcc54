package org.healthsphere.node.research;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.consent.Directive;
import org.healthsphere.federation.research.MemberKeys;
import org.healthsphere.federation.research.ReleaseCertificate;
import org.healthsphere.federation.research.ReleaseCertificates;
import org.healthsphere.federation.research.StudyCoordinator;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.federation.research.StudyParticipant;
import org.healthsphere.federation.research.StudyPolicy;
import org.healthsphere.federation.research.Terms;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.federation.research.cohort.Tier;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.node.research.ResearchConsent.Permission;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes with stores, consents, a terminology and one ledger, and the study that ships. */
class StudiesTest {
    private static final Terms TERMS = new Terms(10, 2, 1);
    private static final StudyPolicy POLICY = new StudyPolicy(
            Set.of(Tier.T1), Set.of(PurposeOfUse.HRESCH), 1_000_000, 1_500_000, TERMS, Duration.ofMinutes(10));
    private static final LedgerBudget.Limits LIMITS = new LedgerBudget.Limits(2_000_000, 2_500_000);
    private static final Instant FAR = Instant.parse("2099-01-01T00:00:00Z");
    private static final NodeId ALDER = new NodeId("alder");

    private final Map<NodeId, Member> members = new LinkedHashMap<>();
    private final MemberKeys keys =
            member -> Optional.ofNullable(members.get(member)).map(known -> known.key.verificationKey());
    private final StudyLedger ledger = new StudyLedger(ALDER, new NodeId("birch"), new NodeId("cedar"));
    private final SecureRandom random = seeded();

    @TempDir
    private Path folder;

    private final class Member {
        final Shelf shelf = new Shelf();
        final SigningKey key = SigningKey.generate(random);
        final Set<String> consenting;
        final StudyParticipant participant;
        final ConsentedRecords records;

        Member(NodeId id, int diabeticsAbove8, int below) {
            consenting = IntStream.range(0, diabeticsAbove8 + below)
                    .mapToObj(i -> "p" + i)
                    .collect(Collectors.toSet());
            IntStream.range(0, diabeticsAbove8).forEach(i -> patient("p" + i, i % 2 == 0 ? "9.5" : "8.3", "%"));
            IntStream.range(diabeticsAbove8, diabeticsAbove8 + below).forEach(i -> patient("p" + i, "50", "mmol/mol"));
            records = new ConsentedRecords(
                    new ResearchColumns(shelf.store),
                    (_, _) -> Outcome.of(new Permission(
                            new ReleaseFilter(Optional.of(consenting), Map.of()),
                            ledger.events().size())),
                    new RollNames(Bytes.utf8("salt of " + id)));
            participant = new StudyParticipant(
                    member(id),
                    POLICY,
                    new CohortEvaluator(concepts()),
                    records,
                    new LedgerBudget(ledger.seenBy(id), id, LIMITS));
        }

        private StudyMember member(NodeId id) {
            return new StudyMember(id, key, keys, () -> Instant.parse("2026-03-01T08:00:00Z"), random);
        }

        private void patient(String id, String value, String unit) {
            shelf.put("Patient", id, id, Records.patient("1961-07", "female"));
            shelf.put("Condition", "c" + id, id, Records.condition("type-2-diabetes-kidney"));
            shelf.put("Observation", "o" + id, id, Records.hba1c(value, unit));
        }

        long exact(CohortQuery query) {
            var frozen = records.freeze(query.purpose(), query.study()).orElseThrow();
            return new CohortEvaluator(concepts())
                    .plan(query)
                    .orElseThrow()
                    .evaluate(frozen.facts())
                    .cells()
                    .getFirst();
        }
    }

    @BeforeEach
    void three_hospitals() {
        members.put(ALDER, new Member(ALDER, 400, 30));
        members.put(new NodeId("birch"), new Member(new NodeId("birch"), 300, 20));
        members.put(new NodeId("cedar"), new Member(new NodeId("cedar"), 200, 10));
        registered("diabetes-hba1c", "researcher");
    }

    private void registered(String study, String researcher) {
        var _ = ledger.seenBy(ALDER)
                .submit(new Directive.RegisterStudy(
                        study, ALDER, Sha256.of(researcher), Sha256.of(study), POLICY.limitMicros(), FAR))
                .orElseThrow();
    }

    private List<Directive> debits() {
        return ledger.directives().stream()
                .filter(Directive.Debit.class::isInstance)
                .toList();
    }

    private static TerminologyConcepts concepts() {
        return new TerminologyConcepts(new SmallTree());
    }

    private Studies studies() {
        var alder = member("alder");
        var coordinator = new StudyCoordinator(
                alder.member(ALDER),
                new CohortEvaluator(concepts()),
                new FiledReleases(folder),
                new LedgerBudget(ledger.seenBy(ALDER), ALDER, LIMITS),
                new StudyCoordinator.Settings(TERMS, Duration.ofMinutes(5), 3));
        return new Studies(ALDER, coordinator, alder.participant, this::carry);
    }

    private Map<NodeId, Bytes> carry(Map<NodeId, Bytes> messages) {
        Map<NodeId, Bytes> replies = new HashMap<>();
        messages.forEach((id, message) ->
                replies.put(id, member(id.value()).participant.answer(message).orElseThrow()));
        return replies;
    }

    private Member member(String name) {
        return Optional.ofNullable(members.get(new NodeId(name))).orElseThrow();
    }

    @Test
    void each_node_finds_its_diabetics_above_eight_percent() throws IOException {
        assertThat(member("alder").exact(diabetes())).isEqualTo(400);
        assertThat(member("birch").exact(diabetes())).isEqualTo(300);
        assertThat(member("cedar").exact(diabetes())).isEqualTo(200);
    }

    @Test
    void a_consent_that_is_withdrawn_is_not_counted_any_more() throws IOException {
        var alder = member("alder");
        alder.consenting.remove("p0");
        alder.consenting.remove("p1");
        assertThat(alder.exact(diabetes())).isEqualTo(398);
    }

    @Test
    void the_study_that_ships_is_released_with_a_certificate_that_anybody_can_verify() throws IOException {
        var answer = studies().ask(diabetes(), members.keySet()).orElseThrow();
        var certificate = ReleaseCertificates.verify(answer.certificate(), keys).orElseThrow();
        assertThat(certificate.result().getFirst().value().orElseThrow()).isBetween(840L, 960L);
        assertThat(ledger.directives())
                .endsWith(new Directive.Release(
                        certificate.round().proposal().hex(),
                        "diabetes-hba1c",
                        Sha256.of(answer.certificate().array())))
                .hasSize(5)
                .contains(debit(certificate, 0), debit(certificate, 1), debit(certificate, 2));
    }

    @Test
    void the_same_question_again_is_answered_from_the_shelf_although_the_ledger_has_grown() throws IOException {
        var first = studies().ask(diabetes(), members.keySet()).orElseThrow();
        var second = studies().ask(diabetes(), members.keySet()).orElseThrow();
        assertThat(second).isEqualTo(new Studies.Answer(first.certificate(), true));
        assertThat(debits()).hasSize(3);
    }

    @Test
    void a_study_cannot_spend_more_than_its_budget() throws IOException {
        for (var i = 0; i < 3; i++) {
            assertThat(studies().ask(diabetes(), members.keySet()).orElseThrow().stored())
                    .isFalse();
            members.values().forEach(member -> member.patient("new", "9.9", "%"));
        }
        assertThat(studies().ask(diabetes(), members.keySet()))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("a quorum of members")));
        assertThat(debits()).hasSize(9);
    }

    @Test
    void a_question_says_what_its_answer_costs_and_pays_that_much() throws IOException {
        registered("a-small-study", "researcher");
        var cheap = diabetesFor("a-small-study", 200_000);
        var answer = studies().ask(cheap, members.keySet()).orElseThrow();
        assertThat(answer.stored()).isFalse();
        assertThat(budget().spentMicros("a-small-study")).isEqualTo(Outcome.of(20_000L));
        assertThat(studies().ask(diabetesFor("a-small-study", 1_000_001), members.keySet()))
                .as("more than one answer may cost")
                .isEqualTo(Outcome.failed(new Fault.Unavailable("a quorum of members")));
    }

    @Test
    void all_studies_together_spend_no_more_than_the_hospital_allows_whatever_they_are_called() throws IOException {
        for (var i = 0; i < 6; i++) {
            registered("study-" + i, "researcher " + i);
        }
        for (var i = 0; i < 5; i++) {
            assertThat(studies().ask(diabetesFor("study-" + i, 1_000_000), members.keySet()))
                    .isInstanceOf(Outcome.Success.class);
        }
        assertThat(budget().leftMicros("study-5", POLICY.limitMicros())).isEqualTo(Outcome.of(0L));
        assertThat(studies().ask(diabetesFor("study-5", 1_000_000), members.keySet()))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("a quorum of members")));
        assertThat(ledger.directives())
                .filteredOn(Directive.Debit.class::isInstance)
                .as("three members, five studies, and nobody paid for the sixth")
                .hasSize(15);
    }

    @Test
    void a_study_that_nobody_registered_gets_no_answer() throws IOException {
        assertThat(studies().ask(diabetesFor("made-up", 200_000), members.keySet()))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("a quorum of members")));
        assertThat(debits()).isEmpty();
    }

    private LedgerBudget budget() {
        return new LedgerBudget(ledger.seenBy(ALDER), ALDER, LIMITS);
    }

    private static CohortQuery diabetesFor(String study, long epsilonMicros) throws IOException {
        var query = diabetes();
        return new CohortQuery(query.id(), query.purpose(), study, query.tier(), epsilonMicros, query.body());
    }

    private Directive debit(ReleaseCertificate certificate, int number) {
        var counted = certificate.counted().get(number);
        return new Directive.Debit(
                counted.debit().hex(), "diabetes-hba1c", counted.member(), 500_000, POLICY.limitMicros());
    }

    private static CohortQuery diabetes() throws IOException {
        try (var json = CohortQuery.class.getResourceAsStream("/studies/diabetes-hba1c.json")) {
            return CohortQuery.parse(json.readAllBytes()).orElseThrow();
        }
    }

    private static SecureRandom seeded() {
        try {
            var random = SecureRandom.getInstance("SHA1PRNG");
            random.setSeed(11);
            return random;
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
