package org.healthsphere.node.ingest.v2;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.specs.Bytes;

/** The character sets of HL7 table 0211 that a message may be in. */
final class Charsets {
    private static final Map<String, Charset> NAMED = Map.ofEntries(
            Map.entry("ASCII", StandardCharsets.US_ASCII),
            Map.entry("UNICODE UTF-8", StandardCharsets.UTF_8),
            Map.entry("UTF-8", StandardCharsets.UTF_8),
            Map.entry("UNICODE", StandardCharsets.UTF_8),
            Map.entry("8859/1", StandardCharsets.ISO_8859_1));

    /** What not every Java has. */
    private static final Map<String, String> OTHERS =
            Map.of("GB 18030-2000", "GB18030", "BIG-5", "Big5", "KS X 1001", "EUC-KR");

    private Charsets() {}

    /** Empty when it is one that is not understood here. */
    static Optional<Charset> named(String msh18) {
        var name = msh18.strip();
        return Optional.ofNullable(NAMED.get(name)).or(() -> other(name));
    }

    private static Optional<Charset> other(String name) {
        var other = name.matches("8859/([2-9]|1[0-35])")
                ? name.replace("8859/", "ISO-8859-")
                : OTHERS.getOrDefault(name, "");
        return !other.isEmpty() && Charset.isSupported(other) ? Optional.of(Charset.forName(other)) : Optional.empty();
    }

    /** Empty when the bytes are not text in this character set: nothing is replaced silently. */
    static Optional<String> decode(Bytes raw, Charset charset) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(raw.array()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
