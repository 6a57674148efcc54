package org.healthsphere.node.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Reach;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What apps write in people's names, through the real gate. */
class WarrantTest {
    private static final Outcome<Object> REFUSED =
            Outcome.failed(new Fault.Forbidden("the token's scopes do not cover writing this"));
    private static final ResourceId OF_ANN = new ResourceId("Observation", "of-ann");
    private static final ResourceId BY_ANN = new ResourceId("Observation", "by-ann");
    private static final ResourceId OF_BEA = new ResourceId("Observation", "of-bea");
    private static final ResourceId SECRET = new ResourceId("Observation", "secret");
    private static final ResourceId NOWHERE = new ResourceId("Observation", "nowhere");
    private static final ResourceId WARD = new ResourceId("Organization", "ward");

    private final House house = new House();
    private int fresh;
    private final Writes writes = new Interactions(
                    new Intake(SearchParameters.r4()),
                    house.store,
                    house.index,
                    house.gate,
                    house.audit,
                    () -> "fresh-" + fresh++)
            .writes();

    @BeforeEach
    void fill() {
        house.put("Patient", "ann", "ann", "{'active':true}");
        house.put("Patient", "bea", "bea", "{'active':true}");
        house.put("Organization", "ward", Optional.empty(), "{'name':'Ward'}");
        house.put("Observation", "of-ann", "ann", observation("of-ann", "ann", "laboratory"));
        house.put("Observation", "of-bea", "bea", observation("of-bea", "bea", "laboratory"));
        house.put("Observation", "by-ann", "ann", said(observation("by-ann", "ann", "laboratory")));
        house.put("Observation", "secret", "ann", observation("secret", "ann", "survey"));
        house.says(
                "ann",
                House.consent("{'type':'permit','provision':[{'type':'deny','data':[{'meaning':'instance',"
                        + "'reference':{'reference':'Observation/secret'}}]}]}"),
                PurposeOfUse.values());
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static String observation(String id, String patient, String category) {
        return "{'resourceType':'Observation','id':'" + id
                + "','status':'final','code':{'text':'x'},'category':[{'coding':"
                + "[{'system':'http://terminology.hl7.org/CodeSystem/observation-category','code':'" + category
                + "'}]}],'subject':{'reference':'Patient/" + patient + "'}}";
    }

    /** As a patient's app would have written it. */
    private static String said(String observation) {
        return observation.replace(
                "'status'", "'meta':{'tag':[{'system':'" + Asserted.SYSTEM + "','code':'PATAST'}]},'status'");
    }

    private static Bytes json(String text) {
        return Bytes.utf8(text.replace('\'', '"'));
    }

    private Access patient(String... scopes) {
        return with(house.access(House.NORTH, "ann", Role.PATIENT, PurposeOfUse.PATRQT), scopes);
    }

    private Access clinician(String... scopes) {
        return with(house.own(), scopes);
    }

    private static Access with(Access access, String... scopes) {
        var all = Stream.of(scopes).map(s -> Scope.parse(s).orElseThrow()).collect(Collectors.toSet());
        return new Access(
                access.requester(), access.purpose(), access.correlation(), new Reach(all, Optional.of("ann")));
    }

    private Outcome<Reply> create(Access access, String type, String content) {
        return writes.create(access, type, json(content.replaceFirst("'id':'[^']*',", "")), Optional.empty());
    }

    private Outcome<Reply> update(Access access, ResourceId id, String content) {
        return writes.update(access, id, json(content), OptionalLong.empty());
    }

    private Optional<String> patientOf(Outcome<Reply> reply) {
        return reply.orElseThrow().resource().flatMap(StoredResource::patient);
    }

    @Test
    void an_app_creates_in_the_record_in_context_and_in_no_other() {
        var app = patient("patient/Observation.c");
        assertThat(patientOf(create(app, "Observation", observation("", "ann", "survey"))))
                .contains("ann");
        assertThat(create(app, "Observation", observation("", "bea", "survey"))).isEqualTo(REFUSED);
        assertThat(create(app, "Organization", "{'resourceType':'Organization','name':'Mine'}"))
                .isEqualTo(REFUSED);
        assertThat(create(patient("patient/*.c"), "Organization", "{'resourceType':'Organization','name':'Mine'}"))
                .as("what is nobody's record is not in the patient's")
                .isEqualTo(REFUSED);
    }

    @Test
    void an_app_updates_and_deletes_in_the_record_in_context_and_in_no_other() {
        var app = patient("patient/Observation.ud");
        assertThat(update(app, BY_ANN, observation("by-ann", "ann", "survey"))).isInstanceOf(Outcome.Success.class);
        assertThat(update(app, BY_ANN, observation("by-ann", "bea", "survey")))
                .as("it cannot be given away")
                .isEqualTo(REFUSED);
        assertThat(update(app, OF_BEA, observation("of-bea", "ann", "survey")))
                .as("nor taken")
                .isEqualTo(REFUSED);
        assertThat(writes.delete(app, BY_ANN, OptionalLong.empty())).isInstanceOf(Outcome.Success.class);
        assertThat(house.store.get(BY_ANN).orElseThrow().deleted()).isTrue();
        assertThat(house.store.get(OF_BEA).orElseThrow().deleted()).isFalse();
    }

    @Test
    void a_patients_app_changes_what_patients_said_themselves_and_not_what_the_hospital_wrote() {
        var app = patient("patient/Observation.cruds");
        assertThat(update(app, OF_ANN, said(observation("of-ann", "ann", "survey"))))
                .as("saying that it is one's own does not make it so")
                .isEqualTo(REFUSED);
        assertThat(writes.delete(app, OF_ANN, OptionalLong.empty())).isEqualTo(REFUSED);
        var ann = new ResourceId("Patient", "ann");
        assertThat(update(patient("patient/*.cruds"), ann, "{'resourceType':'Patient','id':'ann'}"))
                .isEqualTo(REFUSED);
        assertThat(house.store.get(OF_ANN).orElseThrow().version()).isEqualTo(1);
        var created = create(app, "Observation", observation("", "ann", "survey"))
                .orElseThrow()
                .resource()
                .orElseThrow();
        assertThat(Asserted.is(created)).isTrue();
        assertThat(created.json().utf8()).contains("\"code\":\"PATAST\",\"display\":\"patient asserted\"");
        assertThat(update(app, created.id(), observation(created.id().id(), "ann", "laboratory")))
                .as("the tag stays though the app leaves it out")
                .isInstanceOf(Outcome.Success.class);
        assertThat(Asserted.is(house.store.get(created.id()).orElseThrow())).isTrue();
        assertThat(writes.delete(app, created.id(), OptionalLong.empty())).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void what_the_hospital_writes_over_a_patients_word_is_the_hospitals() {
        assertThat(update(clinician("user/Observation.u"), BY_ANN, observation("by-ann", "ann", "laboratory")))
                .isInstanceOf(Outcome.Success.class);
        assertThat(update(patient("patient/Observation.u"), BY_ANN, observation("by-ann", "ann", "survey")))
                .isEqualTo(REFUSED);
    }

    @Test
    void each_change_is_in_the_audit_log_with_the_app_by_name() {
        var of = patient("patient/Observation.cruds");
        var app = new Access(of.requester(), of.purpose(), of.correlation(), of.reach(), Optional.of("app-7"));
        assertThat(update(app, BY_ANN, observation("by-ann", "ann", "survey"))).isInstanceOf(Outcome.Success.class);
        assertThat(writes.delete(app, BY_ANN, OptionalLong.empty())).isInstanceOf(Outcome.Success.class);
        assertThat(house.audit.newest(20).stream()
                        .map(AuditEntry::event)
                        .filter(event ->
                                event.code() == AuditCode.RECORD_WRITTEN || event.code() == AuditCode.RECORD_DELETED)
                        .map(AuditEvent::what))
                .containsExactly(
                        List.of("Observation/by-ann", "app:app-7"), List.of("Observation/by-ann", "app:app-7"));
    }

    @Test
    void what_is_hidden_and_what_is_not_there_are_refused_in_the_same_words_and_stay_as_they_are() {
        for (var access : List.of(patient("patient/Observation.cud"), clinician("user/Observation.cud"))) {
            assertThat(update(access, SECRET, observation("secret", "ann", "survey")))
                    .isEqualTo(REFUSED);
            assertThat(update(access, NOWHERE, observation("nowhere", "ann", "survey")))
                    .isEqualTo(REFUSED);
            assertThat(writes.delete(access, SECRET, OptionalLong.empty()))
                    .isEqualTo(writes.delete(access, NOWHERE, OptionalLong.empty()));
        }
        assertThat(house.store.get(SECRET).orElseThrow().version()).isEqualTo(1);
        assertThat(house.store.get(NOWHERE)).isEmpty();
    }

    @Test
    void a_user_writes_what_he_may_see() {
        var app = clinician("user/Observation.cud", "user/Organization.u");
        assertThat(update(app, OF_BEA, observation("of-bea", "bea", "survey"))).isInstanceOf(Outcome.Success.class);
        assertThat(update(app, WARD, "{'resourceType':'Organization','id':'ward','name':'Other'}"))
                .isInstanceOf(Outcome.Success.class);
        assertThat(patientOf(create(app, "Observation", observation("", "bea", "survey"))))
                .contains("bea");
    }

    @Test
    void a_constraint_is_met_by_what_is_written_and_by_what_was_there() {
        var app = patient("patient/Observation.cu?category=laboratory");
        assertThat(create(app, "Observation", observation("", "ann", "laboratory")))
                .isInstanceOf(Outcome.Success.class);
        assertThat(create(app, "Observation", observation("", "ann", "survey"))).isEqualTo(REFUSED);
        assertThat(update(app, BY_ANN, observation("by-ann", "ann", "laboratory")))
                .isInstanceOf(Outcome.Success.class);
        assertThat(update(app, BY_ANN, observation("by-ann", "ann", "survey"))).isEqualTo(REFUSED);
    }

    @Test
    void a_scope_for_one_interaction_permits_no_other() {
        assertThat(update(patient("patient/Observation.c"), BY_ANN, observation("by-ann", "ann", "survey")))
                .isEqualTo(REFUSED);
        assertThat(create(patient("patient/Observation.ud"), "Observation", observation("", "ann", "survey")))
                .isEqualTo(REFUSED);
        assertThat(writes.delete(patient("patient/Observation.cu"), BY_ANN, OptionalLong.empty()))
                .isEqualTo(REFUSED);
    }

    @Test
    void a_put_needs_the_interaction_that_it_comes_to() {
        var creates = with(house.access(House.NORTH, "feed", Role.SYSTEM, PurposeOfUse.HOPERAT), "system/*.c");
        var updates = with(house.access(House.NORTH, "feed", Role.SYSTEM, PurposeOfUse.HOPERAT), "system/*.u");
        var written = observation("of-ann", "ann", "survey");
        assertThat(update(creates, OF_ANN, written)).isEqualTo(REFUSED);
        assertThat(update(updates, OF_ANN, written)).isInstanceOf(Outcome.Success.class);
        var fresh = observation("nowhere", "ann", "survey");
        assertThat(update(updates, NOWHERE, fresh)).isEqualTo(REFUSED);
        assertThat(update(creates, NOWHERE, fresh)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void a_program_writes_whatever_its_scopes_cover() {
        var program = with(house.access(House.NORTH, "feed", Role.SYSTEM, PurposeOfUse.HOPERAT), "system/*.cud");
        assertThat(update(program, NOWHERE, observation("nowhere", "bea", "survey")))
                .isInstanceOf(Outcome.Success.class);
        assertThat(update(program, SECRET, observation("secret", "ann", "survey")))
                .isInstanceOf(Outcome.Success.class);
        assertThat(house.store.get(SECRET).orElseThrow().version()).isEqualTo(2);
    }
}
