package org.healthsphere.terminology.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.ConceptMap;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.NamingSystem;
import org.healthsphere.terminology.content.ValueSet;

/** A compiled file: mapped or in memory, read where it lies. */
public final class Txi {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode header;
    private final Map<Section, ByteBuffer> sections;
    private final Sha256 sha256;
    private final ByteBuffer whole;

    private Txi(JsonNode header, Map<Section, ByteBuffer> sections, Sha256 sha256, ByteBuffer whole) {
        this.whole = whole;
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
        return new Txi(header(head), sections, digest(bytes), file);
    }

    private static JsonNode header(byte[] head) {
        try {
            return JSON.readTree(head);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a compiled terminology file", e);
        }
    }

    /** Reads the bytes where they lie: a mapped file is not copied. */
    private static Sha256 digest(ByteBuffer bytes) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes.duplicate());
            return new Sha256(HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The digest of the bytes, by which the file is named and pinned. */
    public Sha256 sha256() {
        return sha256;
    }

    /** The bytes of the file. */
    public byte[] copy() {
        var bytes = new byte[whole.remaining()];
        whole.get(whole.position(), bytes);
        return bytes;
    }

    /** In bytes. */
    public long size() {
        return whole.remaining();
    }

    /** Whether it is of the format that is written today. */
    public boolean isCurrent() {
        return header.path("format").asInt() == Compiler.FORMAT;
    }

    /** The kind of file that the content is compiled to. */
    public static Kind kindOf(Content content) {
        return switch (content) {
            case CodeSystem _ -> Kind.CODE_SYSTEM;
            case ConceptMap _ -> Kind.CONCEPT_MAP;
            case NamingSystem _ -> Kind.NAMING_SYSTEM;
            case ValueSet _ -> Kind.VALUE_SET;
        };
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
        NAMING_SYSTEM,
        VALUE_SET
    }
}
