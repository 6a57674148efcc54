package org.healthsphere.compose.hostile;

import java.io.InputStream;
import java.util.Arrays;

/** So many times the same byte, without holding them. */
final class Endless extends InputStream {
    private final int octet;
    private long left;

    Endless(char octet, long length) {
        this.octet = octet;
        this.left = length;
    }

    @Override
    public int read() {
        return left-- > 0 ? octet : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (left <= 0) {
            return -1;
        }
        var count = (int) Math.min(left, length);
        Arrays.fill(into, offset, offset + count, (byte) octet);
        left -= count;
        return count;
    }
}
