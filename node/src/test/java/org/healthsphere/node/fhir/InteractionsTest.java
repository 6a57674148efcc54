package org.healthsphere.node.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ReleaseFilter.Hidden;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;

class InteractionsTest {
    private static final String BASE = "https://node.example/fhir";
    private static final JsonMapper JSON = new JsonMapper();
    private static final SearchParameters PARAMETERS = SearchParameters.r4();
    private static final Access ACCESS =
            new Access(new Requester(new NodeId("hospital-a"), "test", Role.SYSTEM), PurposeOfUse.TREAT, "correlation");

    private static final Asking ASKING = Asking.of(ACCESS, BASE);

    private final AtomicInteger ids = new AtomicInteger();
    private final Intake intake = new Intake(PARAMETERS);
    private final InMemoryResourceStore store = new InMemoryResourceStore(() -> Instant.parse("2026-03-01T12:00:00Z"));
    private final LuceneResourceIndex index = LuceneResourceIndex.inMemory(store, PARAMETERS);
    private final InMemoryAuditLog audit = new InMemoryAuditLog(() -> Instant.parse("2026-03-01T12:00:00Z"));
    private final Interactions interactions = interactions(ReleaseFilter.everything());

    private Interactions interactions(ReleaseFilter filter) {
        return new Interactions(
                intake, store, index, new OpenGate(store, index, filter), audit, () -> "n" + ids.incrementAndGet());
    }

    private static Bytes json(String text) {
        return Bytes.utf8(text.replace('\'', '"'));
    }

