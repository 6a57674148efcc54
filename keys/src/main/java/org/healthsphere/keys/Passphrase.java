package org.healthsphere.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** What a file of keys is locked with. It is never printed. */
public final class Passphrase {
    private static final int SHORTEST = 8;
    private static final int GENERATED_BYTES = 24;

    private final String text;

    private Passphrase(String text) {
        if (text.length() < SHORTEST) {
            throw new IllegalArgumentException("a passphrase has at least " + SHORTEST + " characters");
        }
        this.text = text;
    }

    public static Passphrase of(String text) {
        return new Passphrase(text);
    }

    /** One that nobody has to remember: 192 bits of chance. */
    public static Passphrase generate(SecureRandom random) {
        var bytes = new byte[GENERATED_BYTES];
        random.nextBytes(bytes);
        return new Passphrase(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The first line of a file, as a secret is mounted. */
    public static Passphrase read(Path file) throws IOException {
        return new Passphrase(
                Files.readString(file).lines().findFirst().orElse("").strip());
    }

    /** The secret itself, for the library that needs it. */
    public char[] reveal() {
        return text.toCharArray();
    }

    @Override
    public String toString() {
        return "[REDACTED]";
    }
}
