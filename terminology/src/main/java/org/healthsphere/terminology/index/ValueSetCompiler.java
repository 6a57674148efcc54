package org.healthsphere.terminology.index;

import static org.healthsphere.terminology.index.Txi.Kind.VALUE_SET;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.Origin;
import org.healthsphere.terminology.content.ValueSet;

/** Compiles a value set: its definition is in the header, as FHIR writes it. */
final class ValueSetCompiler {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ValueSetCompiler() {}

    static byte[] compile(ValueSet valueSet) {
        var resource = new String(CanonicalJson.of(valueSet.resource()), StandardCharsets.UTF_8);
        return new TxiWriter(Compiler.header(VALUE_SET, valueSet).put("resource", resource)).toBytes();
    }

    /** The value set of a compiled file. */
    static Outcome<ValueSet> read(Txi file) {
        try {
            return ContentReader.requested(
                            JSON.readTree(file.header().path("resource").asText()))
                    .map(read -> new ValueSet(
                            file.id(),
                            file.title(),
                            new Origin("", file.source(), file.licence()),
                            read.compose(),
                            read.resource()));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a compiled value set", e);
        }
    }
}
