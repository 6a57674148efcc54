package org.healthsphere.node.fhir;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Whether bytes are UTF-8 (RFC 3629): two readers of anything else could read two things. */
final class Utf8 {
    private static final int PIECE = 8_192;

    private Utf8() {}

    static boolean isWellFormed(byte[] bytes) {
        var at = 0;
        while (at < bytes.length && bytes[at] >= 0) {
            at++;
        }
        return at == bytes.length || decodes(bytes, at);
    }

    private static boolean decodes(byte[] bytes, int from) {
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        var in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        var out = CharBuffer.allocate(PIECE);
        var result = decoder.decode(in, out, true);
        while (result.isOverflow()) {
            out.clear();
            result = decoder.decode(in, out, true);
        }
        return !result.isError();
    }
}
