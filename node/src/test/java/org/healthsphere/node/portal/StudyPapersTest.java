package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.node.research.FiledReleases;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.node.web.desk.Choices;
import org.healthsphere.node.web.desk.CohortQuestion;
import org.healthsphere.node.web.desk.CohortQuestion.Limit;
import org.healthsphere.node.web.desk.CohortQuestion.Side;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.terminology.Terminology;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.library.TerminologyLibrary;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The researcher's form: its choices, its questions in the cohort language, and what is kept of them. */
class StudyPapersTest {
    private static final Instant NOW = Instant.parse("2026-03-03T10:15:00Z");
    private static final LocalDate TODAY = LocalDate.parse("2026-03-03");
    private static final Choices NONE = new Choices(List.of(), List.of());

    @TempDir
    private static Path folder;

    private static Terminology terminology;
    private static Choices choices;

    @BeforeAll
    static void open() {
        terminology = TerminologyLibrary.open(folder.resolve("terminology"), BundledContent.sources())
                .orElseThrow();
        choices = StudyChoices.of(terminology);
    }

    @Test
    void every_choice_has_a_name_in_the_bundled_terminology_and_stands_in_its_order() {
        assertThat(choices.conditions()).hasSizeGreaterThan(50).doesNotHaveDuplicates();
        assertThat(choices.labs()).hasSizeGreaterThan(5).doesNotHaveDuplicates();
        assertThat(choices.conditions()).allSatisfy(condition -> {
            assertThat(condition.name()).isNotBlank().isEqualTo(display(condition.coding()));
            assertThat(choices.condition(condition.coding().toString())).contains(condition);
        });
        assertThat(choices.labs()).allSatisfy(lab -> {
            assertThat(lab.name()).isNotBlank().isEqualTo(display(lab.coding()));
            assertThat(lab.unit()).isNotBlank();
            assertThat(choices.lab(lab.coding().toString())).contains(lab);
        });
        assertThat(choices.conditions()).extracting(Choices.Condition::name).isSorted();
        assertThat(choices.labs()).extracting(Choices.Lab::name).isSorted();
    }

    private static String display(Coding coding) {
        return terminology.lookup(coding).orElseThrow().display();
    }

    static Stream<CohortQuestion> everyChoice() {
        var condition = choices.conditions().getFirst();
        return Stream.concat(
                choices.conditions().stream().map(one -> new CohortQuestion(one, 0, Optional.empty())),
                choices.labs().stream()
                        .map(lab -> new CohortQuestion(
                                condition, 18, Optional.of(new Limit(lab, Side.ABOVE, BigDecimal.ONE)))));
    }

    @ParameterizedTest
    @MethodSource("everyChoice")
    void every_choice_makes_a_question_of_the_cohort_language(CohortQuestion question) {
        var query = parsed(question);
        assertThat(query.id()).isEqualTo("desk-user-1");
        assertThat(query.study()).isEqualTo("desk-user-1");
        assertThat(query.purpose()).isEqualTo(PurposeOfUse.HRESCH);
        assertThat(query.epsilonMicros()).isEqualTo(1_000_000);
    }

    @Test
    void a_question_in_full() {
        var condition = new Choices.Condition(new Coding("urn:c", "diabetes"), "Diabetes");
        var lab = new Choices.Lab(new Coding("urn:l", "hba1c"), "HbA1c", "%");
        var limit = new Limit(lab, Side.BELOW, new BigDecimal("7.50"));
        var question = new CohortQuestion(condition, 50, Optional.of(limit));
        assertThat(CohortPaper.query(question, "s1", 500_000, TODAY).utf8()).isEqualTo("""
                {"v":1,"id":"s1","tier":"T1","epsilonMicros":500000,"purpose":{"act":"HRESCH","study":"s1"},\
                "cohort":{"and":[{"has":{"type":"Condition","code":{"is-a":"urn:c|diabetes"}}},\
                {"demo":{"age":{"at":"2026-03-03","min":50}}},\
                {"has":{"type":"Observation","code":{"codes":[{"system":"urn:l","code":"hba1c"}]},\
                "value":{"op":"lt","val":7.50,"ucum":"%"}}}]},"out":[{"count":{}}]}""");
        assertThat(parsed(question).canonical()).isEqualTo(parsed(question).canonical());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_was_asked_is_read_again_and_means_something_else_when_anything_differs(long seed) {
        var random = new SplittableRandom(seed);
        var question = question(random);
        var written = Bytes.utf8(CohortPaper.written(question).toString());
        assertThat(CohortPaper.read(written, choices)).isEqualTo(question);
        var other = question(random);
        var same = parsed(question).canonical().equals(parsed(other).canonical());
        assertThat(same).isEqualTo(isSame(question, other));
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 40);
    }

