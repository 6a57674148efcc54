package org.healthsphere.node.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When it becomes unknown in the middle of something what may be seen, nothing comes of it that looks whole, or done. */
class UnknownConsentTest {
    private static final String BASE = "https://node.example/fhir";
    private static final Outcome<?> UNKNOWN = Outcome.failed(UncertainGate.UNKNOWN);
    private static final ResourceId WARD = new ResourceId("Organization", "ward");

    private final House house = new House();
    private final Asking asking = Asking.of(house.own(), BASE);

    @BeforeEach
    void fill() {
        house.put("Organization", "ward", Optional.empty(), "{'identifier':[{'system':'urn:w','value':'1'}]}");
        house.put(
                "Patient",
                "ann",
                "ann",
                "{'identifier':[{'system':'urn:a','value':'1'}],'managingOrganization':{'reference':'Organization/ward'},"
                        + "'link':[{'other':{'reference':'Patient/bea'},'type':'seealso'}]}");
        house.put("Patient", "bea", "bea", "{'identifier':[{'system':'urn:b','value':'2'}]}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Interactions over(ReleaseGate gate) {
        return new Interactions(
                new Intake(SearchParameters.r4()), house.store, house.index, gate, house.audit, () -> "fresh");
    }

    private Outcome<Bytes> transaction(ReleaseGate gate, String entry) {
        var bundle = "{'resourceType':'Bundle','type':'transaction','entry':[" + entry + "]}";
        return over(gate).bundle(asking, Bytes.utf8(bundle.replace('\'', '"')));
    }

    @Test
    void a_transaction_does_not_say_that_it_has_deleted_what_it_could_not_look_at() {
        var delete = "{'request':{'method':'DELETE','url':'Patient/bea'}}";
        assertThat(transaction(UncertainGate.of(house.gate, id -> id.id().equals("bea")), delete))
                .isEqualTo(UNKNOWN);
        assertThat(house.store
                        .get(new ResourceId("Patient", "bea"))
                        .orElseThrow()
                        .deleted())
                .isFalse();
        assertThat(transaction(house.gate, delete)).isInstanceOf(Outcome.Success.class);
        assertThat(transaction(house.gate, delete)).as("again").isInstanceOf(Outcome.Success.class);
    }

    @Test
    void a_conditional_reference_that_cannot_be_looked_up_is_not_called_wrong() {
        var post = "{'request':{'method':'POST','url':'Patient'},'resource':{'resourceType':'Patient',"
                + "'managingOrganization':{'reference':'Organization?identifier=urn:w|1'}}}";
        var before = house.store.lastChange();
        var gate =
                new UncertainGate(house.gate, _ -> false, query -> query.type().equals("Organization"));
        assertThat(transaction(gate, post)).isEqualTo(UNKNOWN);
        assertThat(house.store.lastChange()).isEqualTo(before);
        assertThat(transaction(house.gate, post)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void everything_does_not_leave_out_who_treated() {
        var gate = UncertainGate.of(house.gate, WARD::equals);
        assertThat(over(gate).records().everything(asking, "ann", Parameters.parse("")))
                .isEqualTo(UNKNOWN);
        assertThat(over(gate).records().whole(house.own(), new ResourceId("Patient", "ann")))
                .isEqualTo(UNKNOWN);
        assertThat(over(gate).records().everything(asking, "ann", Parameters.parse("_type=Patient")))
                .isInstanceOf(Outcome.Success.class);
    }

    private Outcome<Bytes> crossReference(ReleaseGate gate) {
        return new CrossReference(gate).of(asking, new Inputs(Parameters.parse("sourceIdentifier=urn:a|1"), Map.of()));
    }

    @Test
    void no_linked_record_is_left_out_of_a_cross_reference() {
        assertThat(crossReference(UncertainGate.of(house.gate, id -> id.id().equals("bea"))))
                .isEqualTo(UNKNOWN);
        assertThat(crossReference(house.gate).orElseThrow().utf8()).contains("urn:b");
    }

    @Test
    void a_cross_reference_over_too_many_records_is_refused_and_not_cut_short() {
        var links = IntStream.range(0, 40)
                .mapToObj(n -> "{'other':{'reference':'Patient/other-%d'},'type':'seealso'}".formatted(n))
                .collect(Collectors.joining(","));
        IntStream.range(0, 40).forEach(n -> house.put("Patient", "other-" + n, "other-" + n, "{}"));
        house.put("Patient", "ann", "ann", "{'identifier':[{'system':'urn:a','value':'1'}],'link':[" + links + "]}");
        assertThat(crossReference(house.gate))
                .isEqualTo(Outcome.failed(new Fault.TooCostly("more than 32 records are linked with this identifier")));
        house.put("Patient", "ann", "ann", "{}");
        IntStream.range(0, 40)
                .forEach(n -> house.put(
                        "Patient", "same-" + n, "same-" + n, "{'identifier':[{'system':'urn:a','value':'1'}]}"));
        assertThat(crossReference(house.gate)).isInstanceOf(Outcome.Failure.class);
    }
}
