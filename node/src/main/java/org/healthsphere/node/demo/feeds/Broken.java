package org.healthsphere.node.demo.feeds;

import java.util.List;
import org.healthsphere.specs.Bytes;

/** Messages as no hospital means to send them, and every hospital does. */
final class Broken {
    private Broken() {}

    static List<Bytes> of(Hospital hospital) {
        return switch (hospital) {
            case NORTH -> List.of(Bytes.utf8(WITHOUT_NUMBER), Bytes.utf8(UNKNOWN_EVENT));
            case RIVER -> List.of(Bytes.utf8(WRONG_ELEMENT));
            case LAKE -> List.of(Bytes.utf8(CUT_OFF));
        };
    }

    private static final String WITHOUT_NUMBER =
            "MSH|^~\\&|REGISTRATION|NORTHFIELD|HEALTHSPHERE|NORTHFIELD|20200101120000+0000||"
                    + "ADT^A04^ADT_A01|BROKEN-1|P|2.5.1\rEVN|A04|20200101120000+0000\rPID|1||||Nobody^No\rPV1|1|O\r";

    private static final String UNKNOWN_EVENT =
            "MSH|^~\\&|REGISTRATION|NORTHFIELD|HEALTHSPHERE|NORTHFIELD|20200101120000+0000||"
                    + "ADT^Z99|BROKEN-2|P|2.5.1\rPID|1||N1^^^NORTHFIELD^MR\r";

    private static final String WRONG_ELEMENT =
            "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":"
                    + "{\"resourceType\":\"Observation\",\"status\":\"final\",\"colour\":\"green\"},"
                    + "\"request\":{\"method\":\"POST\",\"url\":\"Observation\"}}]}";

    private static final String CUT_OFF = "<?xml version=\"1.0\"?><ClinicalDocument xmlns=\"urn:hl7-org:v3\">"
            + "<id root=\"2.999.3.2\" extension=\"cut-off\"/><recordTarget><patientRole>";
}
