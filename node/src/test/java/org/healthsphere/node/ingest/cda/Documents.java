package org.healthsphere.node.ingest.cda;

/** C-CDA documents as tests write them: the sections only. */
final class Documents {
    static final String PATIENT = """
            <recordTarget><patientRole>
              <id root="2.999.1" extension="7"/><id root="2.16.840.1.113883.4.1" extension="999-11-2222"/>
              <addr use="HP"><streetAddressLine>1 Main St</streetAddressLine><city>Salem</city><state>MA</state><postalCode>01970</postalCode></addr>
              <telecom use="MC" value="tel:+1-555-1"/><telecom value="mailto:maria@mail.example"/>
              <patient>
                <name use="L"><given>Maria</given><given>M</given><family>Muster</family></name>
                <name><given>Maria</given><family qualifier="BR">Born</family></name>
                <administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/>
                <birthTime value="19450102"/>
                <maritalStatusCode code="M" codeSystem="2.16.840.1.113883.5.2"/>
                <languageCommunication><languageCode code="en"/><preferenceInd value="true"/></languageCommunication>
              </patient>
            </patientRole></recordTarget>""";

    static final String LOCAL_ASTHMA =
            "<value xsi:type=\"CD\" code=\"AST\" codeSystem=\"2.999.2\" displayName=\"Asthma\"><originalText><reference value=\"#p1\"/></originalText>"
                    + "<translation code=\"195967001\" codeSystem=\"2.16.840.1.113883.6.96\"/></value>";

    private Documents() {}

    static String document(String... sections) {
        return whole(
                PATIENT, "<component><structuredBody>" + String.join("", sections) + "</structuredBody></component>");
    }

    static String whole(String patient, String body) {
        return """
                <?xml version="1.0"?>
                <ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                <id root="2.999.9" extension="D1"/><setId root="2.999.9.1" extension="S1"/>
                <code code="34133-9" codeSystem="2.16.840.1.113883.6.1" displayName="Summary"/><title>A summary</title>
                <effectiveTime value="20240102030405-0500"/><confidentialityCode code="N"/>
                <relatedDocument typeCode="RPLC"><parentDocument><id root="2.999.9" extension="D0"/></parentDocument></relatedDocument>
                <author><time value="2024"/><assignedAuthor><id root="2.999.4" extension="D7"/>
                  <assignedPerson><name><given>Ann</given><family>Example</family></name></assignedPerson></assignedAuthor></author>
                <custodian><assignedCustodian><representedCustodianOrganization><name>North Hospital</name></representedCustodianOrganization></assignedCustodian></custodian>
                """ + patient + body + "</ClinicalDocument>";
    }

    static String section(String code, String text, String... entries) {
        var content = new StringBuilder();
        for (var entry : entries) {
            content.append("<entry>").append(entry).append("</entry>");
        }
        return "<component><section><code code=\"" + code
                + "\" codeSystem=\"2.16.840.1.113883.6.1\"/><title>Title</title><text>" + text + "</text>" + content
                + "</section></component>";
    }

    /** A problem or an allergy in its concern. */
    static String concern(String status, String observation) {
        return "<act classCode=\"ACT\" moodCode=\"EVN\"><statusCode code=\"" + status
                + "\"/><entryRelationship typeCode=\"SUBJ\">" + observation + "</entryRelationship></act>";
    }

    static String observation(String template, String attributes, String content) {
        return "<observation classCode=\"OBS\" moodCode=\"EVN\" " + attributes
                + "><templateId root=\"2.16.840.1.113883.10.20.22.4." + template + "\"/>" + content + "</observation>";
    }

    /** A panel with one result. */
    static String result(String value) {
        return document(section(
                "30954-2",
                "<content ID=\"t\">told above</content>",
                "<organizer classCode=\"BATTERY\" moodCode=\"EVN\"><templateId root=\"2.16.840.1.113883.10.20.22.4.1\"/>"
                        + "<code code=\"PANEL\" codeSystem=\"2.999.2\"/><statusCode code=\"completed\"/><component>"
                        + observation(
                                "2",
                                "",
                                "<code code=\"4548-4\" codeSystem=\"2.16.840.1.113883.6.1\"/><statusCode code=\"completed\"/><effectiveTime value=\"20240102\"/>"
                                        + value.replace('\'', '"')
                                        + "<referenceRange><observationRange><value xsi:type=\"IVL_PQ\"><low value=\"1\"/><high value=\"2\"/></value></observationRange></referenceRange>"
                                        + "<referenceRange><observationRange><text>in winter</text></observationRange></referenceRange>")
                        + "</component></organizer>"));
    }
}
