package org.healthsphere.node.fhir;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.healthsphere.specs.Bytes;

/** Writes JSON around bytes that are JSON already. */
final class Json {
    private final ByteArrayOutputStream out;

    Json(int expected) {
        this.out = new ByteArrayOutputStream(expected);
    }

    static byte[] quoted(String text) {
        var inner = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        var quoted = new byte[inner.length + 2];
        quoted[0] = '"';
        System.arraycopy(inner, 0, quoted, 1, inner.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    /** Text that is JSON. */
    @CanIgnoreReturnValue
    Json raw(String json) {
        out.writeBytes(json.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    @CanIgnoreReturnValue
    Json raw(Bytes json) {
        out.writeBytes(json.array());
        return this;
    }

    @CanIgnoreReturnValue
    Json string(String text) {
        out.writeBytes(quoted(text));
        return this;
    }

    Bytes bytes() {
        return Bytes.of(out.toByteArray());
    }
}
