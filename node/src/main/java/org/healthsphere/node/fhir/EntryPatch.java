package org.healthsphere.node.fhir;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.healthsphere.node.fhir.patch.FhirPathPatch;
import org.healthsphere.node.fhir.patch.JsonPatch;
import org.healthsphere.node.fhir.patch.Patch;
import org.healthsphere.node.fhir.structure.ElementTable;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** The change in an entry of a Bundle: Parameters hold a FHIRPath Patch, a Binary a JSON Patch (FHIR R4, 3.1.0.11). */
final class EntryPatch {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String JSON_PATCH = "application/json-patch+json";

    private EntryPatch() {}

    static Outcome<Patch> of(Incoming.Entry entry) {
        var draft = entry.resource().orElseThrow();
        return switch (draft.type()) {
            case "Parameters" -> FhirPathPatch.read(ElementTable.r4(), draft.json());
            case "Binary" -> json(draft);
            default -> refused(draft, "is Parameters or a Binary for a patch");
        };
    }

    private static Outcome<Patch> json(Draft draft) {
        try {
            var binary = JSON.readTree(draft.json().array());
            return binary.path("contentType").asText().equals(JSON_PATCH)
                    ? JsonPatch.read(Bytes.of(
                            Base64.getDecoder().decode(binary.path("data").asText())))
                    : refused(draft, "has the content type " + JSON_PATCH);
        } catch (IOException | IllegalArgumentException e) {
            return refused(draft, "has no data in base64");
        }
    }

    private static Outcome<Patch> refused(Draft draft, String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Problem(draft.at(), what))));
    }
}
