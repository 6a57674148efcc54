package org.healthsphere.node.ingest.cda;

/** A C-CDA document with one result, for whoever sends one from elsewhere. */
public final class SummaryDocument {
    private SummaryDocument() {}

    /** About the patient of this number, with a result of this test. */
    public static String of(String patient, String test) {
        return """
            <ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><id root="2.999.9" extension="D%2$s"/>
            <code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/><title>A summary</title><effectiveTime value="20240102030405-0500"/>
            <recordTarget><patientRole><id root="2.999.7" extension="%1$s"/><patient><name><given>Maria</given><family>Muster</family></name></patient></patientRole></recordTarget>
            <component><structuredBody><component><section><code code="30954-2" codeSystem="2.16.840.1.113883.6.1"/><text>told</text><entry>
            <observation classCode="OBS" moodCode="EVN"><templateId root="2.16.840.1.113883.10.20.22.4.2"/><id root="2.999.5" extension="r%2$s"/>
            <code code="%2$s" codeSystem="2.16.840.1.113883.6.1"/><statusCode code="completed"/><effectiveTime value="20240102"/>
            <value xsi:type="PQ" value="6.1" unit="%%"/></observation></entry></section></component></structuredBody></component></ClinicalDocument>
            """.formatted(patient, test);
    }
}
