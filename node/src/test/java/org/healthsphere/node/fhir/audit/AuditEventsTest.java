package org.healthsphere.node.fhir.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEventsTest {
    private static final String BALP = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.";

    /** By profile, the code of its type, its action, and the types of the two ends of the line. */
    private static final Map<String, List<String>> FORMS = Map.ofEntries(
            Map.entry("Read", List.of("rest", "R", "110152", "110153")),
            Map.entry("PatientRead", List.of("rest", "R", "110152", "110153")),
            Map.entry("Query", List.of("rest", "E", "110153", "110152")),
            Map.entry("PatientQuery", List.of("rest", "E", "110153", "110152")),
            Map.entry("Create", List.of("rest", "C", "110153", "110152")),
            Map.entry("PatientCreate", List.of("rest", "C", "110153", "110152")),
            Map.entry("Update", List.of("rest", "U", "110153", "110152")),
            Map.entry("PatientUpdate", List.of("rest", "U", "110153", "110152")),
            Map.entry("Delete", List.of("rest", "D", "110150", "custodian")),
            Map.entry("PatientDelete", List.of("rest", "D", "110150", "custodian")),
            Map.entry("PrivacyDisclosure.Source", List.of("110106", "R", "110152", "110153")),
            Map.entry("PrivacyDisclosure.Recipient", List.of("110107", "C", "110153", "110152")),
            Map.entry("AuthZconsent", List.of("110113", "E", "110150", "PROV")),
            Map.entry("OAUTHaccessTokenUse.Minimal", List.of("110114", "E", "UserOauthAgent")));

    private final AuditedHouse audited = new AuditedHouse();

    @AfterEach
    void close() {
        audited.close();
    }

    private static String profile(JsonNode event) {
        return event.at("/meta/profile/0").asText().replace(BALP, "");
    }

    private static List<String> codes(JsonNode events) {
        return events.findValuesAsText("code");
    }

    @Test
    void every_entry_is_an_event_and_what_claims_a_pattern_has_its_form() {
        var found = audited.found(audited.auditor(), "_count=1000");
        var profiles = new HashMap<String, Integer>();
        for (var event : found) {
            assertThat(event.path("resourceType").asText()).isEqualTo("AuditEvent");
            assertThat(event.path("recorded").asText()).isNotEmpty();
            assertThat(event.at("/source/observer/identifier/value").asText()).isEqualTo("north");
            assertThat(event.path("agent")).isNotEmpty();
            var profile = profile(event);
            profiles.merge(profile, 1, Integer::sum);
            if (!profile.isEmpty()) {
                form(event, profile);
            }
        }
        assertThat(profiles.keySet()).containsAll(Set.of(
                "Read", "PatientRead", "Query", "PatientQuery", "Create", "PatientCreate", "PatientUpdate", "Delete",
                "PrivacyDisclosure.Source", "PrivacyDisclosure.Recipient", "AuthZconsent", "OAUTHaccessTokenUse.Minimal"));
    }

    private static void form(JsonNode event, String profile) {
        var form = FORMS.get(profile);
        assertThat(form).as(profile).isNotNull();
        assertThat(event.at("/type/code").asText()).as(profile).isEqualTo(form.getFirst());
        assertThat(event.path("action").asText()).as(profile).isEqualTo(form.get(1));
        assertThat(codes(event.path("agent"))).as(profile).containsAll(form.subList(2, form.size()));
        if (profile.startsWith("Patient") || profile.startsWith("Privacy") || profile.startsWith("AuthZ")) {
            assertThat(event.path("entity").valueStream().filter(e -> e.at("/type/code").asText().equals("1")))
                    .as(profile)
                    .hasSize(1);
        }
        if (form.getFirst().equals("rest")) {
            assertThat(event.path("outcome").asText()).as(profile).isEqualTo("0");
            assertThat(event.path("entity").valueStream().filter(e -> e.at("/type/code").asText().equals("2")))
                    .as(profile)
                    .hasSize(1);
        }
    }

    @Test
    void a_query_is_told_by_its_type_and_not_by_its_values() {
        var queries = audited.found(audited.auditor(), "subtype=search-type").stream()
                .flatMap(event -> event.path("entity").valueStream())
                .filter(entity -> entity.has("query"))
                .map(entity -> new String(
                        Base64.getDecoder().decode(entity.path("query").asText()), StandardCharsets.UTF_8))
                .collect(Collectors.toSet());
        assertThat(queries).contains("GET Patient").noneMatch(query -> query.contains("?"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patient=ann",
                "patient=Patient/bea",
                "agent=clinician-7",
                "agent=south",
                "agent:identifier=https://healthsphere.org/fhir/sid/user|north/clinician-1",
                "date=ge2026-03-03T10:15:01Z",
                "date=lt2026-03-03T10:15:01Z",
                "date=2026-03-03",
                "type=rest",
                "type=http://dicom.nema.org/resources/ontology/DCM|110106",
                "subtype=create",
                "subtype=glass-broken",
                "entity=Patient/ann",
                "entity=Organization/ward",
                "entity=Observation/1",
                "action=R",
                "outcome=4",
                "outcome=0,8",
                "patient=ann&action=R&outcome=0&_sort=-date",
            })
    void an_auditor_finds_what_he_asks_for_page_by_page_and_a_naive_look_agrees(String query) {
        var all = audited.found(audited.auditor(), "_count=1000");
        var asked = Parameters.parse(query).all();
        var naive = all.stream()
                .filter(event -> asked.stream().allMatch(p -> meets(event, p.name(), p.value())))
                .map(event -> event.path("id").asText())
                .toList();
        assertThat(naive).isNotEmpty();
        var found = audited.found(audited.auditor(), query + "&_count=3").stream()
                .map(event -> event.path("id").asText())
                .filter(id -> all.stream().anyMatch(event -> event.path("id").asText().equals(id)))
                .toList();
        assertThat(found).isEqualTo(naive);
    }

    private static boolean meets(JsonNode event, String name, String value) {
        return switch (name) {
            case "patient" ->
                codesOfPatients(event).contains("Patient/" + value.replace("Patient/", ""));
            case "agent" ->
                event.findValuesAsText("value").stream().anyMatch(v -> v.equals(value) || v.endsWith("/" + value));
            case "agent:identifier" ->
                event.path("agent").findValuesAsText("value").contains(value.substring(value.indexOf('|') + 1));
            case "date" -> isAt(event.path("recorded").asText(), value);
            case "type" -> value.endsWith(event.at("/type/code").asText());
            case "subtype" -> codes(event.path("subtype")).contains(value);
            case "entity" -> event.path("entity").findValuesAsText("reference").contains(value);
            case "action" -> event.path("action").asText().equals(value);
            case "outcome" -> List.of(value.split(",")).contains(event.path("outcome").asText());
            default -> true;
        };
    }

    private static List<String> codesOfPatients(JsonNode event) {
        return event.path("entity")
                .valueStream()
                .filter(entity -> entity.at("/type/code").asText().equals("1"))
                .map(entity -> entity.at("/what/reference").asText())
                .toList();
    }

    private static boolean isAt(String recorded, String value) {
        return switch (value.substring(0, 2)) {
            case "ge" -> recorded.compareTo(value.substring(2)) >= 0;
            case "lt" -> recorded.compareTo(value.substring(2)) < 0;
            default -> recorded.startsWith(value);
        };
    }

    @Test
    void a_patient_finds_what_is_about_himself_and_nothing_else() {
        var own = audited.found(audited.patient("ann"), "");
        assertThat(own).isNotEmpty().allMatch(event -> codesOfPatients(event).equals(List.of("Patient/ann")));
        assertThat(audited.found(audited.patient("ann"), "patient=bea")).isEmpty();
        var ofBea = audited.found(audited.patient("bea"), "").getFirst().path("id").asText();
        assertThat(audited.events.read(audited.patient("ann"), ofBea))
                .isEqualTo(Outcome.failed(new Fault.NotFound("AuditEvent/" + ofBea)));
        assertThat(audited.events.read(audited.patient("bea"), ofBea)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void an_app_needs_the_scope_and_then_knows_of_its_patient_only() {
        assertThat(audited.found(audited.patient("ann", "patient/AuditEvent.rs"), ""))
                .allMatch(event -> codesOfPatients(event).equals(List.of("Patient/ann")));
        assertThat(search(audited.patient("ann", "patient/Observation.rs"))).isInstanceOf(Outcome.Failure.class);
        assertThat(search(audited.patient("bea", "patient/AuditEvent.rs"))).isInstanceOf(Outcome.Failure.class);
        assertThat(audited.found(audited.auditor("patient/AuditEvent.rs"), ""))
                .allMatch(event -> codesOfPatients(event).equals(List.of("Patient/ann")));
    }

    private Outcome<Bytes> search(org.healthsphere.node.release.Access access) {
        return audited.events.search(access, AuditedHouse.BASE, Parameters.parse(""));
    }

    @Test
    void nobody_else_learns_who_has_looked() {
        for (var access : List.of(audited.house.own(), audited.house.stranger())) {
            assertThat(search(access))
                    .isInstanceOfSatisfying(
                            Outcome.Failure.class, refused -> assertThat(refused.fault()).isInstanceOf(Fault.Forbidden.class));
        }
    }

    @Test
    void who_looks_at_who_has_looked_is_in_the_log_himself() {
        var _ = search(audited.auditor()).orElseThrow();
        var newest = audited.house.audit.newest(1).getFirst().event();
        assertThat(newest.code()).isEqualTo(AuditCode.AUDIT_READ);
        assertThat(newest.requester().subject()).isEqualTo("auditor-1");
    }

    @Test
    void an_event_is_read_by_its_name_and_another_hash_names_none() {
        var event = audited.found(audited.auditor(), "_count=5").getFirst();
        var id = event.path("id").asText();
        assertThat(House.tree(audited.events.read(audited.auditor(), id).orElseThrow().utf8())).isEqualTo(event);
        var other = id.substring(0, id.length() - 1) + (id.endsWith("0") ? "1" : "0");
        assertThat(audited.events.read(audited.auditor(), other)).isInstanceOf(Outcome.Failure.class);
        assertThat(audited.events.read(audited.auditor(), "nonsense")).isInstanceOf(Outcome.Failure.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret=1", "date=soon", "_sort=date", "date=xx2026"})
    void what_is_not_understood_is_refused(String query) {
        assertThat(audited.events.search(audited.auditor(), AuditedHouse.BASE, Parameters.parse(query)))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class, refused -> assertThat(refused.fault()).isInstanceOf(Fault.Invalid.class));
    }
}
