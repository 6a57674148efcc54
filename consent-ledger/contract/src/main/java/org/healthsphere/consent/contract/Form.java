package org.healthsphere.consent.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** A directive as it reached the contract: an object with exactly the fields of its operation, each in its form. */
record Form(ObjectNode json) {
    private static final int LARGEST = 72 * 1024;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    static Outcome<Form> parse(String text, Operation operation) {
        if (text.length() > LARGEST) {
            return Outcome.failed(new Fault.Invalid("too large"));
        }
        try {
            return JSON.readTree(text) instanceof ObjectNode object
                    ? checked(object, operation)
                    : Outcome.failed(new Fault.Invalid("not a JSON object"));
        } catch (JsonProcessingException _) {
            return Outcome.failed(new Fault.Invalid("not a JSON object"));
        }
    }

    private static Outcome<Form> checked(ObjectNode object, Operation operation) {
        var fields = operation.fields();
        var optional = operation.optional();
        List<Problem> problems = new ArrayList<>();
        object.fieldNames().forEachRemaining(name -> {
            if (!fields.containsKey(name) && !optional.containsKey(name)) {
                problems.add(new Problem("unknown", "a field that this operation does not have"));
            }
        });
        fields.forEach((name, field) -> {
            if (!field.fits(object.path(name))) {
                problems.add(new Problem(name, field.words()));
            }
        });
        optional.forEach((name, field) -> {
            if (object.has(name) && !field.fits(object.path(name))) {
                problems.add(new Problem(name, field.words()));
            }
        });
        return problems.isEmpty() ? Outcome.of(new Form(object)) : Outcome.failed(new Fault.Invalid(problems));
    }

    /** A document that the contract itself wrote. */
    static ObjectNode stored(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the ledger holds what this contract never wrote", e);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    String text(String field) {
        return json.path(field).asText();
    }

    long count(String field) {
        return json.path(field).asLong();
    }

    Bytes canonical() {
        return canonical(json);
    }

    static Bytes canonical(JsonNode json) {
        return Bytes.of(CanonicalJson.of(json));
    }

    /** What the patient's key signed of it: the operation and every field but the signature. */
    Bytes signedForm(String operation) {
        var form = json.deepCopy().put("operation", operation);
        form.remove("signature");
        return canonical(form);
    }

    /** What the patient's key signed to end a consent: nothing of the key, so that any of the patient's keys may. */
    static Bytes signedRevocation(String id) {
        return canonical(object().put("operation", "revoke").put("id", id));
    }
}