    private static JsonNode tree(Bytes json) {
        try {
            return JSON.readTree(json.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode search(String type, String query) {
        return tree(interactions.search(ASKING, type, Parameters.parse(query)).orElseThrow());
    }

    private static List<String> texts(JsonNode array, String pointer) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(n -> n.at(pointer).asText())
                .toList();
    }

    private static StoredResource stored(Outcome<Reply> reply) {
        return reply.orElseThrow().resource().orElseThrow();
    }

    @Test
    void what_was_created_is_read_and_found_at_once() {
        var reply = interactions
                .writes()
                .create(
                        ACCESS,
                        "Patient",
                        json("{'resourceType':'Patient','id':'mine','name':[{'family':'Sample'}]}"),
                        Optional.empty())
                .orElseThrow();
        var created = reply.resource().orElseThrow();
        assertThat(reply.effect()).isEqualTo(Reply.Effect.CREATED);
        assertThat(created.id()).isEqualTo(new ResourceId("Patient", "n1"));
        assertThat(created.patient()).contains("n1");
        assertThat(interactions.read(ACCESS, created.id())).isEqualTo(Outcome.of(created));
        var found = search("Patient", "family=sam");
        assertThat(found.at("/total").asInt()).isEqualTo(1);
        assertThat(found.at("/entry/0/fullUrl").asText()).isEqualTo(BASE + "/Patient/n1");
        assertThat(found.at("/entry/0/resource")).isEqualTo(tree(created.json()));
    }

    @Test
    void an_update_needs_the_id_of_the_url_and_makes_what_is_not_there() {
        var id = new ResourceId("Patient", "p1");
        var made = interactions
                .writes()
                .update(ACCESS, id, json("{'resourceType':'Patient','id':'p1'}"), OptionalLong.empty());
        assertThat(made.orElseThrow().effect()).isEqualTo(Reply.Effect.CREATED);
        var changed = interactions
                .writes()
                .update(ACCESS, id, json("{'resourceType':'Patient','id':'p1','active':true}"), OptionalLong.of(1));
        assertThat(changed.orElseThrow().effect()).isEqualTo(Reply.Effect.UPDATED);
        assertThat(interactions
                        .writes()
                        .update(ACCESS, id, json("{'resourceType':'Patient','id':'p1'}"), OptionalLong.of(1)))
                .isEqualTo(Outcome.failed(new Fault.VersionMismatch("Patient/p1 is at version 2")));
        assertThat(interactions
                        .writes()
                        .update(ACCESS, id, json("{'resourceType':'Patient','id':'p2'}"), OptionalLong.empty()))
                .isEqualTo(Outcome.failed(
                        new Fault.Invalid(List.of(new Problem("Patient.id", "is the id of the URL, p1")))));
        assertThat(interactions.version(ACCESS, id, 1)).isEqualTo(Outcome.of(stored(made)));
        var history = tree(interactions
                .history(ASKING, Optional.empty(), Optional.of(id), Parameters.parse(""))
                .orElseThrow());
        assertThat(texts(history.at("/entry"), "/response/etag")).containsExactly("W/\"2\"", "W/\"1\"");
    }

    @Test
    void what_was_deleted_is_gone_and_deleting_it_again_is_no_fault() {
        var id = stored(interactions
                        .writes()
                        .create(ACCESS, "Patient", json("{'resourceType':'Patient'}"), Optional.empty()))
                .id();
        assertThat(stored(interactions.writes().delete(ACCESS, id, OptionalLong.empty()))
                        .deleted())
                .isTrue();
        assertThat(interactions.read(ACCESS, id)).isEqualTo(Outcome.failed(new Fault.Gone(id.toString())));
        assertThat(search("Patient", "").at("/total").asInt()).isZero();
        assertThat(interactions.writes().delete(ACCESS, id, OptionalLong.empty()))
                .isEqualTo(Outcome.of(new Reply(Reply.Effect.DELETED, Optional.empty())));
        var history = tree(interactions
                .history(ASKING, Optional.empty(), Optional.of(id), Parameters.parse(""))
                .orElseThrow());
        assertThat(texts(history.at("/entry"), "/request/method")).containsExactly("DELETE", "POST");
    }

    @Test
    void a_conditional_create_creates_once() {
        var patient = json("{'resourceType':'Patient','identifier':[{'system':'urn:a','value':'1'}]}");
        var condition = Optional.of("identifier=urn:a|1");
        var first = interactions
                .writes()
                .create(ACCESS, "Patient", patient, condition)
                .orElseThrow();
        var second = interactions
                .writes()
                .create(ACCESS, "Patient", patient, condition)
                .orElseThrow();
        assertThat(first.effect()).isEqualTo(Reply.Effect.CREATED);
        assertThat(second).isEqualTo(new Reply(Reply.Effect.FOUND, first.resource()));
        var other = stored(interactions.writes().create(ACCESS, "Patient", patient, Optional.empty()));
        assertThat(other.id()).isNotEqualTo(first.resource().orElseThrow().id());
        assertThat(interactions.writes().create(ACCESS, "Patient", patient, condition))
                .isEqualTo(Outcome.failed(new Fault.VersionMismatch("the condition is met by several Patient")));
    }

    @Test
    void conditional_creates_at_the_same_time_create_once() throws Exception {
        var patient = json("{'resourceType':'Patient','identifier':[{'value':'same'}]}");
        var threads = IntStream.range(0, 8)
                .mapToObj(_ -> Thread.ofVirtual()
                        .start(() -> assertThat(interactions
                                        .writes()
                                        .create(ACCESS, "Patient", patient, Optional.of("identifier=same")))
                                .isInstanceOf(Outcome.Success.class)))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        assertThat(search("Patient", "identifier=same").at("/total").asInt()).isEqualTo(1);
    }

    @Test
    void a_conditional_update_changes_the_one_that_meets_it() {
        var patient = json("{'resourceType':'Patient','identifier':[{'value':'7'}]}");
        var made = interactions
                .writes()
                .update(ACCESS, "Patient", "identifier=7", patient, OptionalLong.empty())
                .orElseThrow();
        var changed = interactions
                .writes()
                .update(ACCESS, "Patient", "identifier=7", patient, OptionalLong.empty())
                .orElseThrow();
        assertThat(made.effect()).isEqualTo(Reply.Effect.CREATED);
        assertThat(changed.effect()).isEqualTo(Reply.Effect.UPDATED);
        assertThat(changed.resource().map(StoredResource::id))
                .isEqualTo(made.resource().map(StoredResource::id));
    }

    @Test
    void a_search_that_is_not_understood_is_refused_with_the_name_of_what_is_not() {
        assertThat(interactions.search(ASKING, "Patient", Parameters.parse("colour=red")))
                .isEqualTo(Outcome.failed(
                        new Fault.Invalid(List.of(new Problem("colour", "is no search parameter of Patient here")))));
        assertThat(interactions.search(ASKING, "Patient", Parameters.parse("_count=x&_summary=some")))
                .isEqualTo(Outcome.failed(new Fault.Invalid(List.of(
                        new Problem("_count", "is not a number"),
                        new Problem("_summary", "is true, text, data or false here")))));
    }

    @Test
    void the_links_of_the_pages_lead_to_every_match_once() {
        for (var n = 0; n < 7; n++) {
            assertThat(interactions
                            .writes()
                            .create(ACCESS, "Patient", json("{'resourceType':'Patient'}"), Optional.empty()))
                    .isInstanceOf(Outcome.Success.class);
        }
        var seen = new ArrayList<String>();
        var query = "_count=3&_sort=-_id";
        while (!query.isEmpty()) {
            var page = search("Patient", query);
            assertThat(page.at("/total").asInt()).isEqualTo(7);
            seen.addAll(texts(page.at("/entry"), "/resource/id"));
            var next = page.at("/link/1/url").asText();
            query = next.substring(next.indexOf('?') + 1);
        }
        assertThat(seen).containsExactly("n7", "n6", "n5", "n4", "n3", "n2", "n1");
    }

    @Test
    void a_bundle_like_those_of_synthea_loads_whole_with_its_references() {
        assertThat(interactions.bundle(ASKING, SampleBundles.staff(3))).isInstanceOf(Outcome.Success.class);
        var response = tree(
                interactions.bundle(ASKING, new SampleBundles(1).patient(1, 9)).orElseThrow());
        assertThat(response.at("/type").asText()).isEqualTo("transaction-response");
        assertThat(texts(response.at("/entry"), "/response/status"))
                .hasSize(1 + 9 * 2 + 3 * 2)
                .containsOnly("201 Created");
        var patient =
                search("Patient", "identifier=mrn-1").at("/entry/0/resource/id").asText();
        assertThat(search("Observation", "patient=" + patient).at("/total").asInt())
                .isEqualTo(9);
        assertThat(search("Encounter", "participant.identifier=9991&service-provider.name=hospital 0")
                        .at("/total")
                        .asInt())
                .isEqualTo(9);
        assertThat(store.changesAfter(0).filter(r -> r.id().type().equals("Condition")))
                .hasSize(3)
                .allSatisfy(r -> assertThat(r.patient()).contains(patient));
        var again = tree(interactions.bundle(ASKING, SampleBundles.staff(3)).orElseThrow());
        assertThat(texts(again.at("/entry"), "/response/status")).containsOnly("200 OK");
    }

    @Test
    void a_bundle_with_one_problem_is_refused_whole() {
        var bundle = new SampleBundles(2).patient(1, 3).utf8();
        var before = store.lastChange();
        assertThat(interactions.bundle(ASKING, Bytes.utf8(bundle)))
                .as("its hospital is not here")
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        f -> assertThat(((Fault.Unprocessable) f.fault()).problems())
                                .contains(new Problem(
                                        "Bundle.entry[1].resource",
                                        "has a conditional reference that no single resource meets")));
        assertThat(interactions.bundle(ASKING, Bytes.utf8(bundle.replace("\"final\"", "\"finished\""))))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        f -> assertThat(((Fault.Unprocessable) f.fault()).problems())
                                .extracting(Problem::at)
                                .contains("Bundle.entry[2].resource.status"));
        assertThat(store.lastChange()).isEqualTo(before);
    }

