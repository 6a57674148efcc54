package org.healthsphere.federation.research.aggregation;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthsphere.specs.Bytes;

/**
 * Shares of a secret, of which so many give it back and fewer say nothing (Shamir, CACM 22:612, 1979): byte by byte over the field of
 * 256 elements, as polynomials modulo x^8 + x^4 + x^3 + x + 1.
 */
final class SecretSharing {
    static final int MOST_HOLDERS = 255;

    private static final int FIELD = 256;
    private static final int POLYNOMIAL = 0x11b;
    private static final int[] EXP = new int[2 * FIELD];
    private static final int[] LOG = new int[FIELD];

    static {
        var power = 1;
        for (var i = 0; i < FIELD - 1; i++) {
            EXP[i] = power;
            EXP[i + FIELD - 1] = power;
            LOG[power] = i;
            power = power ^ doubled(power);
        }
    }

    private SecretSharing() {}

    /** A share for each holder; the first has the number 1. */
    static List<Bytes> split(Bytes secret, int holders, int threshold, SecureRandom random) {
        if (threshold < 1 || threshold > holders || holders > MOST_HOLDERS) {
            throw new IllegalArgumentException("at least one share is needed, and no more than there are");
        }
        var length = secret.length();
        var coefficients = new byte[(threshold - 1) * length];
        random.nextBytes(coefficients);
        List<Bytes> shares = new ArrayList<>();
        for (var holder = 1; holder <= holders; holder++) {
            var share = new byte[length];
            for (var degree = threshold - 2; degree >= 0; degree--) {
                addScaled(share, coefficients, degree * length, holder);
            }
            for (var i = 0; i < length; i++) {
                share[i] ^= secret.array()[i];
            }
            shares.add(Bytes.of(share));
        }
        return shares;
    }

    /** Horner's step: what is there plus the next coefficients, all times x. */
    private static void addScaled(byte[] share, byte[] coefficients, int from, int x) {
        for (var i = 0; i < share.length; i++) {
            share[i] = (byte) times((share[i] ^ coefficients[from + i]) & 0xff, x);
        }
    }

    /** The secret that these shares, by the holders' numbers, are of; something else when they are too few or not of one secret. */
    static Bytes combine(Map<Integer, Bytes> shares) {
        var length = shares.values().iterator().next().length();
        var secret = new byte[length];
        shares.forEach((holder, share) -> {
            var weight = weight(holder, shares.keySet());
            for (var i = 0; i < length; i++) {
                secret[i] ^= (byte) times(share.array()[i] & 0xff, weight);
            }
        });
        return Bytes.of(secret);
    }

    /** Lagrange's coefficient at zero. */
    private static int weight(int holder, Iterable<Integer> holders) {
        var weight = 1;
        for (var other : holders) {
            if (other != holder) {
                weight = times(weight, times(other, inverse(other ^ holder)));
            }
        }
        return weight;
    }

    private static int times(int a, int b) {
        return a == 0 || b == 0 ? 0 : EXP[LOG[a] + LOG[b]];
    }

    private static int inverse(int a) {
        return EXP[FIELD - 1 - LOG[a]];
    }

    private static int doubled(int a) {
        var twice = a << 1;
        return twice >= FIELD ? twice ^ POLYNOMIAL : twice;
    }
}
