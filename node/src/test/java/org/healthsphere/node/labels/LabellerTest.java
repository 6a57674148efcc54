package org.healthsphere.node.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.node.fhir.Intake;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.Labelling;
import org.healthsphere.node.fhir.Writes;
import org.healthsphere.node.ingest.SensitivityLabels;
import org.healthsphere.node.ingest.TestTerminology;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
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

/** Labels through the interface by which programs and stewards write. */
class LabellerTest {
    private static final String HIV_SET = "https://healthsphere.org/fhir/ValueSet/sensitive-hiv";

    private final House house = new House();
    private final Labeller labeller = new Labeller(
            SensitivityLabels.from(new TestTerminology()).orElseThrow(),
            new StoredValueSets(house.store, house.index),
            house.store);
    /** Who goes through the records when a value set has changed. */
    private Labeller changed = labeller;

    private final List<Boolean> changes = new ArrayList<>();
    private final Writes writes = new Interactions(
                    new Intake(SearchParameters.r4(), new Direct()),
                    house.store,
                    house.index,
                    house.gate,
                    house.audit,
                    () -> "fresh")
            .writes();
    private final Access program = house.access(House.NORTH, "feed", Role.SYSTEM, PurposeOfUse.HOPERAT);
    private final Access steward = house.access(House.NORTH, "steward", Role.STEWARD, PurposeOfUse.HOPERAT);

    private final class Direct implements Labelling {
        @Override
        public List<Write> labelled(Access access, List<Write> all) {
            return labeller.labelled(access.requester().role() == Role.STEWARD, all);
        }

        @Override
        public void written(List<StoredResource> resources) {
            var isOther = changed.changes(resources);
            changes.add(isOther);
            if (isOther) {
                var _ = changed.relabel();
                house.index.catchUp();
            }
        }
    }

