package org.healthsphere.node.validation;

import java.util.regex.Pattern;

/** Parts of C-CDA documents as guides print them, put into a document. */
final class Fragments {
    private static final Pattern BEFORE =
            Pattern.compile("\\A\\uFEFF?\\s*(?:<\\?.*?\\?>\\s*|<!--.*?-->\\s*)*", Pattern.DOTALL);
    private static final String NUMBER = "<id root=\"2.999.1\" extension=\"7\"/>";
    private static final String PATIENT = """
            <recordTarget><patientRole>\
            """ + NUMBER + """
            <patient><name><given>Maria</given><family>Muster</family></name>
            <administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/><birthTime value="19450102"/></patient></patientRole></recordTarget>\
            """;
    private static final String DOCUMENT = """
        <ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:sdtc="urn:hl7-org:sdtc" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <id root="2.999.9" extension="D1"/><code code="34133-9" codeSystem="2.16.840.1.113883.6.1"/><title>A summary</title>
        <effectiveTime value="20240102030405-0500"/>%s
        <author><time value="2024"/><assignedAuthor><id root="2.999.4" extension="D7"/></assignedAuthor></author>
        <custodian><assignedCustodian><representedCustodianOrganization><name>North</name></representedCustodianOrganization></assignedCustodian></custodian>
        <component><structuredBody>%s</structuredBody></component></ClinicalDocument>\
        """;

    private Fragments() {}

    /** A document as it is; of anything less one that holds it. */
    static String whole(String text) {
        var plain = BEFORE.matcher(text).replaceFirst("");
        if (plain.startsWith("<ClinicalDocument ") || plain.startsWith("<ClinicalDocument\n")) {
            return plain;
        } else if (plain.startsWith("<recordTarget")) {
            return DOCUMENT.formatted(plain.replaceFirst("<id nullFlavor=\"NI\" */>", NUMBER), "");
        } else if (plain.startsWith("<component")) {
            return DOCUMENT.formatted(PATIENT, plain);
        }
        return DOCUMENT.formatted(PATIENT, "<component>" + plain + "</component>");
    }
}
