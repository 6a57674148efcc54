package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

/** What FHIR says of conditions, versions, parts, formats and preferences, over real HTTP. */
class RestSemanticsTest extends FhirServer {
    @Test
    void what_has_not_changed_is_not_sent_again() throws Exception {
        assertThat(send("PUT", "/Patient/same", "{\"resourceType\":\"Patient\",\"id\":\"same\"}")
                        .statusCode())
                .isEqualTo(201);
        for (var header : List.of(
                List.of("If-None-Match", "W/\"9\", W/\"1\""),
                List.of("If-None-Match", "*"),
                List.of("If-Modified-Since", "Sun, 1 Mar 2026 12:00:00 GMT"))) {
            assertThat(send("GET", "/Patient/same", "", header.get(0), header.get(1))
                            .statusCode())
                    .as("%s", header)
                    .isEqualTo(304);
        }
        assertThat(send("GET", "/Patient/same", "", "If-Modified-Since", "Sun, 1 Mar 2026 11:59:59 GMT")
                        .statusCode())
                .isEqualTo(200);
        assertThat(send("GET", "/Patient/same", "", "If-None-Match", "W/\"2\"").statusCode())
                .isEqualTo(200);
        assertThat(send("PUT", "/Patient/same", "{\"resourceType\":\"Patient\",\"id\":\"same\"}", "If-None-Match", "*")
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void a_resource_is_sent_and_read_as_xml() throws Exception {
        var xml =
                "<Patient xmlns=\"http://hl7.org/fhir\"><active value=\"true\"/><name><family value=\"Sämple\"/></name>"
                        + "<extension url=\"http://e\"><valueDecimal value=\"1.50\"/></extension></Patient>";
        var created =
                send("POST", "/Patient", xml, "Content-Type", "application/fhir+xml", "Accept", "application/fhir+xml");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("Content-Type")).contains("application/fhir+xml;charset=utf-8");
        var patient = FHIR.newXmlParser().parseResource(Patient.class, created.body());
        assertThat(patient.getNameFirstRep().getFamily()).isEqualTo("Sämple");
        var json = send("GET", "/Patient/" + patient.getIdPart(), "").body();
        assertThat(json)
                .contains("\"active\":true")
                .contains("\"family\":\"Sämple\"")
                .contains("1.50");
        assertThat(send("GET", "/Patient/" + patient.getIdPart() + "?_format=xml", "")
                        .body())
                .isEqualTo(created.body());
        var missing = send("GET", "/Patient/nobody", "", "Accept", "application/fhir+xml");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).startsWith("<OperationOutcome");
    }

    @Test
    void xml_that_is_no_resource_is_refused_and_reads_no_file() throws Exception {
        var entity = "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                + "<Patient xmlns=\"http://hl7.org/fhir\"><name><family value=\"&x;\"/></name></Patient>";
        for (var xml : List.of(
                entity, "<Patient", "<Patient xmlns=\"http://hl7.org/fhir\"><colour value=\"red\"/></Patient>")) {
            var refused = send("POST", "/Patient", xml, "Content-Type", "application/fhir+xml");
            assertThat(refused.statusCode()).as(xml).isEqualTo(400);
            assertThat(refused.body()).contains("OperationOutcome").doesNotContain("root:");
        }
    }

    @Test
    void a_binary_is_sent_and_read_as_what_it_is() throws Exception {
        var created =
                send("POST", "/Binary", "a note", "Content-Type", "text/plain", "Accept", "application/fhir+json");
        assertThat(created.statusCode()).isEqualTo(201);
        var id = parsed(Binary.class, created).getIdPart();
        assertThat(parsed(Binary.class, created).getContentType()).isEqualTo("text/plain");
        var raw = send("GET", "/Binary/" + id, "", "Accept", "text/plain, */*");
        assertThat(raw.body()).isEqualTo("a note");
        assertThat(raw.headers().firstValue("Content-Type")).contains("text/plain");
        assertThat(raw.headers().firstValue("Content-Disposition")).contains("attachment");
        assertThat(parsed(Binary.class, send("GET", "/Binary/" + id, "", "Accept", "application/fhir+json"))
                        .getData())
                .isEqualTo("a note".getBytes(StandardCharsets.UTF_8));
        assertThat(send("POST", "/Patient", "a note", "Content-Type", "text/plain")
                        .statusCode())
                .isEqualTo(415);
        assertThat(send("POST", "/Patient", "{}", "Content-Encoding", "gzip").statusCode())
                .isEqualTo(415);
    }