    @BeforeEach
    void fill() {
        house.put("Patient", "ann", "ann", "{'active':true}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void put(Access access, String type, String id, String json) {
        var text = "{'resourceType':'" + type + "','id':'" + id + "'," + json.substring(1);
        assertThat(writes.update(
                        access, new ResourceId(type, id), Bytes.utf8(text.replace('\'', '"')), OptionalLong.empty()))
                .isInstanceOf(Outcome.Success.class);
    }

    private static String condition(String code) {
        return "{'subject':{'reference':'Patient/ann'},'code':{'coding':[{'system':'urn:c','code':'" + code + "'}]}}";
    }

    private static final String MEDICATION =
            "{'status':'active','intent':'order','medicationCodeableConcept':{'text':'x'},'subject':{'reference':'Patient/ann'},"
                    + "'reasonReference':[{'reference':'Condition/c1'}]}";

    private void valueSet(String... codes) {
        var concepts = new ArrayList<String>();
        for (var code : codes) {
            concepts.add("{'code':'" + code + "'}");
        }
        put(
                steward,
                "ValueSet",
                "mine",
                "{'status':'active','url':'" + HIV_SET + "','compose':{'include':[{'system':'urn:c','concept':["
                        + String.join(",", concepts) + "]}]}}");
    }

    private List<String> labels(String type, String id) {
        return House.tree(house.store
                        .get(new ResourceId(type, id))
                        .orElseThrow()
                        .json()
                        .utf8())
                .at("/meta/security")
                .valueStream()
                .map(coding -> coding.path("code").asText())
                .toList();
    }

    @Test
    void what_comes_in_is_labelled_and_so_is_what_later_refers_to_it() {
        valueSet("b20");
        put(program, "Condition", "c1", condition("b20"));
        put(program, "Condition", "c2", condition("other"));
        put(program, "MedicationRequest", "m1", MEDICATION);
        assertThat(labels("Condition", "c1")).containsExactly("HIV");
        assertThat(labels("Condition", "c2")).isEmpty();
        assertThat(labels("MedicationRequest", "m1")).containsExactly("HIV");
    }

    @Test
    void a_value_set_that_changes_labels_what_is_there_and_consent_holds_at_once() {
        put(program, "Condition", "c1", condition("b20"));
        put(program, "MedicationRequest", "m1", MEDICATION);
        house.says(
                "ann",
                House.consent("{'type':'permit','provision':[{'type':'deny','securityLabel':[{'system':'"
                        + SensitivityLabels.SYSTEM + "','code':'HIV'}]}]}"),
                PurposeOfUse.TREAT);
        var id = new ResourceId("Condition", "c1");
        assertThat(house.gate.read(house.stranger(), id)).isInstanceOf(Outcome.Success.class);
        assertThat(labeller.isDone()).isFalse();
        valueSet("b20");
        assertThat(labeller.isDone()).isTrue();
        assertThat(changes).endsWith(true);
        assertThat(labels("Condition", "c1")).containsExactly("HIV");
        assertThat(house.gate.read(house.stranger(), id)).isInstanceOf(Outcome.Failure.class);
        assertThat(labels("MedicationRequest", "m1")).containsExactly("HIV");
    }

    @Test
    void labels_that_could_not_be_written_are_not_said_to_be_there() {
        put(program, "Condition", "c1", condition("b20"));
        var full = new Labeller(
                SensitivityLabels.from(new TestTerminology()).orElseThrow(),
                new StoredValueSets(house.store, house.index),
                full(house.store));
        changed = full;
        assertThatThrownBy(() -> valueSet("b20")).isInstanceOf(IllegalStateException.class);
        assertThat(full.isDone()).isFalse();
        assertThat(labels("Condition", "c1")).isEmpty();
    }

    /** The same, where there is no room for anything. */
    private static ResourceStore full(ResourceStore store) {
        return (ResourceStore) Proxy.newProxyInstance(
                LabellerTest.class.getClassLoader(),
                new Class<?>[] {ResourceStore.class},
                (_, method, arguments) -> method.getName().equals("commit")
                        ? Outcome.failed(new Fault.Unavailable("store"))
                        : method.invoke(store, arguments));
    }

    @Test
    void of_many_value_sets_with_one_address_none_is_passed_over() {
        for (var n = 0; n < 105; n++) {
            house.put(
                    "ValueSet",
                    "v" + n,
                    Optional.empty(),
                    "{'url':'urn:many','compose':{'include':[{'system':'urn:c','concept':[{'code':'c" + n + "'}]}]}}");
        }
        assertThat(new StoredValueSets(house.store, house.index)
                        .members("urn:many")
                        .orElseThrow())
                .hasSize(105);
        assertThat(new StoredValueSets(house.store, house.index).members("urn:none"))
                .isEmpty();
    }

    @Test
    void a_value_set_that_holds_the_same_changes_nothing() {
        valueSet("b20");
        valueSet("b20");
        assertThat(changes).containsExactly(true, false);
    }

    @Test
    void who_does_not_mention_labels_does_not_take_them_away() {
        valueSet("b20");
        put(program, "Condition", "c1", condition("b20"));
        put(program, "Condition", "c1", condition("other"));
        assertThat(labels("Condition", "c1")).containsExactly("HIV");
    }

    @Test
    void what_a_steward_sets_stands() {
        valueSet("b20");
        put(program, "Condition", "c1", condition("b20"));
        put(steward, "Condition", "c1", condition("b20"));
        assertThat(labels("Condition", "c1")).as("taken away by a steward").isEmpty();
        put(program, "Condition", "c1", condition("b20"));
        assertThat(labels("Condition", "c1")).as("and not set again").isEmpty();
        assertThat(labeller.relabel()).isZero();
        put(
                steward,
                "Condition",
                "c1",
                "{'meta':{'security':[{'system':'" + SensitivityLabels.SYSTEM + "','code':'PSY'}]},"
                        + condition("b20").substring(1));
        assertThat(labels("Condition", "c1")).containsExactly("PSY");
    }

    @Test
    void nobody_else_says_that_a_steward_did() {
        valueSet("b20");
        put(
                program,
                "Condition",
                "c1",
                "{'meta':{'tag':[{'system':'" + Labeller.TAGS + "','code':'" + Labeller.STEWARD + "'}]},"
                        + condition("b20").substring(1));
        assertThat(labels("Condition", "c1")).containsExactly("HIV");
        assertThat(house.store
                        .get(new ResourceId("Condition", "c1"))
                        .orElseThrow()
                        .json()
                        .utf8())
                .doesNotContain(Labeller.STEWARD);
    }

    @Test
    void what_belongs_to_nobody_and_what_needs_no_label_stay_byte_for_byte() {
        put(program, "Organization", "o", "{'name':'Ward'}");
        put(program, "Condition", "c2", condition("other"));
        assertThat(house.store
                        .get(new ResourceId("Organization", "o"))
                        .orElseThrow()
                        .patient())
                .isEqualTo(Optional.empty());
        assertThat(labels("Condition", "c2")).isEmpty();
    }
}
