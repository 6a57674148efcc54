package org.healthsphere.terminology.index;

import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An open hash table from code to concept, laid down in the file. */
final class CodeTable {
    private static final int FREE = 0;

    private CodeTable() {}

    /** How the system spells a code for comparison. */
    static String key(String code, boolean caseSensitive) {
        return caseSensitive ? code : code.toLowerCase(Locale.ROOT);
    }

    /** The table for keys in the order of their concepts: an entry is the concept plus one. */
    static int[] of(String[] keys) {
        var table = new int[Math.max(4, Integer.highestOneBit(Math.max(1, keys.length)) * 4)];
        for (var concept = 0; concept < keys.length; concept++) {
            var slot = slot(keys[concept].getBytes(StandardCharsets.UTF_8), table.length);
            while (table[slot] != FREE) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = concept + 1;
        }
        return table;
    }

    /** The concept with this key, or {@link Strings#NONE}. */
    static int find(IntBuffer table, byte[] key, Match match) {
        var slot = slot(key, table.limit());
        for (var entry = table.get(slot); entry != FREE; entry = table.get(slot)) {
            if (match.test(entry - 1, key)) {
                return entry - 1;
            }
            slot = (slot + 1) & (table.limit() - 1);
        }
        return Strings.NONE;
    }

    /** FNV-1a, stirred. */
    private static int slot(byte[] key, int size) {
        var hash = 0x811c9dc5;
        for (var b : key) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        hash = (hash ^ (hash >>> 15)) * 0x2c1b3c6d;
        return (hash ^ (hash >>> 13)) & (size - 1);
    }

    /** Whether the concept has the key. */
    @FunctionalInterface
    interface Match {
        boolean test(int concept, byte[] key);
    }
}
