package org.healthsphere.specs;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Names for things that nobody has drawn before and nobody can guess. */
public final class RandomId {
    private static final int BYTES = 16;

    private RandomId() {}

    /** 128 bits of chance as 32 hexadecimal digits. */
    public static String draw(SecureRandom random) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
