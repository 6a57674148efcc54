package org.healthsphere.specs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Bytes as a value: equal when the bytes are, and never printed, since they may be a record.
 *
 * <p>Nothing is copied, neither on the way in nor out: who hands an array over, or looks at it, leaves it as it is.
 */
public final class Bytes {
    public static final Bytes NONE = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    public static Bytes of(byte[] array) {
        return new Bytes(array);
    }

    public static Bytes utf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes of base64url without padding (RFC 4648, section 5); IllegalArgumentException when it is none. */
    public static Bytes base64url(String text) {
        return new Bytes(Base64.getUrlDecoder().decode(text));
    }

    public byte[] array() {
        return array;
    }

    public int length() {
        return array.length;
    }

    public boolean isEmpty() {
        return array.length == 0;
    }

    public String utf8() {
        return new String(array, StandardCharsets.UTF_8);
    }

    public String base64url() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(array);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    @Override
    public String toString() {
        return "Bytes[" + array.length + "]";
    }
}
