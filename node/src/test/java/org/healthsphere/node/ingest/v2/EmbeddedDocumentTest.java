package org.healthsphere.node.ingest.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.v2.Messages.message;
import static org.healthsphere.node.ingest.v2.Messages.pid;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.cda.CdaFeed;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** C-CDA documents that come inside of messages. */
class EmbeddedDocumentTest {
    private static final String DOCUMENT = """
        <ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><id root="2.999.9" extension="D1"/>
        <code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/><title>A summary</title><effectiveTime value="20240102030405-0500"/>
        <recordTarget><patientRole><id root="2.999.1" extension="%s"/><patient><name><family>Other</family></name></patient></patientRole></recordTarget>
        <component><structuredBody><component><section><code code="30954-2" codeSystem="2.16.840.1.113883.6.1"/><text>told</text><entry>
        <observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.2"/><id root="2.999.5" extension="r1"/>
        <code code="4548-4" codeSystem="2.16.840.1.113883.6.1"/><statusCode code="completed"/><effectiveTime value="20240102"/>
        <value xsi:type="PQ" value="6.1" unit="%%"/></observation></entry></section></component></structuredBody></component></ClinicalDocument>
        """;

    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new V2Feed(Map.of(), Optional.of(new CdaFeed())), new CdaFeed());
    }

    private static String mdm(String document) {
        return message(
                "MDM^T02",
                "1",
                pid("7", "Muster^Maria"),
                "TXA|1|CN|text/xml|20240102030405||||||||d1^LAB|||||AU",
                "OBX|1|ED|34133-9^Summary^LN||^text^xml^Base64^"
                        + Base64.getEncoder().encodeToString(document.getBytes(StandardCharsets.UTF_8)) + "||||||F");
    }

    @Test
    void what_a_document_inside_of_a_message_says_is_in_the_record() {
        kit.stored("v2", mdm(DOCUMENT.formatted("7")));

        var result = kit.the("Observation");
        assertThat(result.at("/code/coding/0/code").asText()).isEqualTo("4548-4");
        assertThat(result.at("/valueQuantity/value").decimalValue()).isEqualByComparingTo("6.1");
        assertThat(kit.the("Composition").path("title").asText()).isEqualTo("A summary");
        assertThat(kit.the("Patient").at("/name/0/family").asText()).isEqualTo("Muster");
        assertThat(kit.the("Binary").path("contentType").asText()).isEqualTo("text/xml");
        assertThat(kit.the("Provenance").path("target").size())
                .as("everything has its origin")
                .isEqualTo(kit.all("Observation").size()
                        + kit.all("Composition").size()
                        + kit.all("Patient").size()
                        + kit.all("Binary").size()
                        + kit.all("DocumentReference").size());
    }

    @Test
    void a_document_of_another_patient_stays_a_scan() {
        kit.stored("v2", mdm(DOCUMENT.formatted("8")));

        assertThat(kit.all("Observation")).isEmpty();
        assertThat(kit.all("Patient")).hasSize(1);
        assertThat(kit.all("Binary")).hasSize(1);
        assertThat(kit.ingest.coverage("north").leftOut()).isPositive();
    }

    @Test
    void a_document_that_is_none_stays_a_scan() {
        kit.stored(
                "v2",
                mdm("<!DOCTYPE a [<!ENTITY b SYSTEM"
                        + " \"file:///etc/passwd\">]><ClinicalDocument>&b;</ClinicalDocument>"));

        assertThat(kit.all("Observation")).isEmpty();
        assertThat(kit.all("Binary").stream()
                        .map((JsonNode binary) -> binary.path("contentType").asText()))
                .containsExactly("text/xml");
        assertThat(kit.ingest.coverage("north").leftOut()).isPositive();
    }
}
