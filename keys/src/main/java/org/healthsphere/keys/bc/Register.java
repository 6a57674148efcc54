package org.healthsphere.keys.bc;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;

/**
 * What an authority has issued and taken back, one line of JSON for each event.
 *
 * <p>With a file, a line is durable before the event is known to anybody. A last line that a crash cut short is therefore
 * an event that nobody knows of, and it is dropped. Several processes may work on one file: each writes under a lock, and reads
 * what the others have written before it answers.
 */
final class Register {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    /** A lock on a file is held by a process; within one, registers wait for each other here. */
    private static final Object ONE_AT_A_TIME = new Object();

    private final Optional<Path> file;
    private final Map<BigInteger, String> issued = new LinkedHashMap<>();
    private final Map<BigInteger, Instant> revoked = new LinkedHashMap<>();
    private long lists;
    private long read;

    private Register(Optional<Path> file) {
        this.file = file;
    }

    static Register inMemory() {
        return new Register(Optional.empty());
    }

    static Register in(Path file) {
        var register = new Register(Optional.of(file));
        register.locked(file, register::takeNew);
        return register;
    }

    void issue(BigInteger serial, String subject, Instant notAfter) {
        record(() -> Optional.of(line(
                "issued", Map.of("serial", serial.toString(16), "subject", subject, "notAfter", notAfter.toString()))));
    }

    /** The moment of revocation; the first one counts. */
    Optional<Instant> revoke(BigInteger serial, Instant moment) {
        record(() -> issued.containsKey(serial) && !revoked.containsKey(serial)
                ? Optional.of(line("revoked", Map.of("serial", serial.toString(16), "at", moment.toString())))
                : Optional.empty());
        return Optional.ofNullable(revoked.get(serial));
    }

    /** The number of the next list of revocations (RFC 5280, section 5.2.3: it only rises). */
    long nextList() {
        record(() -> Optional.of(line("list", Map.of("number", Long.toString(lists + 1)))));
        return lists;
    }

    Map<BigInteger, Instant> revoked() {
        catchUp();
        return Map.copyOf(revoked);
    }

    /** The serial numbers of everything that was issued to this common name. */
    List<BigInteger> issuedTo(String commonName) {
        catchUp();
        return issued.entrySet().stream()
                .filter(entry -> commonName(entry.getValue()).equals(Optional.of(commonName)))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Optional<String> commonName(String subject) {
        try {
            return new LdapName(subject)
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> rdn.getValue().toString())
                            .findFirst();
        } catch (InvalidNameException e) {
            throw new IllegalStateException("the authority's register names a subject that is no name", e);
        }
    }

    /** Decides on a line once everything that was written is known, writes it, and takes it in. */
    private void record(Supplier<Optional<JsonNode>> decision) {
        if (file.isEmpty()) {
            decision.get().ifPresent(this::take);
            return;
        }
        locked(file.get(), channel -> {
            takeNew(channel);
            var line = decision.get();
            if (line.isPresent()) {
                append(channel, line.get());
                takeNew(channel);
            }
        });
    }

    private void catchUp() {
        file.ifPresent(path -> {
            if (size(path) > read) {
                locked(path, this::takeNew);
            }
        });
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            throw unusable(e);
        }
    }

    private interface Work {
        void on(FileChannel channel) throws IOException;
    }

    private void locked(Path path, Work work) {
        synchronized (ONE_AT_A_TIME) {
            try (var channel = FileChannel.open(path, READ, WRITE)) {
                // Given back when the channel closes.
                var _ = channel.lock();
                work.on(channel);
            } catch (IOException e) {
                throw unusable(e);
            }
        }
    }

    private static UncheckedIOException unusable(IOException e) {
        return new UncheckedIOException("the authority's register cannot be used", e);
    }

    /** Takes in the whole lines that are new; under the lock nobody is in the middle of one, so a part of one is dropped. */
    private void takeNew(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(channel.size() - read));
        while (bytes.hasRemaining() && channel.read(bytes, read + bytes.position()) >= 0) {
            // Until all of it is read.
        }
        var text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        var whole = text.substring(0, text.lastIndexOf('\n') + 1);
        for (var line : whole.lines().toList()) {
            take(JSON.readTree(line));
        }
        read += whole.getBytes(StandardCharsets.UTF_8).length;
        channel.truncate(read);
    }

    private void append(FileChannel channel, JsonNode line) throws IOException {
        var bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes, read + bytes.position());
        }
        channel.force(true);
    }

    private static JsonNode line(String event, Map<String, String> what) {
        var line = JSON.createObjectNode().put("event", event);
        what.forEach(line::put);
        return line;
    }

    private void take(JsonNode line) {
        switch (line.path("event").asText()) {
            case "issued" -> issued.put(serial(line), line.path("subject").asText());
            case "revoked" ->
                revoked.put(serial(line), Instant.parse(line.path("at").asText()));
            case "list" -> lists = Long.parseLong(line.path("number").asText());
            default -> throw new IllegalStateException("the authority's register has an event of a later version");
        }
    }

    private static BigInteger serial(JsonNode line) {
        return new BigInteger(line.path("serial").asText(), 16);
    }
}
