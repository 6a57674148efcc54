package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.hl7.fhir.r4.model.AuditEvent;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;

/** Who has looked, over the wire. */
class AuditWireTest extends FhirServer {
    private HttpResponse<String> asAuditor(String method, String path, String form) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : base + path))
                .header("Authorization", "Bearer auditor")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method(method, form.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(form));
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void an_auditor_searches_pages_and_reads() throws Exception {
        assertThat(send("PUT", "/Patient/seen", "{\"resourceType\":\"Patient\",\"id\":\"seen\"}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(send("PUT", "/Patient/seen", "{\"resourceType\":\"Patient\",\"id\":\"seen\",\"active\":true}")
                        .statusCode())
                .isEqualTo(200);
        var found = parsed(Bundle.class, asAuditor("GET", "/AuditEvent?patient=Patient/seen&_count=1", ""));
        var newest = (AuditEvent) found.getEntryFirstRep().getResource();
        assertThat(newest.getAction()).isEqualTo(AuditEvent.AuditEventAction.U);
        assertThat(found.getLink("next")).isNotNull();
        var second = parsed(Bundle.class, asAuditor("GET", found.getLink("next").getUrl(), ""));
        assertThat(((AuditEvent) second.getEntryFirstRep().getResource()).getAction())
                .isIn(AuditEvent.AuditEventAction.C, AuditEvent.AuditEventAction.R);
        var read = parsed(
                AuditEvent.class, asAuditor("GET", found.getEntryFirstRep().getFullUrl(), ""));
        assertThat(read.getIdElement().getIdPart())
                .isEqualTo(newest.getIdElement().getIdPart());
        assertThat(read.getRecorded()).isEqualTo(newest.getRecorded());
        assertThat(read.getEntity()).hasSameSizeAs(newest.getEntity());
        var posted = parsed(Bundle.class, asAuditor("POST", "/AuditEvent/_search", "patient=seen&action=C"));
        assertThat(posted.getEntry()).hasSize(1);
    }

    @Test
    void nobody_else_is_told_and_what_is_not_there_is_not_found() throws Exception {
        var refused = send("GET", "/AuditEvent?patient=seen", "");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(parsed(OperationOutcome.class, refused).getIssue()).hasSize(1);
        assertThat(asAuditor("GET", "/AuditEvent/1-0000", "").statusCode()).isEqualTo(404);
        assertThat(asAuditor("GET", "/AuditEvent?secret=1", "").statusCode()).isEqualTo(400);
    }
}
