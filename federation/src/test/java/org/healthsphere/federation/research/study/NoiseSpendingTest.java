package org.healthsphere.federation.research.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.StudyStep;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.privacy.PrivacyBudget;
import org.healthsphere.federation.research.study.RunMessage.Call;
import org.healthsphere.federation.research.study.RunMessage.Declined;
import org.healthsphere.federation.research.study.RunMessage.Masked;
import org.healthsphere.federation.research.study.RunMessage.Step;
import org.healthsphere.federation.research.study.StudyCircle.Wire;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models and counts with noise through the whole protocol: what is paid for is told once, whoever is lost and whatever a coordinator does. */
class NoiseSpendingTest {
    private static final long RHO = 2_000_000;
    private static final String COUNT = "{\"name\":\"n\",\"count\":{}}";
    private static final String MODEL =
            "{\"name\":\"m\",\"glm\":{\"family\":\"binomial\",\"response\":\"ill\",\"terms\":[\"age\"]}}";
    private static final String VARIABLES = Plans.value("age", "0", "100") + "," + Plans.flag("ill");

    private static List<Table> tables(int sites, int rows) {
        var random = new SplittableRandom(sites);
        return new Table(IntStream.range(0, rows)
                        .mapToObj(_ -> {
                            var age = random.nextInt(100);
                            var ill = random.nextDouble() < 1 / (1 + Math.exp(4 - 0.08 * age));
                            return Map.of("age", String.valueOf(age), "ill", ill ? "1" : "0");
                        })
                        .toList())
                .split(sites, 5);
    }

    /** Steps 4 and 5 are the first sum, and so on. */
    @ParameterizedTest
    @CsvSource({"3, 99", "7, 99", "7, 4", "7, 6", "7, 7", "7, 9", "7, 12"})
    void a_model_is_paid_for_once_and_goes_on_with_those_that_are_left(int sites, int step) {
        var circle = new StudyCircle(tables(sites, 1500));
        var lost = List.copyOf(circle.hospitals.keySet()).subList(sites - sites / 3, sites);
        var plan = Plans.noised(sites - sites / 3, RHO, VARIABLES, MODEL);
        var release = circle.released(circle.ask(
                plan, 0, Wire.without(step, lost.stream().map(NodeId::value).toArray(String[]::new))));
        var age = release.result().path("coefficients").path(1);
        assertThat(age.path("term").asText()).isEqualTo("age");
        assertThat(age.path("estimate").asDouble()).isBetween(0.0, 0.3);
        assertThat(release.certificate().path("protection").path("rhoMicros").asLong())
                .isEqualTo(RHO);
        assertThat(release.certificate().path("protection").path("deviations"))
                .as("a deviation for each part of each sum")
                .hasSize(9);
        circle.hospitals
                .values()
                .forEach(hospital -> assertThat(hospital.debits)
                        .as("at %s", hospital.id)
                        .hasSizeLessThanOrEqualTo(1)
                        .allSatisfy(debit -> assertThat(debit.rhoMicros()).isEqualTo(RHO)));
        assertThat(circle.hospital("alder").debits).hasSize(1);
        var replayed = StudyReleases.replay(
                        plan, circle.find(StudyReleases.transcriptKey(plan, 0)).orElseThrow(), circle)
                .orElseThrow();
        assertThat(CanonicalJson.of(replayed)).isEqualTo(CanonicalJson.of(release.result()));
    }

    @Test
    void nothing_is_masked_before_it_is_paid_for() {
        var circle = new StudyCircle(tables(3, 300));
        circle.hospital("birch")
                .debits
                .add(new PrivacyBudget.Debit(Sha256.of("before"), "a-study", 4_500_000, 5_000_000));
        var step = circle.ask(Plans.noised(3, RHO, VARIABLES, MODEL), 0);
        assertThat(step).isInstanceOf(StudyStep.Failed.class);
        assertThat(((StudyStep.Failed) step).absent()).containsEntry(new NodeId("birch"), Ground.BUDGET);
    }

    /** A coordinator leaves out one of the openings of a sum and asks for it again: another noise on the same count, for the same money. */
    @Test
    void a_sum_is_not_told_again_with_other_noise_when_somebody_is_left_out() {
        var circle = new StudyCircle(tables(4, 300));
        var plan = Plans.noised(2, 200_000, "", COUNT);
        var run = circle.begin(plan, 0);
        Map<NodeId, Bytes> openings = new HashMap<>();
        var step = run.start();
        for (var number = 1; number <= 5; number++) {
            Map<NodeId, Bytes> replies = new HashMap<>();
            ((StudyStep.Ask) step)
                    .messages()
                    .forEach((member, message) ->
                            replies.put(member, circle.hospital(member.value()).answer(message)));
            if (number == 5) {
                openings.putAll(replies);
            } else {
                step = run.next(replies);
            }
        }
        openings.remove(new NodeId("dogwood"));
        var said = quoted(openings, circle);
        var birch = circle.hospital("birch");
        var id = Heard.read(Objects.requireNonNull(openings.get(birch.id)), circle)
                .then(heard -> heard.as(RunMessage.Opened.class))
                .orElseThrow()
                .message()
                .run();
        var alder = circle.hospital("alder");
        var again = SignedStatement.sign(
                RunWriter.json(new Call(Step.MASK, id, 1, said, Optional.empty())), alder.id, alder.key);
        var answer =
                Heard.read(birch.answer(again.bytes()), circle).orElseThrow().message();
        assertThat(answer).isInstanceOf(Declined.class).isNotInstanceOf(Masked.class);
        assertThat(birch.debits).hasSize(1);
    }

    private static List<JsonNode> quoted(Map<NodeId, Bytes> replies, StudyCircle circle) {
        List<JsonNode> quoted = new ArrayList<>();
        replies.values()
                .forEach(bytes -> quoted.add(
                        SignedStatement.read(bytes, circle).orElseThrow().json()));
        return quoted;
    }
}
