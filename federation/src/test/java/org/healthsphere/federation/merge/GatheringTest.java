package org.healthsphere.federation.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records that are put together while their parts arrive. */
class GatheringTest {
    private static final int MEMBERS = 6;
    private static final Bytes RECEIPT = Bytes.utf8("receipt");

    /** Results and medicines of which hospitals report some alike and some otherwise, and members that answer nothing. */
    private static Map<NodeId, MemberAnswer> answers(Random random) {
        var answers = new HashMap<NodeId, MemberAnswer>();
        for (var member = 0; member < MEMBERS; member++) {
            var name = new NodeId("member-" + member);
            var records = IntStream.range(0, random.nextInt(6))
                    .mapToObj(i -> record(random, i))
                    .toList();
            answers.put(
                    name,
                    records.isEmpty()
                            ? (random.nextBoolean() ? new MemberAnswer.Late() : new MemberAnswer.NothingToRelease(RECEIPT))
                            : new MemberAnswer.Answered(records, RECEIPT));
        }
        return answers;
    }

    private static ReleasedRecord record(Random random, int number) {
        if (number == 0) {
            return released("Patient", "p", "\"gender\":\"" + (random.nextInt(4) == 0 ? "male" : "female") + "\"");
        }
        return released(
                "Observation",
                "o" + number,
                "\"status\":\"final\",\"subject\":{\"reference\":\"Patient/p\"},"
                        + "\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"4548-4\"}]},"
                        + "\"effectiveDateTime\":\"2024-05-0" + (1 + random.nextInt(3)) + "T08:00:00Z\","
                        + "\"valueQuantity\":{\"value\":" + (5 + random.nextInt(2)) + "}");
    }

    private static ReleasedRecord released(String type, String id, String rest) {
        var json = "{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"," + rest + "}";
        return new ReleasedRecord(type, id, 1, Bytes.utf8(json));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void in_whatever_order_answers_arrive_the_record_is_the_same_and_each_part_of_it_on_the_way(long seed) {
        var random = new Random(seed);
        var answers = answers(random);
        var whole = FederatedRecord.of("query-0001", answers, Map.of());
        var expected = MergedRecord.of(whole);
        for (var round = 0; round < 5; round++) {
            var order = new ArrayList<>(answers.entrySet());
            Collections.shuffle(order, random);
            var gathering = new Gathering();
            Map<NodeId, MemberAnswer> soFar = new HashMap<>();
            for (var answer : order) {
                gathering.take(answer.getKey(), answer.getValue());
                soFar.put(answer.getKey(), answer.getValue());
                var part = FederatedRecord.of("query-0001", soFar, Map.of());
                assertThat(gathering.record(part)).isEqualTo(MergedRecord.of(part));
            }
            assertThat(gathering.record(whole)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void an_answer_that_was_replaced_leaves_nothing_and_one_that_was_not_read_is_there(long seed) {
        var answers = answers(new Random(seed));
        var gathering = new Gathering();
        answers.keySet().forEach(member -> gathering.take(
                member, new MemberAnswer.Answered(List.of(released("Observation", "gone", "\"status\":\"final\"")), RECEIPT)));
        var whole = FederatedRecord.of("query-0001", answers, Map.of());
        assertThat(gathering.record(whole)).isEqualTo(MergedRecord.of(whole));
        var first = answers.entrySet().iterator().next();
        gathering.take(first.getKey(), first.getValue());
        assertThat(gathering.record(whole)).isEqualTo(MergedRecord.of(whole));
    }
}
