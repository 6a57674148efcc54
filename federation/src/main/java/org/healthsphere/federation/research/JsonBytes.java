package org.healthsphere.federation.research;

import java.util.regex.Pattern;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/** Byte values, digests and member names in the members of a JSON object. */
public final class JsonBytes {
    private static final Pattern BASE64URL = Pattern.compile("[A-Za-z0-9_-]*");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NODE = Pattern.compile("[a-z][a-z0-9-]{1,62}");

    private JsonBytes() {}

    /** Base64url without padding, in its one spelling: unused bits are zero. */
    public static Bytes read(StrictObject json, String name) {
        var text = json.text(name, BASE64URL);
        if (text.length() % 4 == 1) {
            json.problem(name + " is not base64url");
            return Bytes.NONE;
        }
        var bytes = Bytes.base64url(text);
        if (!bytes.base64url().equals(text)) {
            json.problem(name + " is not in the one spelling of base64url");
        }
        return bytes;
    }

    public static Sha256 digest(StrictObject json, String name) {
        var hex = json.text(name, SHA256);
        return hex.isEmpty() ? Sha256.of("") : new Sha256(hex);
    }

    public static NodeId node(StrictObject json, String name) {
        var id = json.text(name, NODE);
        return new NodeId(id.isEmpty() ? "nobody" : id);
    }
}
