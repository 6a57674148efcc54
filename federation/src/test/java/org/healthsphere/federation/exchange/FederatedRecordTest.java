package org.healthsphere.federation.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.LinkageIndex;
import org.healthsphere.federation.linkage.LinkageSecret;
import org.healthsphere.federation.linkage.Location.Doubtful;
import org.healthsphere.federation.linkage.Tokenizer;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

class FederatedRecordTest {
    private static final Outcome<Optional<String>> NOBODY = Outcome.of(Optional.empty());
    private static final Bytes RECEIPT = Bytes.utf8("receipt");

    @Test
    void a_record_is_complete_when_every_member_has_said_what_there_is() {
        var answered = new MemberAnswer.Answered(Samples.records("p1"), RECEIPT);
        var nothing = new MemberAnswer.NothingToRelease(RECEIPT);
        assertThat(record(Map.of(new NodeId("a1"), answered, new NodeId("b1"), nothing))
                        .isComplete())
                .isTrue();
        for (var missing : List.of(
                new MemberAnswer.Late(),
                new MemberAnswer.Unreachable(),
                new MemberAnswer.Stale(),
                new MemberAnswer.VersionMismatch(Set.of(2)),
                new MemberAnswer.Refused(503),
                new MemberAnswer.TooLong(),
                new MemberAnswer.Invalid("its envelope is not valid"))) {
            assertThat(record(Map.of(new NodeId("a1"), answered, new NodeId("b1"), missing))
                            .isComplete())
                    .isFalse();
        }
    }

    @Test
    void members_come_in_the_order_of_their_names_and_later_words_replace_earlier_ones() {
        var late = record(
                Map.of(new NodeId("west"), new MemberAnswer.Late(), new NodeId("east"), new MemberAnswer.Late()));
        var answered = late.with(new NodeId("west"), new MemberAnswer.Stale(), Duration.ZERO)
                .with(new NodeId("north"), new MemberAnswer.Late(), Duration.ZERO);
        assertThat(answered.answers().keySet()).extracting(NodeId::value).containsExactly("east", "north", "west");
        assertThat(answered.answers()).containsEntry(new NodeId("west"), new MemberAnswer.Stale());
        assertThat(late.answers()).hasSize(2);
    }

    @Test
    void a_filter_without_types_admits_every_type_and_a_period_has_a_direction() {
        assertThat(RecordFilter.EVERYTHING.admits("Patient")).isTrue();
        assertThat(Samples.someOfIt().admits("Condition")).isFalse();
        var day = Optional.of(LocalDate.EPOCH);
        assertThatThrownBy(() -> new RecordFilter(Set.of(), day.map(d -> d.plusDays(1)), day))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whom_the_index_finds_is_located_and_whom_it_doubts_goes_to_the_steward() {
        var tokenizer = new Tokenizer(new LinkageSecret(Bytes.utf8("a secret of a network that is not real")));
        var index = new LinkageIndex(tokenizer);
        var doubts = new ArrayList<Doubtful>();
        var patients = new LinkedPatients(index, doubts::add);
        var person = person();
        assertThat(patients.locate(tokenizer.tokens(person))).isEqualTo(NOBODY);
        index.put("1", person);
        assertThat(patients.locate(tokenizer.tokens(person))).isEqualTo(Outcome.of(Optional.of("1")));
        assertThat(doubts).isEmpty();
        index.put("2", person);
        assertThat(patients.locate(tokenizer.tokens(person))).isEqualTo(NOBODY);
        assertThat(doubts)
                .singleElement()
                .satisfies(doubt -> assertThat(doubt.candidates()).hasSize(2));
    }

    private static FederatedRecord record(Map<NodeId, MemberAnswer> answers) {
        return FederatedRecord.of("query-0001", answers, Map.of());
    }

    private static Demographics person() {
        return RecordExchangeTest.person("Bacelo");
    }
}
