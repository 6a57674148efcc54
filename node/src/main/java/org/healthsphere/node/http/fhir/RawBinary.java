package org.healthsphere.node.http.fhir;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Base64;
import org.healthsphere.specs.Bytes;

/** A Binary as what it is, instead of as a resource (FHIR R4, binary). */
final class RawBinary {
    private static final JsonMapper JSON = new JsonMapper();

    private RawBinary() {}

    /** Whether the client sends or wants the content itself. */
    static boolean isMeant(Call call, String mediaTypes) {
        return call.path().type().equals("Binary")
                && !mediaTypes.isEmpty()
                && Format.accepted(mediaTypes).isEmpty();
    }

    /** A resource around what was sent. */
    static Bytes wrapped(Call call) {
        var binary = JsonNodeFactory.instance.objectNode().put("resourceType", "Binary");
        if (!call.path().id().isEmpty()) {
            binary.put("id", call.path().id());
        }
        binary.put("contentType", call.headers().contentType());
        if (!call.headers().securityContext().isEmpty()) {
            binary.putObject("securityContext").put("reference", call.headers().securityContext());
        }
        binary.put(
                "data", Base64.getEncoder().encodeToString(call.content().body().array()));
        return Bytes.utf8(binary.toString());
    }

    /** The content of a stored resource; a browser neither guesses its type nor runs it. */
    static Answer unwrapped(Answer resource) {
        try {
            var binary = JSON.readTree(resource.body().array());
            return resource.withBody(Bytes.of(
                            Base64.getMimeDecoder().decode(binary.path("data").asText())))
                    .with(Answer.CONTENT_TYPE, binary.path("contentType").asText())
                    .with("X-Content-Type-Options", "nosniff")
                    .with("Content-Security-Policy", "sandbox")
                    .with("Content-Disposition", "attachment");
        } catch (IOException e) {
            throw new IllegalStateException("the store holds something that is no JSON", e);
        }
    }
}
