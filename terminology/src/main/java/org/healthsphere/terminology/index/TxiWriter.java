package org.healthsphere.terminology.index;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Map;
import org.healthsphere.specs.CanonicalJson;

/**
 * Writes a {@code .txi} file: magic, header and section table, then the sections, everything little-endian and aligned to
 * eight bytes.
 *
 * <p>A pure function of what is put in: no clock, no order of arrival, no machine.
 */
final class TxiWriter {
    static final long MAGIC = 0x31_49_58_54_53_48L;
    static final int FIXED = 16;
    static final int TABLE_ENTRY = 12;

    private final ObjectNode header;
    private final Map<Section, byte[]> sections = new EnumMap<>(Section.class);

    TxiWriter(ObjectNode header) {
        this.header = header;
    }

    @CanIgnoreReturnValue
    TxiWriter ints(Section section, int[] values) {
        var buffer = ByteBuffer.allocate(Math.multiplyExact(4, values.length)).order(ByteOrder.LITTLE_ENDIAN);
        buffer.asIntBuffer().put(values);
        return bytes(section, buffer.array());
    }

    @CanIgnoreReturnValue
    TxiWriter bytes(Section section, byte[] values) {
        sections.put(section, values);
        return this;
    }

    byte[] toBytes() {
        var head = CanonicalJson.of(header);
        var body = aligned(FIXED + TABLE_ENTRY * sections.size() + head.length);
        var size = body;
        for (var section : sections.values()) {
            size = Math.addExact(size, aligned(section.length));
        }
        var file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(MAGIC).putInt(head.length).putInt(sections.size());
        var offset = body;
        for (var section : sections.entrySet()) {
            file.putInt(section.getKey().number()).putInt(offset).putInt(section.getValue().length);
            file.put(offset, section.getValue());
            offset += aligned(section.getValue().length);
        }
        file.put(head);
        return file.array();
    }

    private static int aligned(int length) {
        return Math.addExact(length, 7) & ~7;
    }
}
