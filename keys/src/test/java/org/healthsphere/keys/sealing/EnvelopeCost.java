package org.healthsphere.keys.sealing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.BiFunction;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.specs.Bytes;

/**
 * How fast an envelope is sealed and opened beside AES-GCM alone over the same bytes: {@code EnvelopeCost 32}, in MiB; in memory in both forms, and
 * chunk by chunk in the form for what is long, from memory and through a file in {@code /dev/shm} if there is one. {@code EnvelopeCost short} is
 * what one of two kilobytes costs, which is the work of its keys. Not part of any build; the figures are in {@code docs/performance.md}.
 */
public final class EnvelopeCost {
    private static final int ROUNDS = 12;
    private static final long LEAST = 1L << 30;
    private static final int CHUNK = 64 * 1024;
    private static final int TAG_BITS = 128;

    private static final int SHORT = 2_000;
    private static final int SHORT_ROUNDS = 3_000;

    private EnvelopeCost() {}

    public static void main(String[] arguments) throws GeneralSecurityException, IOException {
        if (arguments[0].equals("short")) {
            ofShort();
            return;
        }
        var content = new byte[Integer.parseInt(arguments[0]) << 20];
        new Random(1).nextBytes(content);
        for (var form :
                List.<BiFunction<Correspondence, Bytes, Bytes>>of(Correspondence::seal, Correspondence::sealLong)) {
            var members = new Correspondence();
            for (var round = 0; round < Math.max(ROUNDS, LEAST / content.length); round++) {
                round(members, content, form);
            }
        }
        var shared = Path.of("/dev/shm");
        var file = Files.isDirectory(shared)
                ? Files.createTempFile(shared, "envelope", "")
                : Files.createTempFile("envelope", "");
        try {
            for (var round = 0; round < Math.max(ROUNDS, LEAST / content.length); round++) {
                streamed(new Correspondence(), content, file);
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void ofShort() {
        var members = new Correspondence();
        var replays = new ReplayGuard(100 * SHORT_ROUNDS, members.clock.instant());
        var opener = members.opener(Correspondence.SOUTH, members.south, replays);
        var content = Bytes.of(new byte[SHORT]);
        for (var round = 0; round < 4; round++) {
            var sealing = 0L;
            var began = cpu();
            for (var i = 0; i < SHORT_ROUNDS; i++) {
                var before = cpu();
                var sealed = members.seal(content);
                sealing += cpu() - before;
                var _ = opener.open(sealed).orElseThrow();
            }
            System.out.println(String.format(
                    Locale.ROOT,
                    "%d bytes: seal %d us, open %d us",
                    SHORT,
                    sealing / SHORT_ROUNDS / 1_000,
                    (cpu() - began - sealing) / SHORT_ROUNDS / 1_000));
        }
    }

    private static void streamed(Correspondence members, byte[] content, Path file)
            throws GeneralSecurityException, IOException {
        try (var out = Files.newOutputStream(file)) {
            var _ = LongEnvelope.seal(new ByteArrayInputStream(content), members.header(), members.by(), out);
        }
        var began = cpu();
        var _ = LongEnvelope.seal(
                new ByteArrayInputStream(content), members.header(), members.by(), OutputStream.nullOutputStream());
        var sealing = cpu() - began;
        began = cpu();
        var _ = members.opener().open(file, OutputStream.nullOutputStream()).orElseThrow();
        told("streamed", content, sealing, cpu() - began);
    }

    private static void round(Correspondence members, byte[] content, BiFunction<Correspondence, Bytes, Bytes> form)
            throws GeneralSecurityException {
        var began = cpu();
        var sealed = form.apply(members, Bytes.of(content));
        var sealing = cpu() - began;
        began = cpu();
        if (members.opener().open(sealed).orElseThrow().content().length() != content.length) {
            throw new IllegalStateException("what was sealed is not what is opened");
        }
        told(new String(sealed.array(), 0, 4, StandardCharsets.US_ASCII), content, sealing, cpu() - began);
    }

    private static void told(String what, byte[] content, long sealing, long opening) throws GeneralSecurityException {
        var began = cpu();
        alone(content);
        var alone = cpu() - began;
        System.out.println(String.format(
                Locale.ROOT,
                "%s: seal %d MB/s, open %d MB/s, AES-GCM there and back %d MB/s; share %d %%",
                what,
                rate(content, sealing),
                rate(content, opening),
                rate(content, alone),
                100 * alone / (sealing + opening)));
    }

    /** Encrypts and decrypts, in the same pieces. */
    private static void alone(byte[] content) throws GeneralSecurityException {
        var key = new SecretKeySpec(new byte[32], "AES");
        var encrypting = Cipher.getInstance("AES/GCM/NoPadding");
        var decrypting = Cipher.getInstance("AES/GCM/NoPadding");
        for (var at = 0; at < content.length; at += CHUNK) {
            var nonce = new byte[12];
            nonce[11] = (byte) (at >> 16);
            nonce[10] = (byte) (at >> 24);
            encrypting.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            var piece = encrypting.doFinal(content, at, CHUNK);
            decrypting.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            var _ = decrypting.doFinal(piece);
        }
    }

    private static long rate(byte[] content, long nanos) {
        return content.length * 1_000L / nanos;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
