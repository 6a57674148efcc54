package org.healthsphere.node.links;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Reads SMART Health Links as their specification and RFC 7516 say, with what the Java platform has: what the node writes with a
 * library is read here without one.
 */
public record ShlReader(JsonNode payload) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCHEME = "shlink:/";
    private static final int TAG_BITS = 128;
    private static final int LARGEST = 10_000_000;

    /** With a viewer before it or without. */
    public static ShlReader of(String address) {
        var encoded = address.substring(address.indexOf(SCHEME) + SCHEME.length());
        try {
            return new ShlReader(JSON.readTree(decoded(encoded)));
        } catch (IOException e) {
            throw new AssertionError("not the payload of a link", e);
        }
    }

    /** The last part of the address of the manifest. */
    public String name() {
        return payload.path("url").asText().replaceAll(".*/", "");
    }

    public static String header(String jwe) {
        return new String(decoded(jwe.split("\\.", -1)[0]), StandardCharsets.UTF_8);
    }

    public String decrypted(String jwe) {
        var parts = jwe.split("\\.", -1);
        if (parts.length != 5 || !parts[1].isEmpty()) {
            throw new AssertionError("a direct key has no encrypted key");
        }
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            var key = new SecretKeySpec(decoded(payload.path("key").asText()), "AES");
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, decoded(parts[2])));
            cipher.updateAAD(parts[0].getBytes(StandardCharsets.US_ASCII));
            var start = cipher.update(decoded(parts[3]));
            var end = cipher.doFinal(decoded(parts[4]));
            return inflated(joined(start == null ? new byte[0] : start, end));
        } catch (GeneralSecurityException | DataFormatException e) {
            throw new AssertionError(e);
        }
    }

    /** RFC 1951, as the header {@code zip} says. */
    private static String inflated(byte[] deflated) throws DataFormatException {
        try (var inflater = new Inflater(true)) {
            inflater.setInput(deflated);
            var out = new byte[LARGEST];
            var length = inflater.inflate(out);
            return new String(out, 0, length, StandardCharsets.UTF_8);
        }
    }

    private static byte[] joined(byte[] start, byte[] end) {
        var all = Arrays.copyOf(start, start.length + end.length);
        System.arraycopy(end, 0, all, start.length, end.length);
        return all;
    }

    private static byte[] decoded(String base64url) {
        return Base64.getUrlDecoder().decode(base64url);
    }
}
