package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A network of the kernel's by itself, with nothing in it but a loopback and an address that leads nowhere. */
record NetworkNamespace(String name) implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    /** Whether this user may make one. */
    static boolean isPossible() {
        try (var tried = make("hs-try-" + ProcessHandle.current().pid())) {
            return !tried.name().isEmpty();
        } catch (IOException _) {
            return false;
        }
    }

    static NetworkNamespace make(String name) throws IOException {
        ip("netns", "add", name);
        var made = new NetworkNamespace(name);
        try {
            ip("-n", name, "link", "set", "lo", "up");
            // A peer does not start where there is no address but the loopback's.
            ip("-n", name, "link", "add", "nowhere", "type", "veth", "peer", "name", "nowhere2");
            ip("-n", name, "addr", "add", "192.0.2.1/24", "dev", "nowhere");
            ip("-n", name, "link", "set", "nowhere", "up");
            return made;
        } catch (IOException e) {
            made.close();
            throw e;
        }
    }

    private static void ip(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip"));
        command.addAll(Arrays.asList(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("not done: " + command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted at " + command, e);
        }
    }

    /** Runs a main of the tests in it, until that is closed. */
    AutoCloseable run(Class<?> main, Path folder, List<Integer> numbers) throws IOException {
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", name));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx48m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), folder.toString()));
        numbers.forEach(number -> command.add(Integer.toString(number)));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        return process::destroyForcibly;
    }

    @Override
    public void close() throws IOException {
        ip("netns", "del", name);
    }
}
