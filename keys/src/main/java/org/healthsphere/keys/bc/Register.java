package org.healthsphere.keys.bc;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.WRITE;

import com.fasterxml.jackson.core.JsonProcessingException;
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
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an authority has issued and taken back, one line of JSON for each event.
 *
 * <p>With a file, a line is durable before the event is known to anybody. A last line that a crash cut short is therefore
 * an event that nobody knows of, and it is dropped.
 */
final class Register {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Optional<Path> file;
    private final Set<BigInteger> issued = new LinkedHashSet<>();
    private final Map<BigInteger, Instant> revoked = new LinkedHashMap<>();
    private long lists;

    private Register(Optional<Path> file) {
        this.file = file;
    }

    static Register inMemory() {
        return new Register(Optional.empty());
    }

    static Register in(Path file) throws IOException {
        var register = new Register(Optional.of(file));
        var text = Files.readString(file);
        var whole = text.substring(0, text.lastIndexOf('\n') + 1);
        for (var line : whole.lines().toList()) {
            register.take(JSON.readTree(line));
        }
        try (var channel = FileChannel.open(file, WRITE)) {
            channel.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
        }
        return register;
    }

    void issue(BigInteger serial, String subject, Instant notAfter) {
        record("issued", Map.of("serial", serial.toString(16), "subject", subject, "notAfter", notAfter.toString()));
    }

    /** The moment of revocation; the first one counts. */
    Optional<Instant> revoke(BigInteger serial, Instant moment) {
        if (!issued.contains(serial)) {
            return Optional.empty();
        }
        if (!revoked.containsKey(serial)) {
            record("revoked", Map.of("serial", serial.toString(16), "at", moment.toString()));
        }
        return Optional.ofNullable(revoked.get(serial));
    }

    /** The number of the next list of revocations (RFC 5280, section 5.2.3: it only rises). */
    long nextList() {
        record("list", Map.of("number", Long.toString(lists + 1)));
        return lists;
    }

    Map<BigInteger, Instant> revoked() {
        return Map.copyOf(revoked);
    }

    private void record(String event, Map<String, String> what) {
        var line = JSON.createObjectNode().put("event", event);
        what.forEach(line::put);
        file.ifPresent(f -> append(f, line));
        take(line);
    }

    private static void append(Path file, JsonNode line) {
        try (var channel = FileChannel.open(file, APPEND)) {
            var bytes = ByteBuffer.wrap((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the authority's register cannot be written", e);
        }
    }

    private void take(JsonNode line) {
        switch (line.path("event").asText()) {
            case "issued" -> issued.add(serial(line));
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
