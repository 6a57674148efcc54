package org.healthsphere.consent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that must know theirs before they listen, or come back at the same one. They lie below those that systems give
 * to whoever asks for any (Linux from 32768 on, others from 49152): so nobody is given one by chance in between, and nobody who
 * calls a server that is not there yet is connected with himself.
 */
public final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final AtomicInteger NEXT = new AtomicInteger(new SecureRandom().nextInt(COUNT));

    private FreePorts() {}

    /** One at which nobody listens, and that is given to nobody else in this process. */
    public static int one() {
        for (var tries = 0; tries < COUNT; tries++) {
            var port = FIRST + NEXT.getAndIncrement() % COUNT;
            try (var socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (BindException _) {
                // Somebody is there.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no port is free");
    }
}
