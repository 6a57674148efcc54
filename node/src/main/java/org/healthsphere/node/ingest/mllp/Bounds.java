package org.healthsphere.node.ingest.mllp;

import java.time.Duration;

/**
 * What senders may take up together, however many they are and whatever they send.
 *
 * @param largest of a message, in bytes
 * @param connections at once
 * @param large how many of them may bring a message of more than {@link #AHEAD} bytes at once; the others wait
 * @param patience with a sender who has begun a message, or does not read his answer: after it nothing may have moved at all
 */
public record Bounds(int largest, int connections, int large, Duration patience) {
    /** What is read of a sender while he waits for an answer, or for his turn with a large message. */
    static final int AHEAD = 64 * 1024;

    private static final int LARGEST = 16 * 1024 * 1024;

    /** 16 MiB, a thousand senders, four large messages, a minute: with all of it in use some 200 MiB. */
    public static final Bounds USUAL = new Bounds(LARGEST, 1000, 4, Duration.ofMinutes(1));
}
