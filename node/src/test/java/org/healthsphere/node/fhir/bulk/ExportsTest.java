package org.healthsphere.node.fhir.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.fhir.Intake;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.bulk.Exports.Piece;
import org.healthsphere.node.fhir.bulk.Exports.Place;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Reach;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExportsTest {
    private static final String BASE = "https://node.example/fhir";
    private static final Outcome<Object> UNKNOWN = Outcome.failed(new Fault.NotFound("such an export"));

    private final House house = new House();
    private final AtomicInteger ids = new AtomicInteger();
    private final Interactions interactions = new Interactions(
            new Intake(SearchParameters.r4()), house.store, house.index, house.gate, house.audit, () -> "fresh");
    private final Access access = access(House.NORTH, "bulk-client", "system/*.rs");
    private Exports exports = opened();

    private Exports opened() {
        return new Exports(
                interactions,
                house.gate,
                house.store,
                SearchParameters.r4(),
                house.clock,
                () -> "job-" + ids.incrementAndGet());
    }

    private static Access access(NodeId member, String subject, String... scopes) {
        var reach = Stream.of(scopes).map(s -> Scope.parse(s).orElseThrow()).collect(Collectors.toSet());
        return new Access(
                new Requester(member, subject, Role.SYSTEM), PurposeOfUse.TREAT, "request-bulk", new Reach(reach));
    }

    @BeforeEach
    void fill() {
        for (var patient : List.of("ann", "bea")) {
            house.put("Patient", patient, patient, "{'active':true,'gender':'female'}");
            house.put("Observation", "pulse-" + patient, patient, subject(patient) + ",'code':{'text':'pulse'}}");
        }
        house.put("Organization", "ward", Optional.empty(), "{'name':'Ward'}");
        house.put("Group", "club", Optional.empty(), """
                {'member':[{'entity':{'reference':'Patient/bea'}},
                 {'entity':{'reference':'Patient/ann'},'inactive':true}]}""");
    }

    private static String subject(String patient) {
        return "{'subject':{'reference':'Patient/" + patient + "'}";
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Outcome<Job> begin(Access by, Extent extent, String query) {
        return exports.begin(by, new Order(BASE, extent, query, "", false));
    }

    private String begun(Extent extent, String query) {
        return begin(access, extent, query).orElseThrow().id();
    }

    private JsonNode manifest(Access by, String job) {
        return House.tree(exports.manifest(by, job).orElseThrow().json().utf8());
    }

    private static List<String> types(JsonNode manifest) {
        return manifest.path("output")
                .valueStream()
                .map(file -> file.path("type").asText())
                .toList();
    }

    private List<JsonNode> fetched(String job, String file) {
        var lines = new ArrayList<JsonNode>();
        Optional<Place> place = Optional.of(Place.BEGIN);
        while (place.isPresent()) {
            var piece = exports.piece(access, job, file, place.get()).orElseThrow();
            lines.addAll(lines(piece));
            place = piece.next();
        }
        return lines;
    }

    private static List<JsonNode> lines(Piece piece) {
        return piece.ndjson().utf8().lines().<JsonNode>map(House::tree).toList();
    }

    private static List<String> names(List<JsonNode> resources) {
        return resources.stream().map(r -> r.path("id").asText()).toList();
    }

    @Test
    void a_manifest_names_one_file_for_each_type_there_is() {
        var manifest = manifest(access, begun(new Extent.Everything(), ""));
        assertThat(manifest).isEqualTo(House.tree("""
                {"transactionTime":"2026-03-03T10:15:00Z","request":"%1$s/$export","requiresAccessToken":true,
                 "output":[
                  {"type":"Group","url":"%1$s/$export-file/job-1/Group"},
                  {"type":"Observation","url":"%1$s/$export-file/job-1/Observation"},
                  {"type":"Organization","url":"%1$s/$export-file/job-1/Organization"},
                  {"type":"Patient","url":"%1$s/$export-file/job-1/Patient"}],
                 "deleted":[],"error":[]}""".formatted(BASE)));
    }

    @Test
    void of_all_patients_comes_what_is_in_their_records() {
        var job = begun(new Extent.AllPatients(), "");
        assertThat(types(manifest(access, job))).containsExactly("Observation", "Patient");
        assertThat(names(fetched(job, "Patient"))).containsExactly("ann", "bea");
        assertThat(exports.piece(access, job, "Organization", Place.BEGIN))
                .isEqualTo(Outcome.failed(new Fault.NotFound("such a file")));
    }

    @Test
    void of_a_group_come_its_members_of_today() {
        var job = begun(new Extent.OfGroup("club"), "");
        assertThat(names(fetched(job, "Patient"))).containsExactly("bea");
        assertThat(names(fetched(job, "Observation"))).containsExactly("pulse-bea");
        house.put("Group", "club", Optional.empty(), "{'member':[{'entity':{'reference':'Patient/ann'}}]}");
        assertThat(names(fetched(job, "Patient"))).containsExactly("ann");
        house.put("Group", "club", Optional.empty(), "{}");
        assertThat(fetched(job, "Patient")).isEmpty();
        assertThat(types(manifest(access, job))).isEmpty();
        assertThat(begin(access, new Extent.OfGroup("none"), ""))
                .isEqualTo(Outcome.failed(new Fault.NotFound("Group/none")));
    }

    @Test
    void a_large_group_and_a_large_type_come_whole_in_pieces_of_bounded_size() {
        var members = new ArrayList<String>();
        IntStream.range(0, 450).forEach(i -> {
            var id = "p%04d".formatted(i);
            house.put("Patient", id, id, "{}");
            members.add("{'entity':{'reference':'Patient/" + id + "'}}");
        });
        house.put("Group", "all", Optional.empty(), "{'member':[" + String.join(",", members) + "]}");
        for (var extent : List.of(new Extent.OfGroup("all"), new Extent.AllPatients())) {
            var job = begun(extent, "_type=Patient");
            assertThat(fetched(job, "Patient").stream()
                            .map(p -> p.path("id").asText())
                            .filter(id -> id.startsWith("p")))
                    .hasSize(450)
                    .doesNotHaveDuplicates();
            assertThat(lines(exports.piece(access, job, "Patient", Place.BEGIN).orElseThrow()))
                    .hasSizeLessThanOrEqualTo(Exports.PAGE);
        }
    }

    @Test
    void what_is_revoked_during_an_export_is_not_in_its_next_piece() {
        IntStream.range(0, Exports.PAGE)
                .forEach(i -> house.put("Observation", "a%04d".formatted(i), "ann", subject("ann") + "}"));
        house.put("Observation", "z-last", "bea", subject("bea") + "}");
        var job = begun(new Extent.AllPatients(), "_type=Observation");
        var first = exports.piece(access, job, "Observation", Place.BEGIN).orElseThrow();
        assertThat(lines(first)).hasSize(Exports.PAGE);
        house.says("bea", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        var rest = exports.piece(access, job, "Observation", first.next().orElseThrow())
                .orElseThrow();
        assertThat(names(lines(rest))).containsExactly("pulse-ann");
        assertThat(names(fetched(job, "Observation"))).isNotEmpty().noneMatch(id -> id.contains("bea"));
    }

    @Test
    void an_export_waits_rather_than_leaving_out_what_it_does_not_know() {
        var job = begun(new Extent.AllPatients(), "");
        house.clock.advance(House.BOUND.plusSeconds(1));
        var stale = Outcome.failed(new Fault.Unavailable("a fresh view of consent"));
        assertThat(exports.piece(access, job, "Patient", Place.BEGIN)).isEqualTo(stale);
        assertThat(exports.manifest(access, job)).isEqualTo(stale);
    }

    @Test
    void only_who_asked_may_see_or_end_it() {
        var job = begun(new Extent.Everything(), "");
        for (var other : List.of(
                access(House.NORTH, "other-client", "system/*.rs"),
                access(House.SOUTH, "bulk-client", "system/*.rs"))) {
            assertThat(exports.manifest(other, job)).isEqualTo(UNKNOWN);
            assertThat(exports.piece(other, job, "Patient", Place.BEGIN)).isEqualTo(UNKNOWN);
            assertThat(exports.end(other, job)).isEqualTo(UNKNOWN);
        }
        assertThat(exports.manifest(access, job)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void what_is_ended_or_old_is_not_there_any_longer() {
        var ended = begun(new Extent.Everything(), "");
        assertThat(exports.end(access, ended)).isInstanceOf(Outcome.Success.class);
        assertThat(exports.manifest(access, ended)).isEqualTo(UNKNOWN);
        assertThat(exports.end(access, ended)).isEqualTo(UNKNOWN);
        var old = begun(new Extent.Everything(), "");
        assertThat(exports.manifest(access, old).orElseThrow().expires()).isEqualTo(House.NOW.plus(Jobs.LIFE));
        house.clock.advance(Duration.ofDays(1));
        house.follow();
        assertThat(exports.manifest(access, old)).isEqualTo(UNKNOWN);
        assertThat(exports.piece(access, old, "Patient", Place.BEGIN)).isEqualTo(UNKNOWN);
        var _ = begun(new Extent.Everything(), "");
        assertThat(house.store.mark(Job.SPACE, old)).isEmpty();
    }

    @Test
    void a_client_does_not_open_exports_without_end() {
        var open = Stream.generate(() -> begin(access, new Extent.Everything(), ""))
                .limit(51)
                .toList();
        assertThat(open.subList(0, 50)).allMatch(o -> o instanceof Outcome.Success<Job>);
        assertThat(open.getLast())
                .isEqualTo(Outcome.failed(
                        new Fault.TooMany("exports are open: end those that are not needed with DELETE")));
    }

    @Test
    void an_export_outlives_the_process() {
        var job = begun(new Extent.OfGroup("club"), "_type=Patient&_elements=gender");
        var before = manifest(access, job);
        exports = opened();
        assertThat(manifest(access, job)).isEqualTo(before);
        assertThat(names(fetched(job, "Patient"))).containsExactly("bea");
    }

    @Test
    void since_a_time_comes_what_changed_after_it_and_what_was_deleted() {
        var since = house.clock.instant();
        house.clock.advance(Duration.ofSeconds(2));
        house.put("Patient", "cat", "cat", "{}");
        house.delete("Observation", "pulse-ann");
        house.delete("Observation", "pulse-bea");
        house.put("Observation", "pulse-bea", "bea", subject("bea") + "}");
        var job = begun(new Extent.AllPatients(), "_since=" + since);
        var manifest = manifest(access, job);
        assertThat(types(manifest)).containsExactly("Observation", "Patient");
        assertThat(manifest.at("/deleted/0/url").asText()).isEqualTo(BASE + "/$export-file/" + job + "/deleted");
        assertThat(names(fetched(job, "Patient"))).containsExactly("cat");
        assertThat(names(fetched(job, "Observation"))).containsExactly("pulse-bea");
        assertThat(fetched(job, "deleted")).containsExactly(House.tree("""
                {"resourceType":"Bundle","type":"transaction",
                 "entry":[{"request":{"method":"DELETE","url":"Observation/pulse-ann"}}]}"""));
        assertThat(manifest(access, begun(new Extent.AllPatients(), "_type=Patient&_since=" + since))
                        .path("deleted"))
                .isEmpty();
    }

    @Test
    void types_filters_and_elements_narrow_it() {
        house.put("Patient", "dan", "dan", "{'active':true,'gender':'male','birthDate':'1970-01-01'}");
        var job = begun(
                new Extent.AllPatients(),
                "_type=Patient&_type=Observation&_elements=Patient.gender&_typeFilter=Patient%3Fgender%3Dmale");
        assertThat(types(manifest(access, job))).containsExactly("Observation", "Patient");
        var patients = fetched(job, "Patient");
        assertThat(names(patients)).containsExactly("dan");
        assertThat(patients.getFirst().path("gender").asText()).isEqualTo("male");
        assertThat(patients.getFirst().has("birthDate")).isFalse();
        assertThat(fetched(job, "Observation").getFirst().has("code")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_outputFormat=csv",
                "_type=Nonsense",
                "_since=yesterday",
                "_typeFilter=Patient",
                "_typeFilter=Patient%3Fnonsense%3D1",
                "_typeFilter=Patient%3F_include%3DPatient:organization",
                "_elements=Patient.name.family",
                "patient=Patient/ann",
                "_type=Patient&_typeFilter=Observation%3Fcode%3D1",
                "includeAssociatedData=LatestProvenanceResources",
                "%zz"
            })
    void what_is_not_understood_is_refused_at_the_beginning(String query) {
        assertThat(begin(access, new Extent.AllPatients(), query))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class, f -> assertThat(f.fault()).isInstanceOf(Fault.Invalid.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "_typeFilter=Patient%3Fgender%3Dmale&_typeFilter=Patient%3Fbirthdate%3Dlt1980",
                "_typeFilter=Patient%3Fgender%3Dmale,Patient%3Fbirthdate%3Dlt1980"
            })
    void of_several_filters_of_a_type_one_must_be_met_and_who_meets_two_comes_once(String filters) {
        house.put("Patient", "dan", "dan", "{'gender':'male','birthDate':'1970-01-01'}");
        house.put("Patient", "eli", "eli", "{'gender':'male','birthDate':'1990-01-01'}");
        house.put("Patient", "fay", "fay", "{'gender':'female','birthDate':'1975-01-01'}");
        var job = begun(new Extent.AllPatients(), "_type=Patient&" + filters);
        assertThat(names(fetched(job, "Patient"))).containsExactly("dan", "eli", "fay");
        assertThat(types(manifest(access, job))).containsExactly("Patient");
    }

    @Test
    void only_the_records_of_those_come_who_are_named_in_the_body() {
        house.put("Patient", "dan", "dan", "{'gender':'male'}");
        var all = posted(new Extent.AllPatients(), "patient=Patient/dan,Patient/ann");
        assertThat(names(fetched(all, "Patient"))).containsExactly("ann", "dan");
        assertThat(names(fetched(all, "Observation"))).containsExactly("pulse-ann");
        var members = posted(new Extent.OfGroup("club"), "patient=Patient/dan&patient=bea");
        assertThat(names(fetched(members, "Patient"))).containsExactly("bea");
        var strangers = posted(new Extent.OfGroup("club"), "patient=Patient/dan");
        assertThat(types(manifest(access, strangers))).isEmpty();
    }

    @Test
    void of_each_resource_comes_the_version_of_now() {
        house.put("Patient", "ann", "ann", "{'active':false}");
        var job = begun(new Extent.AllPatients(), "_type=Patient&_typeFilter=Patient%3F_id%3Dann");
        assertThat(fetched(job, "Patient"))
                .singleElement()
                .satisfies(ann -> assertThat(ann.path("active").asBoolean()).isFalse());
    }

    @Test
    void patients_are_named_only_where_they_mean_something() {
        for (var order : List.of(
                new Order(BASE, new Extent.Everything(), "", "patient=Patient/ann", false),
                new Order(BASE, new Extent.AllPatients(), "", "patient=Group/club", false),
                new Order(BASE, new Extent.AllPatients(), "", "x=1", false))) {
            assertThat(exports.begin(access, order))
                    .isInstanceOfSatisfying(
                            Outcome.Failure.class, f -> assertThat(f.fault()).isInstanceOf(Fault.Invalid.class));
        }
    }

    private String posted(Extent extent, String parameters) {
        return exports.begin(access, new Order(BASE, extent, "", parameters, false))
                .orElseThrow()
                .id();
    }

    @Test
    void each_patient_learns_of_it_and_a_page_is_one_append_to_the_log() {
        var job = begun(new Extent.AllPatients(), "_type=Observation");
        var _ = exports.piece(access, job, "Observation", Place.BEGIN).orElseThrow();
        for (var patient : List.of("ann", "bea")) {
            var newest = house.audit.ofPatient(patient, 1).getFirst().event();
            assertThat(newest.code()).isEqualTo(AuditCode.RECORD_EXPORTED);
            assertThat(newest.what()).containsExactly("Observation");
            assertThat(newest.requester()).isEqualTo(access.requester());
        }
    }

    @ParameterizedTest
    @CsvSource({"application/fhir%2Bndjson", "application/fhir+ndjson", "application/ndjson", "ndjson"})
    void the_format_has_three_names(String format) {
        assertThat(begin(access, new Extent.Everything(), "_outputFormat=" + format))
                .isInstanceOf(Outcome.Success.class);
    }

    @Test
    void what_is_not_known_is_left_out_when_the_client_is_lenient() {
        assertThat(exports.begin(access, new Order(BASE, new Extent.Everything(), "x=1", "", true)))
                .isInstanceOf(Outcome.Success.class);
        assertThat(begin(access, new Extent.Everything(), "x=1")).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void the_scopes_of_the_token_narrow_it() {
        var narrow = access(House.NORTH, "bulk-client", "system/Observation.s");
        var job = begin(narrow, new Extent.Everything(), "").orElseThrow().id();
        assertThat(types(manifest(narrow, job))).containsExactly("Observation");
        assertThat(exports.piece(narrow, job, "Patient", Place.BEGIN))
                .isEqualTo(Outcome.failed(new Fault.Forbidden("the token's scopes do not cover a search of Patient")));
        assertThat(begin(narrow, new Extent.Everything(), "_type=Patient"))
                .isEqualTo(Outcome.failed(
                        new Fault.Forbidden("the token's scopes do not cover this interaction with Patient")));
        assertThat(begin(narrow, new Extent.Everything(), "_typeFilter=Observation%3Fpatient.gender%3Dmale"))
                .isEqualTo(Outcome.failed(new Fault.Forbidden("the token's scopes do not cover a search of Patient")));
        assertThat(begin(narrow, new Extent.OfGroup("club"), ""))
                .isEqualTo(Outcome.failed(
                        new Fault.Forbidden("the token's scopes do not cover this interaction with Group")));
    }

    @Test
    void each_piece_is_in_the_audit_before_it_leaves() {
        var job = begun(new Extent.AllPatients(), "");
        var _ = fetched(job, "Patient");
        var entries = house.audit.newest(10).stream()
                .filter(e -> e.event().code() == AuditCode.RECORD_EXPORTED)
                .toList();
        assertThat(entries).isNotEmpty();
        assertThat(entries.getFirst().event().what()).containsExactly("Patient");
        assertThat(entries.getFirst().event().requester()).isEqualTo(access.requester());
    }

    @Test
    void each_resource_has_a_line_of_its_own() {
        house.put("Organization", "wide", Optional.empty(), "{'name':'a','alias':['b']}");
        var job = begun(new Extent.Everything(), "_type=Organization");
        var text = exports.piece(access, job, "Organization", Place.BEGIN)
                .orElseThrow()
                .ndjson()
                .utf8();
        assertThat(text).endsWith("}\n");
        assertThat(text.lines()).hasSize(2);
        assertThat(Lines.of(List.of(Bytes.utf8("{\n \"a\" : 1.50\r\n}"))).utf8())
                .isEqualTo("{\"a\":1.50}\n");
    }
}
