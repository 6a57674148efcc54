package org.healthsphere.node.store.ignite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.healthsphere.node.store.Spares;

/**
 * Deflate (RFC 1951) with a dictionary of what FHIR resources say again and again, so that a single small resource packs nearly as
 * well as many.
 *
 * <p>The dictionary is part of the format: once a store has been written with it, it is never changed, only followed by another.
 */
final class Deflation {
    private static final int HEAD = 4;
    private static final int LEVEL = 4;
    private static final int LARGEST = 256 << 20;
    private static final byte[] DICTIONARY = dictionary();
    private static final Spares<Deflater> DEFLATERS = Spares.deflaters(LEVEL, true);
    private static final Spares<Inflater> INFLATERS = Spares.inflaters(true);

    private Deflation() {}

    /**
     * The length of what follows when inflated, and the deflated bytes.
     *
     * @param isFhir whether the dictionary is of use
     */
    static byte[] deflated(byte[] raw, boolean isFhir) {
        return DEFLATERS.use(deflater -> {
            if (isFhir) {
                deflater.setDictionary(DICTIONARY);
            }
            return deflated(raw, deflater);
        });
    }

    private static byte[] deflated(byte[] raw, Deflater deflater) {
        deflater.setInput(raw);
        deflater.finish();
        var out = new byte[HEAD + 64 + raw.length / 3];
        for (var i = 0; i < HEAD; i++) {
            out[i] = (byte) (raw.length >>> (24 - 8 * i));
        }
        var length = HEAD;
        while (!deflater.finished()) {
            if (length == out.length) {
                out = Arrays.copyOf(out, 2 * length);
            }
            length += deflater.deflate(out, length, out.length - length);
        }
        return Arrays.copyOf(out, length);
    }

    static byte[] inflated(byte[] stored) {
        return INFLATERS.use(inflater -> inflated(stored, inflater));
    }

    private static byte[] inflated(byte[] stored, Inflater inflater) {
        try {
            inflater.setDictionary(DICTIONARY);
            inflater.setInput(stored, HEAD, stored.length - HEAD);
            var raw = new byte[length(stored)];
            var length = 0;
            while (length < raw.length && !inflater.finished()) {
                length += inflater.inflate(raw, length, raw.length - length);
            }
            return raw;
        } catch (DataFormatException e) {
            throw new IllegalStateException("a chunk of the store is damaged", e);
        }
    }

    private static int length(byte[] stored) {
        var length = 0;
        for (var i = 0; i < HEAD; i++) {
            length = length << 8 | (stored[i] & 0xFF);
        }
        if (length < 0 || length > LARGEST) {
            throw new IllegalStateException("a chunk of the store is damaged");
        }
        return length;
    }

    private static byte[] dictionary() {
        try (var in = Deflation.class.getResourceAsStream("dictionary-1.txt")) {
            if (in == null) {
                throw new IllegalStateException("dictionary-1.txt is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
