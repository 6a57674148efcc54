package org.healthsphere.terminology.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.Canonical;

/** A compiled file: mapped or in memory, read where it lies. */
public final class Txi {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode header;
    private final Map<Section, ByteBuffer> sections;
    private final Sha256 sha256;

    private Txi(JsonNode header, Map<Section, ByteBuffer> sections, Sha256 sha256) {
        this.header = header;
        this.sections = sections;
        this.sha256 = sha256;
    }

    /** Reads the file; IllegalArgumentException when it is none, which the digest of its name would have shown. */
    public static Txi of(ByteBuffer bytes) {
        var file = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (file.remaining() < TxiWriter.FIXED || file.getLong(0) != TxiWriter.MAGIC) {
            throw new IllegalArgumentException("not a compiled terminology file");
        }
        var count = file.getInt(12);
        Map<Section, ByteBuffer> sections = new EnumMap<>(Section.class);
        for (var i = 0; i < count; i++) {
            var entry = TxiWriter.FIXED + i * TxiWriter.TABLE_ENTRY;
            sections.put(
                    Section.of(file.getInt(entry)),
                    file.slice(file.getInt(entry + 4), file.getInt(entry + 8)).order(ByteOrder.LITTLE_ENDIAN));
        }
        var head = new byte[file.getInt(8)];
        file.get(TxiWriter.FIXED + count * TxiWriter.TABLE_ENTRY, head);
        return new Txi(header(head), sections, digest(bytes));
    }

    private static JsonNode header(byte[] head) {
        try {
            return JSON.readTree(head);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a compiled terminology file", e);
        }
    }

    private static Sha256 digest(ByteBuffer bytes) {
        var all = new byte[bytes.remaining()];
        bytes.get(bytes.position(), all);
        return Sha256.of(all);
    }

    /** The digest of the bytes, by which the file is named and pinned. */
    public Sha256 sha256() {
        return sha256;
    }

    public Kind kind() {
        return Kind.valueOf(header.path("kind").asText());
    }

    public Canonical id() {
        return new Canonical(header.path("url").asText(), header.path("version").asText());
    }

    public String title() {
        return header.path("title").asText();
    }

    /** The digest of the source it was compiled from. */
    public Sha256 source() {
        return new Sha256(header.path("source").asText());
    }

    public String licence() {
        return header.path("licence").asText();
    }

    JsonNode header() {
        return header;
    }

    IntBuffer ints(Section section) {
        return bytes(section).asIntBuffer();
    }

    ByteBuffer bytes(Section section) {
        return sections.getOrDefault(section, EMPTY);
    }

    /** What a compiled file holds. */
    public enum Kind {
        CODE_SYSTEM,
        CONCEPT_MAP,
        VALUE_SET
    }
}
