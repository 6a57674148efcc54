package org.healthsphere.node.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of this machine for servers that are told of before they listen.
 *
 * <p>They lie below those that the system gives to outgoing connections (RFC 6335, section 6; on Linux 32768 and above), so that no
 * connection takes one before its server does, or while the server is started again.
 */
public final class FreePort {
    private static final int FIRST = 12_000;
    private static final int COUNT = 20_000;

    /** Programs that look at the same time begin at different places. */
    private static final AtomicInteger TRIED =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % COUNT));

    private FreePort() {}

    /** One that nobody listens at and that was not given before. */
    public static int next() {
        for (var tries = 0; tries < COUNT; tries++) {
            var port = FIRST + TRIED.getAndIncrement() % COUNT;
            if (isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("every port from " + FIRST + " on is taken");
    }

    private static boolean isFree(int port) {
        try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
