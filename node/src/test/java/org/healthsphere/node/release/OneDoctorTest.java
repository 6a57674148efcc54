package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.ConsentTerms;
import org.healthsphere.consent.Supposition;
import org.healthsphere.consent.Supposition.Supposed;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A patient says yes or no to one doctor, here or at another hospital, and sees before what it would change. */
class OneDoctorTest {
    private static final ResourceId NOTE = new ResourceId("Condition", "note");
    private static final String ELSEWHERE = named("south/clinician-7");
    private static final String HERE = "'reference':{'reference':'Practitioner/doc-1'}";

    private final House house = new House();

    @BeforeEach
    void fill() {
        house.consents.introduce(RandomWorld::knownAs);
        house.put("Patient", "ann", "ann", "{'active':true}");
        house.put("Condition", "note", "ann", "{'subject':{'reference':'Patient/ann'}}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static String named(String user) {
        return "'reference':{'identifier':{'system':'https://healthsphere.org/fhir/sid/user','value':'%s'},'display':'Dr. X'}"
                .formatted(user);
    }

    private static String provision(String type, String actor) {
        return "{'type':'%s','actor':[{'role':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ParticipationType','code':'IRCP'}]},%s}]}"
                .formatted(type, actor);
    }

    private boolean sees(NodeId member, String subject) {
        var access = house.access(member, subject, Role.CLINICIAN, PurposeOfUse.TREAT);
        return house.gate.read(access, NOTE) instanceof Outcome.Success<?>;
    }

    @Test
    void a_yes_to_one_doctor_of_another_hospital_is_to_nobody_else_there_or_here() {
        var signed = house.says("ann", House.consent(provision("permit", ELSEWHERE)), PurposeOfUse.TREAT);
        assertThat(sees(House.SOUTH, "clinician-7")).isTrue();
        assertThat(sees(House.SOUTH, "clinician-8")).isFalse();
        house.says("ann", House.consent(provision("deny", named("north/clinician-7"))), PurposeOfUse.TREAT);
        assertThat(sees(House.SOUTH, "clinician-7"))
                .as("somebody of that name here is another")
                .isTrue();
        house.ends("ann", signed);
        assertThat(sees(House.SOUTH, "clinician-7")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                HERE,
                "'reference':{'identifier':{'system':'https://healthsphere.org/fhir/sid/user','value':'north/clinician-1'}}"
            })
    void a_no_to_one_doctor_here_is_to_nobody_else(String actor) {
        house.says("ann", House.consent(provision("deny", actor)), PurposeOfUse.TREAT);
        assertThat(sees(House.NORTH, "clinician-1")).isFalse();
        assertThat(sees(House.NORTH, "clinician-2")).isTrue();
    }

    @Test
    void all_but_one_doctor_of_a_hospital_that_may_see_everything() {
        var all = "{'type':'permit','provision':[%s]}".formatted(provision("deny", ELSEWHERE));
        house.says("ann", House.consent(all), PurposeOfUse.TREAT);
        assertThat(sees(House.SOUTH, "clinician-7")).isFalse();
        assertThat(sees(House.SOUTH, "clinician-8")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "clinician-7", "South/clinician-7", "south/", "south/a b", "south/a/b"})
    void who_is_not_named_by_hospital_and_name_is_refused(String value) {
        var consent = House.consent(provision("permit", named(value)));
        assertThat(ConsentTerms.compile(consent, house.consents.codeSets()))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault())
                                .isInstanceOf(Fault.class)
                                .asString()
                                .contains("actor[0]"));
    }

    @Test
    void the_difference_for_one_doctor_is_shown_before_it_is_signed() {
        var ann = house.access(House.NORTH, "ann", Role.PATIENT, PurposeOfUse.PATRQT);
        var consent = House.consent(provision("permit", ELSEWHERE));
        var supposed = new Supposed(
                ConsentTerms.compile(consent, house.consents.codeSets()).orElseThrow(),
                Set.of(PurposeOfUse.TREAT),
                House.NOW.plusSeconds(1_000));
        var supposition = new Supposition(Set.of(), Optional.of(supposed));
        assertThat(then(ann, "clinician-7", supposition)).isEqualTo(List.of(0, 2));
        assertThat(then(ann, "clinician-8", supposition)).isEqualTo(List.of(0, 0));
        house.says("ann", consent, PurposeOfUse.TREAT);
        assertThat(then(ann, "clinician-7", Supposition.nothing())).isEqualTo(List.of(2, 2));
    }

    /** How much this doctor would get now and then. */
    private List<Integer> then(Access by, String subject, Supposition supposition) {
        var stranger = house.access(House.SOUTH, subject, Role.CLINICIAN, PurposeOfUse.TREAT);
        var request = new ConsentRequest(stranger.requester(), stranger.purpose(), house.clock.instant());
        Difference shown =
                house.gate.difference(by, "ann", request, supposition).orElseThrow();
        return List.of(shown.now().size(), shown.then().size());
    }
}
