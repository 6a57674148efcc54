package org.healthsphere.node.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.federation.exchange.LinkedPatients;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.LinkageIndex;
import org.healthsphere.federation.linkage.LinkageSecret;
import org.healthsphere.federation.linkage.Tokenizer;
import org.healthsphere.node.matching.Review.Event;
import org.healthsphere.node.matching.Review.Step;
import org.healthsphere.node.network.PatientRegister;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StewardshipTest {
    private static final String PERSON =
            "{'birthDate':'%s','gender':'female','name':[{'family':'Testova','given':['%s']}],"
                    + "'address':[{'line':['1 Sample Street'],'city':'Sampletown','postalCode':'01101'}],"
                    + "'telecom':[{'system':'phone','value':'555-0100200'}]}";

    private final House house = new House();
    private final Tokenizer tokenizer = new Tokenizer(new LinkageSecret(Bytes.of(new byte[32])));
    private final Stewardship.Doubts doubts = new Stewardship.Doubts();
    private final LinkageIndex index = new LinkageIndex(tokenizer);
    private final PatientRegister register =
            new PatientRegister(house.store, index, new LinkedPatients(index, doubts::add));
    private final Stewardship stewardship = new Stewardship(house.store, register, house.audit, doubts, house.clock);

    @BeforeEach
    void one_person_twice_and_another_one() {
        house.put("Patient", "a1", "a1", PERSON.formatted("1961-07-09", "Annabella"));
        house.put("Patient", "a2", "a2", PERSON.formatted("1961-07-09", "Anabella"));
        house.put("Patient", "z", "z", "{'birthDate':'1931-01-01','name':[{'family':'Other','given':['Zoe']}]}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Access steward() {
        return house.access(House.NORTH, "steward-1", Role.STEWARD, PurposeOfUse.HOPERAT);
    }

    private Review only() {
        var reviews = stewardship.reviews();
        assertThat(reviews).hasSize(1);
        return reviews.getFirst();
    }

    private Review decided(Step step) {
        return stewardship.decide(steward(), only().id(), step).orElseThrow();
    }

    private StoredResource patient(String id) {
        return house.store.get(new ResourceId("Patient", id)).orElseThrow();
    }

    private List<String> links(String id) {
        return House.tree(patient(id).json().utf8())
                .path("link")
                .valueStream()
                .map(link -> link.path("type").asText() + " "
                        + link.at("/other/reference").asText())
                .toList();
    }

    private static List<Step> steps(Review review) {
        return review.history().stream().map(Event::step).toList();
    }

    @Test
    void who_may_be_one_person_twice_is_proposed_once_and_nothing_is_done_by_itself() {
        var review = only();
        assertThat(Set.of(review.one(), review.other())).isEqualTo(Set.of("a1", "a2"));
        assertThat(review.history()).isEqualTo(List.of(new Event(house.clock.instant(), "the node", Step.PROPOSED)));
        assertThat(stewardship.reviews()).isEqualTo(List.of(review));
        assertThat(Stream.of("a1", "a2", "z").flatMap(id -> links(id).stream())).isEmpty();
    }

    @Test
    void what_is_linked_can_be_unlinked_and_all_of_it_stays_in_the_history() {
        var before = House.tree(patient("a1").json().utf8()).without("meta");
        var linked = decided(Step.LINKED);
        assertThat(links(linked.one())).containsExactly("seealso Patient/" + linked.other());
        assertThat(links(linked.other())).containsExactly("seealso Patient/" + linked.one());
        var undone = decided(Step.UNDONE);
        assertThat(steps(undone)).containsExactly(Step.PROPOSED, Step.LINKED, Step.UNDONE);
        assertThat(undone.history()).extracting(Event::by).containsExactly("the node", "steward-1", "steward-1");
        assertThat((Object) House.tree(patient("a1").json().utf8()).without("meta"))
                .isEqualTo(before);
        assertThat(patient("a1").version()).as("every version is kept").isEqualTo(3);
        assertThat(house.audit.ofPatient("a1", 10)).hasSize(2);
    }

    @Test
    void a_merge_leaves_the_one_to_be_found_and_is_undone_in_full() {
        var merged = decided(Step.MERGED);
        assertThat(links(merged.one())).containsExactly("replaces Patient/" + merged.other());
        assertThat(links(merged.other())).containsExactly("replaced-by Patient/" + merged.one());
        assertThat(House.tree(patient(merged.other()).json().utf8())
                        .path("active")
                        .booleanValue())
                .isFalse();
        var person = Demographics.of(House.tree(patient(merged.other()).json().utf8()));
        assertThat(register.resembling(person, _ -> true))
                .extracting(one -> one.patient())
                .containsExactly(merged.one());
        var undone = decided(Step.UNDONE);
        assertThat(links(undone.one())).isEmpty();
        assertThat(House.tree(patient(undone.other()).json().utf8()).has("active"))
                .isFalse();
        assertThat(register.resembling(person, _ -> true)).hasSize(2);
    }

    @Test
    void two_people_stay_two_and_are_not_proposed_again() {
        assertThat(decided(Step.DISTINCT).isOpen()).isFalse();
        house.put("Patient", "a1", "a1", PERSON.formatted("1961-07-09", "Annabella"));
        assertThat(only().step()).isEqualTo(Step.DISTINCT);
    }

    @ParameterizedTest
    @EnumSource(
            value = Step.class,
            names = {"PROPOSED", "ELSEWHERE", "UNDONE"})
    void what_cannot_follow_is_refused(Step step) {
        assertThat(stewardship.decide(steward(), only().id(), step))
                .isEqualTo(Outcome.failed(new Fault.Conflict("this review is not in a state for that")));
    }

    @Test
    void what_is_decided_is_not_decided_again() {
        var review = decided(Step.LINKED);
        assertThat(stewardship.decide(steward(), review.id(), Step.MERGED))
                .isEqualTo(Outcome.failed(new Fault.Conflict("this review is not in a state for that")));
        assertThat(stewardship.decide(steward(), "none", Step.LINKED))
                .isEqualTo(Outcome.failed(new Fault.NotFound("such a review")));
    }

    /** As ingest does with ADT A40. */
    @Test
    void a_merge_by_a_message_closes_what_was_open() {
        var review = only();
        house.put(
                "Patient",
                review.other(),
                review.other(),
                PERSON.formatted("1961-07-09", "Anabella")
                        .replaceFirst(
                                "}$",
                                ",'link':[{'type':'replaced-by','other':{'reference':'Patient/" + review.one()
                                        + "'}}]}"));
        assertThat(steps(only())).containsExactly(Step.PROPOSED, Step.ELSEWHERE);
        assertThat(only().isOpen()).isFalse();
    }

    @Test
    void what_a_record_query_leaves_in_doubt_is_proposed() {
        assertThat(decided(Step.DISTINCT)).isNotNull();
        house.put("Patient", "y1", "y1", "{'birthDate':'1950-02-03','name':[{'family':'Same','given':['Yara']}]}");
        house.put("Patient", "y2", "y2", "{'birthDate':'1950-02-03','name':[{'family':'Same','given':['Yara']}]}");
        var tokens =
                tokenizer.tokens(Demographics.of(House.tree(patient("y1").json().utf8())));
        assertThat(register.locate(tokens)).isEqualTo(Outcome.of(Optional.empty()));
        assertThat(stewardship.reviews().getFirst())
                .satisfies(review ->
                        assertThat(Set.of(review.one(), review.other())).isEqualTo(Set.of("y1", "y2")));
    }

    @Test
    void who_was_erased_is_in_no_review() {
        var review = only();
        var _ = house.store.erase("a2", _ -> {}).orElseThrow();
        assertThat(stewardship.reviews()).isEmpty();
        assertThat(stewardship.find(review.id())).isInstanceOf(Outcome.Failure.class);
    }
}
