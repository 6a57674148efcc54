package org.healthsphere.node.audit;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.healthsphere.node.audit.AuditEvent.Basis;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/** An entry as a line: canonical JSON, so that each entry has one spelling and no bit of it can be another. */
final class AuditLines {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private static final String SEQUENCE = "seq";
    private static final String PREVIOUS = "prev";
    private static final String HASH = "hash";
    /** What comes before it are ids and codes: nothing in them looks like this. */
    private static final String AFTER_HASH = ",\"outcome\":";

    private static final String BASIS = "basis";
    private static final String HEIGHT = "height";
    private static final String RELEASED = "released";
    private static final String DENIED = "denied";
    private static final String PATIENT = "patient";
    private static final String CONSENT = "consent";

    private AuditLines() {}

    /** An entry, and its line without the end of line. */
    record Line(AuditEntry entry, Bytes bytes) {}

    /** The entry that this event is after that head. */
    static Line chain(AuditHead head, AuditEvent event, Instant time) {
        var sequence = head.sequence() + 1;
        var json = json(sequence, head.hash(), event, time);
        var unhashed = CanonicalJson.of(json);
        var hash = Sha256.of(unhashed);
        return new Line(new AuditEntry(sequence, time, event, head.hash(), hash), with(hash, unhashed));
    }

    /** The same line with its hash, which stands before the outcome: writing all of it again would cost as much as hashing it. */
    private static Bytes with(Sha256 hash, byte[] unhashed) {
        var text = new String(unhashed, StandardCharsets.ISO_8859_1);
        var at = text.indexOf(AFTER_HASH);
        var line = text.substring(0, at) + ",\"hash\":\"" + hash.hex() + "\"" + text.substring(at);
        return Bytes.of(line.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** The line that stands for entries which are gone, with its end. */
    static byte[] of(Shortened shortened) {
        return Bytes.utf8(new String(summary(shortened), StandardCharsets.UTF_8) + "\n")
                .array();
    }

    private static byte[] summary(Shortened shortened) {
        return CanonicalJson.of(JSON.createObjectNode()
                .put("bytes", shortened.bytes())
                .put("gone", shortened.head().sequence())
                .put(HASH, shortened.head().hash().hex())
                .put("origin", shortened.origin().hex())
                .put("until", shortened.until().toString()));
    }

    /** What a line stands for, if it stands for entries which are gone. */
    static Optional<Shortened> shortened(byte[] line) {
        try {
            var json = JSON.readTree(line);
            var shortened = new Shortened(
                    new Sha256(json.path("origin").asText()),
                    new AuditHead(
                            json.path("gone").asLong(),
                            new Sha256(json.path(HASH).asText())),
                    Instant.parse(json.path("until").asText()),
                    json.path("bytes").asLong());
            return Arrays.equals(summary(shortened), line) ? Optional.of(shortened) : Optional.empty();
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The head after this line, if it follows that one: number, link, hash and spelling are all right. */
    static Optional<AuditHead> next(AuditHead head, byte[] line) {
        try {
            if (!(JSON.readTree(line) instanceof ObjectNode json) || !Arrays.equals(CanonicalJson.of(json), line)) {
                return Optional.empty();
            }
            var hash = json.path(HASH).asText();
            var computed = Sha256.of(CanonicalJson.of(json.without(HASH)));
            var follows = json.path(SEQUENCE).asLong() == head.sequence() + 1
                    && json.path(PREVIOUS).asText().equals(head.hash().hex())
                    && computed.hex().equals(hash);
            return follows ? Optional.of(new AuditHead(head.sequence() + 1, computed)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The entry of a line that was verified. */
    static AuditEntry entry(byte[] line) throws IOException {
        var json = JSON.readTree(line);
        return new AuditEntry(
                json.path(SEQUENCE).asLong(),
                Instant.parse(json.path("time").asText()),
                event(json),
                new Sha256(json.path(PREVIOUS).asText()),
                new Sha256(json.path(HASH).asText()));
    }

    private static AuditEvent event(JsonNode json) {
        var requester = json.path("requester");
        var what = json.path("what").valueStream().map(JsonNode::asText).toList();
        return new AuditEvent(
                AuditCode.of(json.path("event").asText()),
                new Requester(
                        new NodeId(requester.path("member").asText()),
                        requester.path("subject").asText(),
                        Role.valueOf(requester.path("role").asText())),
                PurposeOfUse.valueOf(json.path("purpose").asText()),
                json.path("correlation").asText(),
                Optional.ofNullable(json.path(PATIENT).textValue()),
                what,
                Result.valueOf(json.path("outcome").asText()),
                Optional.ofNullable(json.path(CONSENT).textValue()),
                Optional.of(json.path(BASIS)).filter(JsonNode::isObject).map(AuditLines::basis));
    }

    private static Basis basis(JsonNode json) {
        return new Basis(
                json.path(HEIGHT).asLong(),
                Optional.ofNullable(json.path(DENIED).textValue()),
                new Sha256(json.path(RELEASED).asText()));
    }

    private static ObjectNode json(long sequence, Sha256 previous, AuditEvent event, Instant time) {
        var json = JSON.createObjectNode()
                .put(SEQUENCE, sequence)
                .put("time", time.toString())
                .put("event", event.code().text())
                .put("purpose", event.purpose().name())
                .put("correlation", event.correlation())
                .put("outcome", event.result().name())
                .put(PREVIOUS, previous.hex());
        json.putObject("requester")
                .put("member", event.requester().member().value())
                .put("subject", event.requester().subject())
                .put("role", event.requester().role().name());
        var what = json.putArray("what");
        event.what().forEach(what::add);
        event.patient().ifPresent(patient -> json.put(PATIENT, patient));
        event.consent().ifPresent(consent -> json.put(CONSENT, consent));
        event.basis().ifPresent(basis -> {
            var on = json.putObject(BASIS)
                    .put(HEIGHT, basis.height())
                    .put(RELEASED, basis.released().hex());
            basis.ground().ifPresent(ground -> on.put(DENIED, ground));
        });
        return json;
    }
}
