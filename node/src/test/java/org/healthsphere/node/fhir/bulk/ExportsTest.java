package org.healthsphere.node.fhir.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.fhir.bulk.Exports.Place;
import org.healthsphere.node.fhir.jobs.Job;
import org.healthsphere.node.fhir.jobs.Jobs;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.Test;

class ExportsTest extends ExportHouse {
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
        assertThat(exports.manifest(access, old).orElseThrow().expires())
                .isEqualTo(House.NOW.plus(Jobs.Kind.EXPORT.life()));
        house.clock.advance(Duration.ofDays(1));
        house.follow();
        assertThat(exports.manifest(access, old)).isEqualTo(UNKNOWN);
        assertThat(exports.piece(access, old, "Patient", Place.BEGIN)).isEqualTo(UNKNOWN);
        var _ = begun(new Extent.Everything(), "");
        assertThat(house.store.mark(Jobs.Kind.EXPORT.space(), old)).isEmpty();
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
    void each_patient_learns_of_it() {
        var job = begun(new Extent.AllPatients(), "_type=Observation");
        var _ = exports.piece(access, job, "Observation", Place.BEGIN).orElseThrow();
        for (var patient : List.of("ann", "bea")) {
            var newest = house.audit.ofPatient(patient, 1).getFirst().event();
            assertThat(newest.code()).isEqualTo(AuditCode.RECORD_EXPORTED);
            assertThat(newest.what()).containsExactly("Observation");
            assertThat(newest.requester()).isEqualTo(access.requester());
        }
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