    @Test
    void a_transaction_deletes_creates_updates_and_then_reads() {
        var old = stored(interactions
                .writes()
                .create(ACCESS, "Patient", json("{'resourceType':'Patient','gender':'male'}"), Optional.empty()));
        var response = tree(interactions
                .bundle(
                        ASKING,
                        json("{'resourceType':'Bundle','type':'transaction','entry':["
                                + "{'request':{'method':'GET','url':'Patient?gender=female'}},"
                                + "{'request':{'method':'GET','url':'Patient/"
                                + old.id().id() + "'}},"
                                + "{'request':{'method':'PUT','url':'Patient/p9'},'resource':{'resourceType':'Patient','id':'p9',"
                                + "'gender':'female','managingOrganization':{'reference':'urn:uuid:o'}}},"
                                + "{'fullUrl':'urn:uuid:o','request':{'method':'POST','url':'Organization'},"
                                + "'resource':{'resourceType':'Organization','name':'A'}},"
                                + "{'request':{'method':'DELETE','url':'Patient/"
                                + old.id().id() + "'}}]}"))
                .orElseThrow());
        assertThat(texts(response.at("/entry"), "/response/status"))
                .containsExactly("200 OK", "410", "201 Created", "201 Created", "204 No Content");
        var reference = response.at("/entry/0/resource/entry/0/resource/managingOrganization/reference")
                .asText();
        assertThat(response.at("/entry/3/response/location").asText()).isEqualTo(reference + "/_history/1");
    }