    @Test
    void a_patch_changes_a_part_and_needs_the_version_it_was_made_for() throws Exception {
        var body = "{\"resourceType\":\"Patient\",\"id\":\"patched\",\"identifier\":[{\"value\":\"patched\"}]}";
        assertThat(send("PUT", "/Patient/patched", body).statusCode()).isEqualTo(201);
        var add = "[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]";
        var media = new String[] {"Content-Type", "application/json-patch+json", "If-Match", "W/\"1\""};
        assertThat(send("PATCH", "/Patient/patched", add, media).body()).contains("\"active\":true");
        assertThat(send("PATCH", "/Patient/patched", add, media).statusCode()).isEqualTo(412);
        var parameters = "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"operation\",\"part\":["
                + "{\"name\":\"type\",\"valueCode\":\"replace\"},{\"name\":\"path\",\"valueString\":\"Patient.active\"},"
                + "{\"name\":\"value\",\"valueBoolean\":false}]}]}";
        var changed = send("PATCH", "/Patient?identifier=patched", parameters, "Content-Type", "application/fhir+json");
        assertThat(changed.body()).contains("\"active\":false").contains("\"versionId\":\"3\"");
        var wrong = send(
                "PATCH",
                "/Patient/patched",
                "[{\"op\":\"add\",\"path\":\"/birthDate\",\"value\":\"soon\"}]",
                "Content-Type",
                "application/json-patch+json");
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("Patient.birthDate");
        assertThat(send("PATCH", "/Patient?identifier=nobody", add, "Content-Type", "application/json-patch+json")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void who_prefers_an_outcome_gets_one_and_who_is_lenient_learns_what_was_left_out() throws Exception {
        var outcome = send("POST", "/Patient", "{\"resourceType\":\"Patient\"}", "Prefer", "return=OperationOutcome");
        assertThat(parsed(OperationOutcome.class, outcome).getIssueFirstRep().getDiagnostics())
                .endsWith("/_history/1 was created");
        var found = parsed(
                Bundle.class, send("GET", "/Patient?colour=red&_count=1&_id=nobody", "", "Prefer", "handling=lenient"));
        assertThat(found.getLink("self").getUrl()).isEqualTo(base + "/Patient?_count=1&_id=nobody");
        assertThat(found.getEntryFirstRep().getSearch().getMode().toCode()).isEqualTo("outcome");
        assertThat(((OperationOutcome) found.getEntryFirstRep().getResource())
                        .getIssueFirstRep()
                        .getExpression()
                        .getFirst()
                        .getValue())
                .isEqualTo("colour");
        assertThat(send("GET", "/Patient?colour=red", "", "Prefer", "handling=strict")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_conditional_delete_deletes_one_and_refuses_several() throws Exception {
        for (var id : List.of("d1", "d2", "d3")) {
            var value = id.equals("d3") ? "single" : "double";
            var body = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"identifier\":[{\"value\":\"" + value
                    + "\"}]}";
            assertThat(send("PUT", "/Patient/" + id, body).statusCode()).isEqualTo(201);
        }
        assertThat(send("DELETE", "/Patient?identifier=double", "").statusCode())
                .isEqualTo(412);
        assertThat(send("DELETE", "/Patient?identifier=single", "").statusCode())
                .isEqualTo(204);
        assertThat(send("DELETE", "/Patient?identifier=single", "").statusCode())
                .isEqualTo(204);
        assertThat(send("GET", "/Patient/d3", "").statusCode()).isEqualTo(410);
        assertThat(send("GET", "/Patient/d1", "").statusCode()).isEqualTo(200);
        assertThat(send("DELETE", "/Patient", "").statusCode()).isEqualTo(400);
    }

    @Test
    void the_history_of_a_type_is_paged_and_begins_where_it_is_asked_to() throws Exception {
        for (var n = 0; n < 3; n++) {
            assertThat(send("PUT", "/Device/h", "{\"resourceType\":\"Device\",\"id\":\"h\"}")
                            .statusCode())
                    .isIn(200, 201);
            assertThat(send(
                                    "PUT",
                                    "/Group/h",
                                    "{\"resourceType\":\"Group\",\"id\":\"h\",\"type\":\"person\",\"actual\":true}")
                            .statusCode())
                    .isIn(200, 201);
        }
        var first = parsed(Bundle.class, send("GET", "/Device/_history?_count=2", ""));
        assertThat(first.getEntry()).extracting(e -> e.getResponse().getEtag()).containsExactly("W/\"3\"", "W/\"2\"");
        assertThat(send("DELETE", "/Device/h", "").statusCode()).isEqualTo(204);
        var second = parsed(Bundle.class, send("GET", first.getLink("next").getUrl(), ""));
        assertThat(second.getEntry()).extracting(e -> e.getResponse().getEtag()).containsExactly("W/\"1\"");
        assertThat(second.getLink("next")).isNull();
        var all = parsed(Bundle.class, send("GET", "/_history?_count=3", ""));
        assertThat(all.getEntry())
                .extracting(e -> e.getRequest().getMethod().toCode() + " "
                        + e.getFullUrl().substring(base.length()))
                .containsExactly("DELETE /Device/h", "PUT /Group/h", "PUT /Device/h");
        assertThat(parsed(Bundle.class, send("GET", "/Device/_history?_since=2027-01-01T00:00:00Z", ""))
                        .getEntry())
                .isEmpty();
        assertThat(parsed(Bundle.class, send("GET", "/Device/h/_history?_at=2026-03", ""))
                        .getTotal())
                .isEqualTo(4);
        assertThat(parsed(Bundle.class, send("GET", "/Device/h/_history?_at=2026-03-01T11:59Z", ""))
                        .getTotal())
                .as("before it was")
                .isZero();
        assertThat(send("GET", "/Device/_history?_at=yesterday", "").statusCode())
                .isEqualTo(400);
        assertThat(send("GET", "/Device/_history?_since=yesterday", "").statusCode())
                .isEqualTo(400);
        assertThat(send("GET", "/Device/_history?_page=abc", "").statusCode()).isEqualTo(400);
    }

    @Test
    void a_summary_has_the_elements_that_it_should_and_says_so() throws Exception {
        var body = "{\"resourceType\":\"Patient\",\"id\":\"part\",\"text\":{\"status\":\"generated\",\"div\":"
                + "\"<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">x</div>\"},\"active\":true,\"birthDate\":\"1970\","
                + "\"contact\":[{\"gender\":\"other\"}],\"link\":[{\"other\":{\"reference\":\"Patient/2\"},\"type\":\"seealso\"}]}";
        assertThat(send("PUT", "/Patient/part", body).statusCode()).isEqualTo(201);
        var summary = parsed(Patient.class, send("GET", "/Patient/part?_summary=true", ""));
        assertThat(summary.hasContact() || summary.hasText()).isFalse();
        assertThat(summary.getLinkFirstRep().getOther().getReference()).isEqualTo("Patient/2");
        assertThat(summary.getMeta().getTag()).extracting(t -> t.getCode()).containsExactly("SUBSETTED");
        var named = parsed(Bundle.class, send("GET", "/Patient?_id=part&_elements=birthDate", ""));
        var patient = (Patient) named.getEntryFirstRep().getResource();
        assertThat(patient.hasContact() || patient.hasText()).isFalse();
        assertThat(patient.getBirthDateElement().getValueAsString()).isEqualTo("1970");
        assertThat(patient.hasActive()).as("a modifier is never left out").isTrue();
        assertThat(parsed(Patient.class, send("GET", "/Patient/part?_summary=text", ""))
                        .hasText())
                .isTrue();
        assertThat(parsed(Patient.class, send("GET", "/Patient/part?_summary=data", ""))
                        .hasText())
                .isFalse();
        assertThat(send("GET", "/Patient/part?_summary=some", "").statusCode()).isEqualTo(400);
    }

    @Test
    void a_batch_patches_pages_and_knows_what_the_client_knows() throws Exception {
        assertThat(send("PUT", "/Patient/b7", "{\"resourceType\":\"Patient\",\"id\":\"b7\"}")
                        .statusCode())
                .isEqualTo(201);
        var patch = Base64.getEncoder()
                .encodeToString(
                        "[{\"op\":\"add\",\"path\":\"/active\",\"value\":true}]".getBytes(StandardCharsets.UTF_8));
        for (var kind : List.of("batch", "transaction")) {
            var answer = parsed(
                    Bundle.class,
                    send(
                            "POST",
                            "",
                            "{\"resourceType\":\"Bundle\",\"type\":\"" + kind + "\",\"entry\":["
                                    + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/b7/_history\"}},"
                                    + "{\"request\":{\"method\":\"PATCH\",\"url\":\"Patient/b7\"},\"resource\":{\"resourceType\":\"Binary\","
                                    + "\"contentType\":\"application/json-patch+json\",\"data\":\"" + patch + "\"}},"
                                    + "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/b7\",\"ifNoneMatch\":\"*\"}}]}",
                            "Prefer",
                            "return=representation"));
            assertThat(answer.getEntry())
                    .extracting(e -> e.getResponse().getStatus())
                    .containsExactly("200 OK", "200 OK", "304 Not Modified");
            assertThat(((Patient) answer.getEntry().get(1).getResource()).getActive())
                    .isTrue();
            assertThat(((Bundle) answer.getEntryFirstRep().getResource()).getTotal())
                    .isEqualTo(kind.equals("batch") ? 2 : 3);
        }
    }

    @Test
    void what_is_included_comes_with_the_matches_and_is_not_counted() throws Exception {
        for (var body : List.of(
                "{\"resourceType\":\"Organization\",\"id\":\"io\",\"name\":\"A\"}",
                "{\"resourceType\":\"Patient\",\"id\":\"ip\",\"managingOrganization\":{\"reference\":\"Organization/io\"}}",
                "{\"resourceType\":\"Observation\",\"id\":\"ib\",\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/ip\"}}",
                "{\"resourceType\":\"Provenance\",\"id\":\"iv\",\"target\":[{\"reference\":\"Observation/ib\"}],\"recorded\":\"2026-03-01T12:00:00Z\","
                        + "\"agent\":[{\"who\":{\"reference\":\"Organization/io\"}}]}")) {
            var type = body.split("\"", -1)[3];
            assertThat(send("PUT", "/" + type + "/" + body.split("\"", -1)[7], body)
                            .statusCode())
                    .isEqualTo(201);
        }
        var found = parsed(
                Bundle.class,
                send(
                        "GET",
                        "/Observation?_id=ib&_include=Observation:subject&_include:iterate=Patient:organization"
                                + "&_revinclude=Provenance:target",
                        ""));
        assertThat(found.getTotal()).isEqualTo(1);
        assertThat(found.getEntry())
                .extracting(e ->
                        e.getSearch().getMode().toCode() + " " + e.getResource().getIdPart())
                .containsExactlyInAnyOrder("match ib", "include ip", "include io", "include iv");
        assertThat(parsed(Bundle.class, send("GET", "/Patient/ip/$everything", ""))
                        .getEntry())
                .as("a Provenance is in the record of what it speaks of")
                .extracting(e -> e.getResource().getIdPart())
                .containsExactlyInAnyOrder("ip", "ib", "iv", "io");
        for (var wrong : List.of(
                "_include=Observation",
                "_include=Observation:colour",
                "_revinclude=*",
                "_revinclude=Observation:code")) {
            assertThat(send("GET", "/Observation?_id=ib&" + wrong, "").statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void head_answers_as_get_does_but_without_the_body() throws Exception {
        assertThat(send("PUT", "/Patient/head", "{\"resourceType\":\"Patient\",\"id\":\"head\"}")
                        .statusCode())
                .isEqualTo(201);
        for (var path : List.of("/Patient/head", "/Patient?_id=head", "/Patient/none", "/metadata")) {
            var got = send("GET", path, "");
            var head = send("HEAD", path, "");
            assertThat(head.statusCode()).as(path).isEqualTo(got.statusCode());
            assertThat(head.body()).isEmpty();
            for (var header : List.of("Content-Type", "ETag", "Last-Modified", "Content-Length")) {
                assertThat(head.headers().firstValue(header))
                        .as("%s of %s", header, path)
                        .isEqualTo(got.headers().firstValue(header));
            }
        }
    }

    @Test
    void what_belongs_to_a_resource_is_searched_below_it() throws Exception {
        var subject = "\"status\":\"final\",\"code\":{\"text\":\"x\"},\"subject\":{\"reference\":\"Patient/%s\"}";
        for (var body : List.of(
                "{\"resourceType\":\"Patient\",\"id\":\"c1\"}",
                "{\"resourceType\":\"Patient\",\"id\":\"c2\",\"link\":[{\"other\":{\"reference\":\"Patient/c1\"},\"type\":\"seealso\"}]}",
                "{\"resourceType\":\"Observation\",\"id\":\"co1\"," + subject.formatted("c1") + "}",
                "{\"resourceType\":\"Observation\",\"id\":\"co2\",\"performer\":[{\"reference\":\"Patient/c1\"}],"
                        + subject.formatted("c2") + "}",
                "{\"resourceType\":\"Observation\",\"id\":\"co3\"," + subject.formatted("c2") + "}")) {
            var parts = body.split("\"", -1);
            assertThat(send("PUT", "/" + parts[3] + "/" + parts[7], body).statusCode())
                    .isEqualTo(201);
        }
        var found = parsed(Bundle.class, send("GET", "/Patient/c1/Observation?_sort=_id&_count=1", ""));
        assertThat(found.getTotal()).isEqualTo(2);
        assertThat(found.getLink("self").getUrl()).startsWith(base + "/Patient/c1/Observation?");
        assertThat(parsed(Bundle.class, send("GET", found.getLink("next").getUrl(), ""))
                        .getEntryFirstRep()
                        .getResource()
                        .getIdPart())
                .isEqualTo("co2");
        var form = send(
                "POST",
                "/Patient/c1/Observation/_search",
                "_id=co2",
                "Content-Type",
                "application/x-www-form-urlencoded");
        assertThat(parsed(Bundle.class, form).getTotal()).isEqualTo(1);
        assertThat(parsed(Bundle.class, send("GET", "/Patient/c1/*", "")).getEntry())
                .extracting(e -> e.getResource().getIdPart())
                .containsExactlyInAnyOrder("c1", "c2", "co1", "co2");
    }

    @Test
    void below_nobody_is_as_little_as_below_somebody_without_data() throws Exception {
        assertThat(parsed(Bundle.class, send("GET", "/Patient/nobody/Observation", ""))
                        .getTotal())
                .as("nobody is as empty as somebody without data")
                .isZero();
        for (var wrong :
                List.of("/Patient/c1/Location", "/Observation/co1/Patient", "/Patient/c1/Observation?colour=x")) {
            assertThat(send("GET", wrong, "").statusCode()).as(wrong).isEqualTo(400);
        }
        assertThat(send("GET", "/Patient/c1/observation", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/Observation?_compartment:Patient=c1", "").statusCode())
                .as("the node's own name for it is no parameter")
                .isEqualTo(400);
    }

    @Test
    void all_types_are_searched_at_once() throws Exception {
        assertThat(send(
                                "PUT",
                                "/Group/sys",
                                "{\"resourceType\":\"Group\",\"id\":\"sys\",\"type\":\"person\",\"actual\":true,"
                                        + "\"meta\":{\"tag\":[{\"code\":\"sys\"}]}}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(send(
                                "PUT",
                                "/Device/sys",
                                "{\"resourceType\":\"Device\",\"id\":\"sys\",\"meta\":{\"tag\":[{\"code\":\"sys\"}]}}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(parsed(Bundle.class, send("GET", "?_tag=sys", "")).getTotal())
                .isEqualTo(2);
        var devices = parsed(
                Bundle.class,
                send(
                        "POST",
                        "/_search",
                        "_tag=sys&_type=Device,Patient",
                        "Content-Type",
                        "application/x-www-form-urlencoded"));
        assertThat(devices.getEntry())
                .extracting(e -> e.getResource().fhirType())
                .containsExactly("Device");
    }
}
