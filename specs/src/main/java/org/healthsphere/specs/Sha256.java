package org.healthsphere.specs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest (FIPS 180-4).
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Sha256(String hex) {
    private static final int DIGITS = 64;
    private static final boolean[] DIGIT = digit();
    /** Fed with nothing, ever: to copy it is cheaper than to look for a provider. */
    private static final MessageDigest FRESH = fresh();

    public Sha256 {
        if (hex.length() != DIGITS || !isHexadecimal(hex)) {
            throw new IllegalArgumentException("not a SHA-256 digest in hexadecimal");
        }
    }

    private static boolean isHexadecimal(String text) {
        var good = true;
        for (var i = 0; i < DIGITS; i++) {
            var c = text.charAt(i);
            good &= c < DIGIT.length && DIGIT[c];
        }
        return good;
    }

    private static boolean[] digit() {
        var digits = new boolean[128];
        "0123456789abcdef".chars().forEach(c -> digits[c] = true);
        return digits;
    }

    private static MessageDigest fresh() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** One that is fed by the caller. */
    public static MessageDigest begin() {
        try {
            return (MessageDigest) FRESH.clone();
        } catch (CloneNotSupportedException e) {
            return fresh();
        }
    }

    public static Sha256 of(byte[]... parts) {
        var digest = begin();
        for (var part : parts) {
            digest.update(part);
        }
        return new Sha256(HexFormat.of().formatHex(digest.digest()));
    }

    public static Sha256 of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
