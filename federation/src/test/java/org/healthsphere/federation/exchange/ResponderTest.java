package org.healthsphere.federation.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.healthsphere.federation.Sealing.Header;
import org.healthsphere.federation.exchange.SimulatedNetwork.Member;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResponderTest {
    private final SimulatedNetwork network = new SimulatedNetwork();
    private final Member north = network.join("north");
    private final Member south = network.join("south");
    private int sent;

    @Test
    void the_answer_is_sealed_for_the_asker_and_names_what_it_answers() {
        var query = Samples.query(Samples.question());
        var envelope = south.responder().answer(sealed(query, Protocol.QUERY)).orElseThrow();
        var opened = north.sealing.open(envelope).orElseThrow();
        assertThat(opened.header().inReplyTo()).contains("envelope-0000000000001");
        assertThat(opened.header().kind()).isEqualTo("record.answer");
        assertThat(RecordAnswer.parse(opened.content(), 1))
                .isEqualTo(Outcome.of(new RecordAnswer.NothingToRelease("query-0001", SimulatedNetwork.RECEIPT)));
    }

    @ParameterizedTest
    @CsvSource({
        "TREAT, CLINICIAN, true", "ETREAT, CLINICIAN, true", "PATRQT, PATIENT, true", "TREAT, RESEARCHER, false",
        "TREAT, OPERATOR, false", "PATRQT, CLINICIAN, false", "HRESCH, RESEARCHER, false", "PUBHLTH, STEWARD, false",
        "HOPERAT, STEWARD, false", "ETREAT, PATIENT, false"
    })
    void a_purpose_is_plausible_for_some_roles_only(PurposeOfUse purpose, Role role, boolean plausible) {
        var asked = Samples.question(purpose, RecordFilter.EVERYTHING);
        var question = new Question(
                new Requester(north.id, "somebody", role),
                purpose,
                asked.breakGlass(),
                asked.patient(),
                asked.filter(),
                asked.ledgerHeight());
        var answer = south.responder().answer(sealed(Samples.query(question), Protocol.QUERY));
        assertThat(answer instanceof Outcome.Success).isEqualTo(plausible);
        assertThat(south.asked).hasSize(plausible ? 1 : 0);
    }

    @Test
    void a_member_asks_for_its_own_people_only() {
        var asked = Samples.question();
        var question = new Question(
                new Requester(new NodeId("west"), "dr-1", Role.CLINICIAN),
                asked.purpose(),
                asked.breakGlass(),
                asked.patient(),
                asked.filter(),
                asked.ledgerHeight());
        assertThat(fault(sealed(Samples.query(question), Protocol.QUERY)))
                .contains(new Fault.Forbidden("a member asks for its own people only"));
    }

    @Test
    void the_envelope_and_its_content_say_the_same() {
        var query = Samples.query(Samples.question(PurposeOfUse.ETREAT, RecordFilter.EVERYTHING));
        assertThat(fault(sealed(header(Protocol.QUERY, PurposeOfUse.TREAT), query.toBytes())))
                .contains(new Fault.Invalid("purpose, height and time are not those on the envelope"));
    }

    @Test
    void another_kind_of_envelope_is_not_a_query() {
        assertThat(fault(sealed(Samples.query(Samples.question()), Protocol.ANSWER)))
                .contains(new Fault.Invalid("this is not a record query"));
    }

    @Test
    void nobody_works_for_an_asker_who_has_stopped_waiting() {
        var envelope = sealed(Samples.query(Samples.question()), Protocol.QUERY);
        network.passes(Duration.ofSeconds(6));
        assertThat(fault(envelope)).contains(new Fault.Timeout("the record query"));
        assertThat(south.asked).isEmpty();
    }

    @Test
    void a_replayed_query_is_refused() {
        var envelope = sealed(Samples.query(Samples.question()), Protocol.QUERY);
        var responder = south.responder();
        assertThat(responder.answer(envelope)).isInstanceOf(Outcome.Success.class);
        assertThat(responder.answer(envelope))
                .isEqualTo(Outcome.failed(new Fault.Conflict("this envelope was opened before")));
        assertThat(south.asked).hasSize(1);
    }

    @Test
    void who_speaks_another_version_is_told_which_are_spoken_here() {
        var content = Bytes.utf8("{\"protocol\":7,\"id\":\"query-0001\",\"whatever\":true}");
        var envelope = south.responder().answer(sealed(header(Protocol.QUERY, PurposeOfUse.TREAT), content));
        var opened = north.sealing.open(envelope.orElseThrow()).orElseThrow();
        assertThat(RecordAnswer.parse(opened.content(), 1))
                .isEqualTo(Outcome.of(new RecordAnswer.VersionMismatch("query-0001", Protocol.SUPPORTED)));
    }

    @Test
    void a_malformed_query_is_refused_by_the_name_of_its_field() {
        var content = Samples.query(Samples.question())
                .toBytes()
                .utf8()
                .replace("\"ledgerHeight\":12", "\"ledgerHeight\":\"x\"");
        assertThat(fault(sealed(header(Protocol.QUERY, PurposeOfUse.TREAT), Bytes.utf8(content))))
                .hasValueSatisfying(fault -> assertThat(fault.toString()).contains("ledgerHeight"));
    }

    private Optional<Fault> fault(Bytes envelope) {
        return south.responder().answer(envelope) instanceof Outcome.Failure<Bytes>(var fault)
                ? Optional.of(fault)
                : Optional.empty();
    }

    private Bytes sealed(RecordQuery query, String kind) {
        return sealed(header(kind, query.question().purpose()), query.toBytes());
    }

    private Bytes sealed(Header header, Bytes content) {
        return north.sealing.seal(header, content).orElseThrow();
    }

    private Header header(String kind, PurposeOfUse purpose) {
        sent++;
        return new Header(
                north.id, south.id, "envelope-%013d".formatted(sent), Optional.empty(), kind, purpose, 12, Samples.NOW);
    }
}
