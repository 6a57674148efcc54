package org.healthsphere.federation.research;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.keys.Signer;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * What a member says, signed by it: {@code {"signature": ..., "statement": {"from": ..., "type": ..., ...}}} in canonical JSON.
 * There is one spelling; any other is refused.
 *
 * @param digest SHA-256 of the canonical statement, by which others refer to it
 */
public record SignedStatement(NodeId from, JsonNode statement, Bytes signature, Sha256 digest) {
    private static final int MAX_BYTES = 4 << 20;

    /** Signs a statement; {@code from} is put in. */
    public static SignedStatement sign(ObjectNode statement, NodeId self, Signer signer) {
        var complete = statement.deepCopy().put("from", self.value());
        var bytes = CanonicalJson.of(complete);
        return new SignedStatement(self, complete, Bytes.of(signer.sign(bytes)), Sha256.of(bytes));
    }

    /** The statement, if a member signed it. */
    public static Outcome<SignedStatement> read(Bytes message, MemberKeys members) {
        if (message.length() > MAX_BYTES) {
            return Outcome.failed(new Fault.TooCostly("a message of more than " + MAX_BYTES + " bytes"));
        }
        return StrictObject.read(message.array(), SignedStatement::unverified)
                .then(statement -> Arrays.equals(CanonicalJson.of(statement.json()), message.array())
                        ? statement.verified(members)
                        : Outcome.failed(new Fault.Invalid("not in canonical form")));
    }

    /** As {@link #read(Bytes, MemberKeys)}, for a statement that another one quotes. */
    public static Outcome<SignedStatement> read(JsonNode quoted, MemberKeys members) {
        return StrictObject.read(quoted, SignedStatement::unverified)
                .then(statement -> statement.json().equals(quoted)
                        ? statement.verified(members)
                        : Outcome.failed(new Fault.Invalid("not in canonical form")));
    }

    public JsonNode json() {
        var json = JsonNodeFactory.instance.objectNode().put("signature", signature.base64url());
        return json.set("statement", statement);
    }

    public Bytes bytes() {
        return Bytes.of(CanonicalJson.of(json()));
    }

    private static SignedStatement unverified(StrictObject json) {
        var signature = JsonBytes.read(json, "signature");
        var statement = json.any("statement");
        var from = json.part("statement", said -> JsonBytes.node(said, "from"));
        return new SignedStatement(from, statement, signature, Sha256.of(CanonicalJson.of(statement)));
    }

    private Outcome<SignedStatement> verified(MemberKeys members) {
        return members.of(from)
                        .filter(key -> key.verifies(CanonicalJson.of(statement), signature.array()))
                        .isPresent()
                ? Outcome.of(this)
                : Outcome.failed(new Fault.Unauthenticated("not signed by the member that it is from"));
    }
}
