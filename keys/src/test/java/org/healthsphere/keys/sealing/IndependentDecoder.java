package org.healthsphere.keys.sealing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A second reading of the published format, written from its description alone: nothing of the product is used, HKDF and
 * the key encapsulation of X25519 (RFC 9180, section 4.1) are spelled out.
 */
final class IndependentDecoder {
    private static final byte[] HPKE = concat(ascii("HPKE-v1"), ascii("KEM"), new byte[] {0x00, 0x20});

    private final byte[] envelope;
    private final String version;
    private final int headerEnd;

    IndependentDecoder(byte[] envelope) {
        this.envelope = envelope;
        this.version =
                switch (new String(envelope, 0, 4, StandardCharsets.US_ASCII)) {
                    case "HSE1" -> "HealthSphere envelope v1";
                    case "HSE2" -> "HealthSphere envelope v2";
                    default -> throw new IllegalArgumentException("not an envelope");
                };
        this.headerEnd = 6 + Short.toUnsignedInt(ByteBuffer.wrap(envelope).getShort(4));
    }

    byte[] header() {
        return Arrays.copyOfRange(envelope, 6, headerEnd);
    }

    boolean signedBy(byte[] spki) throws GeneralSecurityException {
        var end = envelope.length - 64;
        var verifier = Signature.getInstance("SHA256withECDSAinP1363Format");
        verifier.initVerify(KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki)));
        verifier.update(ascii(version + " signature"));
        verifier.update(sha256(version.endsWith("1") ? Arrays.copyOf(envelope, end) : headAndTags(end)));
        return verifier.verify(envelope, end, 64);
    }

    private byte[] headAndTags(int end) {
        var signed = new ByteArrayOutputStream();
        signed.write(envelope, 0, headerEnd + 1120);
        for (var at = headerEnd + 1120; at < end; at += 65_536 + 16) {
            signed.write(envelope, Math.min(at + 65_536 + 16, end) - 16, 16);
        }
        return signed.toByteArray();
    }

    byte[] content(byte[] recipient, byte[] mlKemPkcs8, byte[] x25519Pkcs8) throws GeneralSecurityException {
        var encapsulation = Arrays.copyOfRange(envelope, headerEnd, headerEnd + 1120);
        var first = mlKem(mlKemPkcs8, Arrays.copyOf(encapsulation, 1088));
        var second = x25519(
                x25519Pkcs8, Arrays.copyOfRange(encapsulation, 1088, 1120), Arrays.copyOfRange(recipient, 1184, 1216));
        var context = concat(ascii(version), header());
        var prk = hmac(ascii("HealthSphere hybrid ML-KEM-768 X25519 v1"), concat(first, second));
        var info = concat(sha256(recipient), sha256(encapsulation), sha256(context));
        return chunks(hmac(prk, concat(info, new byte[] {1})), headerEnd + 1120, envelope.length - 64);
    }

    private byte[] chunks(byte[] key, int start, int end) throws GeneralSecurityException {
        var content = new ByteArrayOutputStream();
        for (int at = start, number = 0; at < end; number++) {
            var size = Math.min(65_536 + 16, end - at);
            var nonce = ByteBuffer.allocate(12).putInt(7, number).put(11, (byte) (at + size == end ? 1 : 0));
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce.array()));
            content.writeBytes(cipher.doFinal(envelope, at, size));
            at += size;
        }
        return content.toByteArray();
    }

    private static byte[] mlKem(byte[] pkcs8, byte[] encapsulation) throws GeneralSecurityException {
        var key = KeyFactory.getInstance("ML-KEM-768").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        return KEM.getInstance("ML-KEM")
                .newDecapsulator(key)
                .decapsulate(encapsulation)
                .getEncoded();
    }

    private static byte[] x25519(byte[] pkcs8, byte[] ephemeral, byte[] own) throws GeneralSecurityException {
        var keys = KeyFactory.getInstance("X25519");
        var spki = concat(HexFormat.of().parseHex("302a300506032b656e032100"), ephemeral);
        var agreement = KeyAgreement.getInstance("X25519");
        agreement.init(keys.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
        agreement.doPhase(keys.generatePublic(new X509EncodedKeySpec(spki)), true);
        var extracted = hmac(new byte[32], concat(HPKE, ascii("eae_prk"), agreement.generateSecret()));
        var info = concat(new byte[] {0, 32}, HPKE, ascii("shared_secret"), ephemeral, own);
        return hmac(extracted, concat(info, new byte[] {1}));
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] sha256(byte[] bytes) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (var part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