    private static boolean isSame(CohortQuestion a, CohortQuestion b) {
        var limits = a.limit().isPresent() == b.limit().isPresent()
                && a.limit()
                        .map(one -> one.lab().equals(b.limit().orElseThrow().lab())
                                && one.side() == b.limit().orElseThrow().side()
                                && one.value().compareTo(b.limit().orElseThrow().value()) == 0)
                        .orElse(true);
        return a.condition().equals(b.condition()) && a.minimumAge() == b.minimumAge() && limits;
    }

    private static CohortQuestion question(SplittableRandom random) {
        var condition =
                choices.conditions().get(random.nextInt(choices.conditions().size()));
        var lab = choices.labs().get(random.nextInt(choices.labs().size()));
        var side = random.nextBoolean() ? Side.ABOVE : Side.BELOW;
        var limit = new Limit(lab, side, BigDecimal.valueOf(random.nextInt(1, 2000), random.nextInt(3)));
        return new CohortQuestion(
                condition, random.nextInt(100), random.nextBoolean() ? Optional.of(limit) : Optional.empty());
    }

    @Test
    void a_choice_that_is_no_longer_offered_keeps_its_code_for_a_name() {
        var question = question(new SplittableRandom(4));
        var limit = new Limit(choices.labs().getFirst(), Side.ABOVE, BigDecimal.TEN);
        var written = CohortPaper.written(new CohortQuestion(question.condition(), 3, Optional.of(limit)));
        var condition = question.condition().coding();
        var lab = choices.labs().getFirst().coding();
        assertThat(CohortPaper.read(Bytes.utf8(written.toString()), NONE))
                .isEqualTo(new CohortQuestion(
                        new Choices.Condition(condition, condition.toString()),
                        3,
                        Optional.of(new Limit(new Choices.Lab(lab, lab.toString(), ""), Side.ABOVE, BigDecimal.TEN))));
    }

    @Test
    void questions_are_kept_with_their_certificates_for_their_researcher_newest_first(@TempDir Path told) {
        var store = new InMemoryResourceStore(() -> NOW);
        var asked = new AskedQuestions(store, new FiledReleases(told), new SecureRandom());
        var question = question(new SplittableRandom(5));
        var first = asked.add("user-1", question, Bytes.utf8("certificate 1"), NOW);
        var second = asked.add("user-1", question, Bytes.utf8("certificate 2"), NOW.plus(Duration.ofHours(1)));
        var other = asked.add("user-10", question, Bytes.utf8("certificate 3"), NOW);
        var restarted = new AskedQuestions(store, new FiledReleases(told), new SecureRandom());
        assertThat(restarted.of("user-1", choices)).containsExactly(second, first);
        assertThat(restarted.of("user-10", choices)).containsExactly(other);
        assertThat(restarted.of("user", choices)).isEmpty();
        assertThat(Stream.of(first, second, other).map(AskedQuestions.Asked::id))
                .allMatch(id -> id.matches("[0-9a-f]{32}"));
    }

    @Test
    void a_question_without_its_certificate_is_not_shown(@TempDir Path told, @TempDir Path empty) {
        var store = new InMemoryResourceStore(() -> NOW);
        var question = question(new SplittableRandom(6));
        var _ = new AskedQuestions(store, new FiledReleases(told), new SecureRandom())
                .add("user-1", question, Bytes.utf8("certificate"), NOW);
        assertThat(new AskedQuestions(store, new FiledReleases(empty), new SecureRandom()).of("user-1", choices))
                .isEmpty();
    }

    private static CohortQuery parsed(CohortQuestion question) {
        return CohortQuery.parse(CohortPaper.query(question, "desk-user-1", 1_000_000, TODAY)
                        .array())
                .orElseThrow();
    }
}
