package org.healthsphere.node.demo.feeds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.node.ingest.Ids;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.outbound.cda.ClinicalDocument;
import org.healthsphere.node.outbound.cda.ClinicalDocument.About;
import org.healthsphere.node.outbound.cda.ClinicalDocument.Kind;
import org.healthsphere.node.outbound.cda.ClinicalDocument.RecordNumber;
import org.healthsphere.specs.Bytes;

/** A chart as a Continuity of Care Document (C-CDA R2.1). */
final class CdaWriter {
    private static final String SOCIAL_SECURITY = "2.16.840.1.113883.4.1";

    private CdaWriter() {}

    static List<Bytes> documents(Chart chart) {
        var last = chart.encounters().isEmpty()
                ? ""
                : chart.encounters().getLast().at("/period/start").asText();
        var numbers = new ArrayList<>(List.of(new RecordNumber(chart.hospital().authority(), chart.number())));
        Json.elements(chart.patient().path("identifier"))
                .filter(i -> i.at("/type/coding/0/code").asText().equals("SS"))
                .forEach(i -> numbers.add(
                        new RecordNumber(SOCIAL_SECURITY, i.path("value").asText())));
        var about = new About(
                Kind.CCD, chart.hospital().title(), Ids.digest("document", chart.number(), last), last, numbers, "");
        List<ObjectNode> told = new ArrayList<>(chart.encounters());
        told.addAll(chart.records());
        return List.of(ClinicalDocument.of(about, chart.patient(), told));
    }
}
