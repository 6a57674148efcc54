package org.healthsphere.node.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.healthsphere.federation.exchange.LinkedPatients;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.LinkageIndex;
import org.healthsphere.federation.linkage.LinkageSecret;
import org.healthsphere.federation.linkage.Tokenizer;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.node.matching.Review;
import org.healthsphere.node.matching.Review.Step;
import org.healthsphere.node.matching.Stewardship;
import org.healthsphere.node.network.PatientRegister;
import org.healthsphere.node.release.House;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A referral comes for somebody who may be a patient of this hospital: a person decides whether he is. */
class HandoverReviewTest {
    private static final String KNOWN =
            "{'resourceType':'Patient','id':'ann','birthDate':'1961-07-09','gender':'female','name':[{'family':'Testova','given':['Annabella']}],"
                    + "'address':[{'line':['1 Sample Street'],'city':'Sampletown','postalCode':'01101'}],"
                    + "'telecom':[{'system':'phone','value':'555-0100200'}]}";
    /** Her first name is misspelt, and she has moved. */
    private static final String POSSIBLY =
            "{'resourceType':'Patient','id':'n7','birthDate':'1961-07-09','gender':'female','name':[{'family':'Testova','given':['Anabela']}],"
                    + "'address':[{'line':['9 Other Road'],'city':'Elsewhere','postalCode':'02202'}]}";
    /** Name and birth date are hers, and there is nothing else to tell her by. */
    private static final String PROBABLY =
            "{'resourceType':'Patient','id':'n7','birthDate':'1961-07-09','gender':'female','name':[{'family':'Testova','given':['Annabella']}]}";

    private final House house = new House();
    private final Tokenizer tokenizer = new Tokenizer(new LinkageSecret(Bytes.of(new byte[32])));
    private final Stewardship.Doubts doubts = new Stewardship.Doubts();
    private final InMemoryAuditLog audit = new InMemoryAuditLog(house.clock);

    @TempDir
    private Path folder;

    private Kit south;
    private PatientRegister register;
    private Inbox inbox;
    private int letters;

    @BeforeEach
    void she_is_known_at_south() {
        south = new Kit(
                folder,
                new Source(Inbox.SOURCE, ZoneOffset.UTC, Map.of(), Map.of(), Map.of()),
                new HandoverFeed(new StrictParse()));
        var index = new LinkageIndex(tokenizer);
        register = new PatientRegister(south.store, index, new LinkedPatients(index, doubts::add));
        inbox = new Inbox(
                new Inbox.Here(House.SOUTH, house.members),
                new Inbox.Taking(south.ingest, register::certain, south.store, audit));
        known("ann", tree(KNOWN));
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void known(String id, ObjectNode patient) {
        var put = new Write.Put(
                new ResourceId("Patient", id), OptionalLong.empty(), Optional.of(id), Json.bytes(patient));
        var _ = south.store.commit(Commit.of(put)).orElseThrow();
    }

    private static ObjectNode tree(String json) {
        return Json.tree(Bytes.utf8(json.replace('\'', '"')));
    }

    private Stewardship stewardship() {
        return new Stewardship(south.store, register, audit, doubts, house.clock);
    }

    /** North refers somebody, as north knows him. */
    private void referred(String person) {
        var patient = tree(person);
        var letter = new HandoverLetter(
                "handover-%010d".formatted(letters++),
                new HandoverOrder(
                        patient.path("id").asText(), House.SOUTH, HandoverKind.REFERRAL, "Please see her feet.", false),
                "clinician-9",
                "North Hospital",
                House.NOW,
                tokenizer.tokens(Demographics.of(patient)),
                patient,
                Bytes.utf8("{\"resourceType\":\"Bundle\",\"type\":\"document\"}"),
                Bytes.utf8("<ClinicalDocument/>"),
                Set.of());
        assertThat(inbox.answer(House.NORTH, letter.toBytes()).map(Bytes::utf8).orElseThrow())
                .isEqualTo("{\"v\":1,\"state\":\"filed\"}");
    }

    private StoredResource known() {
        return south.store.get(new ResourceId("Patient", "ann")).orElseThrow();
    }

    private List<String> subjects() {
        return south.current("ServiceRequest").stream()
                .map(request -> request.patient().orElse(""))
                .toList();
    }

    private String newcomer() {
        return newcomer(Set.of("ann"));
    }

    @ParameterizedTest
    @ValueSource(strings = {POSSIBLY, PROBABLY})
    void who_may_be_a_patient_here_is_taken_in_as_new_and_stands_in_the_stewards_queue(String person) {
        var before = known();
        referred(person);
        var newcomer = newcomer();
        assertThat(subjects()).containsExactly(newcomer);
        assertThat(known()).as("nothing of hers was touched").isEqualTo(before);
        assertThat(Json.tree(south.store
                                .get(new ResourceId("Patient", newcomer))
                                .orElseThrow()
                                .json())
                        .has("link"))
                .isFalse();
        var reviews = stewardship().reviews();
        assertThat(reviews).hasSize(1);
        assertThat(reviews.getFirst().step()).isEqualTo(Step.PROPOSED);
        assertThat(Set.of(reviews.getFirst().one(), reviews.getFirst().other())).isEqualTo(Set.of("ann", newcomer));
        assertThat(stewardship().reviews()).as("also after a restart, once").isEqualTo(reviews);
    }

    @Test
    void who_is_told_beyond_doubt_gets_it_in_his_record_and_nobody_has_to_look() {
        referred(KNOWN.replace("'id':'ann'", "'id':'n7'"));
        assertThat(subjects()).containsExactly("ann");
        assertThat(south.current("Patient")).hasSize(1);
        assertThat(stewardship().reviews()).isEmpty();
    }

    @Test
    void who_could_be_either_of_two_is_proposed_with_both() {
        var twin = tree(KNOWN.replace("'id':'ann'", "'id':'twin'"));
        known("twin", twin);
        referred(PROBABLY);
        var newcomer = newcomer(Set.of("ann", "twin"));
        assertThat(subjects()).containsExactly(newcomer);
        assertThat(stewardship().reviews())
                .extracting(review -> Set.of(review.one(), review.other()))
                .contains(Set.of("ann", newcomer), Set.of("twin", newcomer));
    }

    private String newcomer(Set<String> known) {
        return south.current("Patient").stream()
                .map(patient -> patient.id().id())
                .filter(id -> !known.contains(id))
                .findFirst()
                .orElse("nobody is new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LINKED", "DISTINCT"})
    void what_the_steward_decides_holds_for_the_next_letter(String decision) {
        referred(POSSIBLY);
        var review = stewardship().reviews().getFirst();
        var steward = house.access(House.SOUTH, "steward-1", Role.STEWARD, PurposeOfUse.HOPERAT);
        var decided = stewardship()
                .decide(steward, review.id(), Step.valueOf(decision))
                .orElseThrow();
        assertThat(Json.tree(known().json()).has("link")).isEqualTo(decision.equals("LINKED"));
        referred(POSSIBLY);
        assertThat(subjects()).containsExactly(newcomer(), newcomer());
        assertThat(stewardship().reviews())
                .extracting(Review::id, Review::step)
                .containsExactly(tuple(decided.id(), decided.step()));
    }
}
