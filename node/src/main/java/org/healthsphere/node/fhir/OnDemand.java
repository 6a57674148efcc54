package org.healthsphere.node.fhir;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.UUID;
import org.healthsphere.specs.Bytes;

/** The document that is made when it is fetched: a Continuity of Care Document of what the network releases (US Core, $docref with on-demand). */
final class OnDemand {
    private static final String LOINC = "http://loinc.org";
    private static final String CCD = "34133-9";
    private static final String RECORDS = "/fhir";
    private static final String DOCUMENTS = "/mhd";

    private OnDemand() {}

    /** Whether it is among the types that are asked for; none is each. */
    static boolean isOf(List<String> types) {
        return types.isEmpty() || types.contains(CCD) || types.contains(LOINC + "|" + CCD);
    }

    /** The Bundle with it alone. */
    static Bytes bundle(String base, String patient) {
        var bundle = bundle(1);
        var entry = bundle.putArray("entry").addObject();
        var name = UUID.nameUUIDFromBytes(
                Bytes.utf8("ccd of " + patient + " at " + base).array());
        entry.put("fullUrl", "urn:uuid:" + name);
        entry.set("resource", reference(base, patient));
        entry.putObject("search").put("mode", "match");
        return Bytes.utf8(bundle.toString());
    }

    /** The Bundle without it, for who asks about nobody whom he may see. */
    static Bytes nothing() {
        return Bytes.utf8(bundle(0).toString());
    }

    private static ObjectNode bundle(int total) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("type", "searchset")
                .put("total", total);
    }

    private static ObjectNode reference(String base, String patient) {
        var reference = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "DocumentReference")
                .put("status", "current");
        coding(reference.putObject("type"), LOINC, CCD);
        coding(
                reference.putArray("category").addObject(),
                "http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
                "clinical-note");
        reference.putObject("subject").put("reference", "Patient/" + patient);
        var content = reference.putArray("content").addObject();
        content.putObject("attachment")
                .put("contentType", "text/xml")
                .put("url", documents(base) + "/patients/" + patient + "/ccd")
                .put("title", "Continuity of Care Document");
        content.putObject("format")
                .put("system", "http://terminology.hl7.org/CodeSystem/v3-HL7DocumentFormatCodes")
                .put("code", "urn:hl7-org:sdwg:ccda-structuredBody:2.1");
        return reference;
    }

    private static void coding(ObjectNode concept, String system, String code) {
        concept.putArray("coding").addObject().put("system", system).put("code", code);
    }

    /** The interface for documents lies beside the one for records. */
    private static String documents(String base) {
        return base.endsWith(RECORDS) ? base.substring(0, base.length() - RECORDS.length()) + DOCUMENTS : base;
    }
}