    @Test
    void entries_of_a_transaction_that_cannot_be_are_named() {
        var response = interactions.bundle(
                ASKING,
                json("{'resourceType':'Bundle','type':'transaction','entry':["
                        + "{'request':{'method':'HEAD','url':'Patient/1'}},"
                        + "{'request':{'method':'POST','url':'Patient'}},"
                        + "{'request':{'method':'PUT','url':'Patient/1'},'resource':{'resourceType':'Patient','id':'2'}},"
                        + "{'request':{'method':'GET','url':'../etc'}}]}"));
        assertThat(response)
                .isEqualTo(Outcome.failed(new Fault.Unprocessable(List.of(
                        new Problem("Bundle.entry[0].request.method", "is DELETE, POST, PUT, PATCH or GET here"),
                        new Problem("Bundle.entry[1].resource", "is required"),
                        new Problem("Bundle.entry[2].resource.id", "is not the id of the URL"),
                        new Problem("Bundle.entry[3].request.url", "is Type, Type/id or Type?parameters here")))));
    }

    @Test
    void a_batch_does_what_can_be_done() {
        var response = tree(interactions
                .bundle(
                        ASKING,
                        json(
                                "{'resourceType':'Bundle','type':'batch','entry':["
                                        + "{'request':{'method':'GET','url':'Patient?_id=b1'}},"
                                        + "{'request':{'method':'GET','url':'Patient/nobody'}},"
                                        + "{'request':{'method':'PUT','url':'Patient/b1'},'resource':{'resourceType':'Patient','id':'b1'}}]}"))
                .orElseThrow());
        assertThat(texts(response.at("/entry"), "/response/status")).containsExactly("200 OK", "404", "201 Created");
        assertThat(response.at("/entry/0/resource/total").asInt()).isEqualTo(1);
        assertThat(response.at("/entry/1/response/outcome/issue/0/code").asText())
                .isEqualTo("not-found");
    }

    @Test
    void everything_of_a_patient_comes_page_by_page_with_who_treated() {
        assertThat(interactions.bundle(ASKING, SampleBundles.staff(2))).isInstanceOf(Outcome.Success.class);
        for (var n = 1; n <= 2; n++) {
            assertThat(interactions.bundle(ASKING, new SampleBundles(n).patient(n, 6)))
                    .isInstanceOf(Outcome.Success.class);
        }
        var patient =
                search("Patient", "identifier=mrn-2").at("/entry/0/resource/id").asText();
        var own = 0;
        var around = new TreeSet<String>();
        var query = "_count=5";
        while (!query.isEmpty()) {
            var page = tree(interactions
                    .records()
                    .everything(ASKING, patient, Parameters.parse(query))
                    .orElseThrow());
            for (var entry : page.at("/entry")) {
                if (entry.at("/search/mode").asText().equals("match")) {
                    own++;
                } else {
                    around.add(entry.at("/resource/resourceType").asText());
                }
            }
            var next = page.at("/link/1/url").asText();
            query = next.substring(next.indexOf('?') + 1);
        }
        assertThat(own).isEqualTo(1 + 6 * 2 + 2 * 2);
        assertThat(around).containsExactly("Organization", "Practitioner");
        assertThat(interactions.records().everything(ASKING, "nobody", Parameters.parse("")))
                .isEqualTo(Outcome.failed(new Fault.NotFound("Patient/nobody")));
    }

    @Test
    void what_the_gate_hides_is_in_no_total_no_page_and_no_record() {
        assertThat(interactions.bundle(ASKING, SampleBundles.staff(2))).isInstanceOf(Outcome.Success.class);
        assertThat(interactions.bundle(ASKING, new SampleBundles(1).patient(1, 6)))
                .isInstanceOf(Outcome.Success.class);
        var patient = search("Patient", "").at("/entry/0/resource/id").asText();
        var restricted = interactions(new ReleaseFilter(
                Optional.empty(), Map.of(patient, new Hidden(false, Set.of("Observation"), Set.of(), Set.of()))));
        var found = tree(restricted
                .search(ASKING, "Observation", Parameters.parse("_summary=count"))
                .orElseThrow());
        assertThat(found.at("/total").asInt()).isZero();
        var record = tree(restricted
                .records()
                .everything(ASKING, patient, Parameters.parse("_count=100"))
                .orElseThrow());
        assertThat(texts(record.at("/entry"), "/resource/resourceType"))
                .doesNotContain("Observation")
                .contains("Condition");
        var hidden = Parameters.parse("_has:Observation:patient:status=final");
        var chained = tree(restricted.search(ASKING, "Patient", hidden).orElseThrow());
        assertThat(chained.at("/total").asInt())
                .as("a reverse chain tells nothing about what is hidden")
                .isZero();
    }
}
