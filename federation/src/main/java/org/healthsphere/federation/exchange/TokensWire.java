package org.healthsphere.federation.exchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Outcome;

/** The tokens of a patient in other messages than a {@link RecordQuery}, written as in it. */
public final class TokensWire {
    private TokensWire() {}

    public static Bytes write(PatientTokens tokens) {
        var json = JsonNodeFactory.instance.objectNode();
        QueryWire.write(tokens, json);
        return Bytes.of(CanonicalJson.of(json));
    }

    /** The tokens of these bytes; {@link org.healthsphere.specs.Fault.Invalid} names every malformed field. */
    public static Outcome<PatientTokens> parse(Bytes json) {
        return Fields.parse(json).then(fields -> {
            var tokens = QueryWire.patient(fields);
            return fields.unlessMalformed(() -> tokens);
        });
    }
}
