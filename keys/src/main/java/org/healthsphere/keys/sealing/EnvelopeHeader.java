package org.healthsphere.keys.sealing;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/**
 * What is readable on the outside of an envelope: it is authenticated, and it is never health data.
 *
 * @param messageId names the message, drawn anew for each
 * @param inReplyTo the message that this one answers
 * @param kind what the content is, such as {@code record.query}
 * @param ledgerHeight the height of the ledger that the sender knew
 */
public record EnvelopeHeader(
        NodeId from,
        NodeId to,
        String messageId,
        Optional<String> inReplyTo,
        String kind,
        PurposeOfUse purpose,
        long ledgerHeight,
        Instant issuedAt) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{22,64}");
    private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9.-]{0,63}");
    private static final int ID_BYTES = 16;
    private static final String REPLY = "inReplyTo";
    private static final Set<String> REQUIRED =
            Set.of("from", "to", "messageId", "kind", "purpose", "ledgerHeight", "issuedAt");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    public EnvelopeHeader {
        if (!ID.matcher(messageId).matches()
                || !inReplyTo.map(r -> ID.matcher(r).matches()).orElse(true)) {
            throw new IllegalArgumentException("a message id is 22 to 64 characters of base64url");
        }
        if (!KIND.matcher(kind).matches() || ledgerHeight < 0) {
            throw new IllegalArgumentException("an envelope has a kind, and a height that is not negative");
        }
    }

    /** An id that nobody has drawn before: 128 bits of chance. */
    public static String newMessageId(SecureRandom random) {
        var bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Bytes.of(bytes).base64url();
    }

    /** As canonical JSON. */
    Bytes encoded() {
        var json = JSON.createObjectNode()
                .put("from", from.value())
                .put("to", to.value())
                .put("messageId", messageId)
                .put("kind", kind)
                .put("purpose", purpose.name())
                .put("ledgerHeight", ledgerHeight)
                .put("issuedAt", issuedAt.toString());
        inReplyTo.ifPresent(reply -> json.put(REPLY, reply));
        return Bytes.of(CanonicalJson.of(json));
    }

    static Outcome<EnvelopeHeader> parse(byte[] bytes) {
        try {
            return JSON.readTree(bytes) instanceof ObjectNode json && complete(json)
                    ? Outcome.of(read(json))
                    : malformed();
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return malformed();
        }
    }

    private static EnvelopeHeader read(ObjectNode json) {
        return new EnvelopeHeader(
                new NodeId(json.path("from").textValue()),
                new NodeId(json.path("to").textValue()),
                json.path("messageId").textValue(),
                Optional.ofNullable(json.path(REPLY).textValue()),
                json.path("kind").textValue(),
                PurposeOfUse.valueOf(json.path("purpose").textValue()),
                json.path("ledgerHeight").longValue(),
                Instant.parse(json.path("issuedAt").textValue()));
    }

    /** Each member is there, is of its type, and there is no other: what is not understood is not passed over. */
    private static boolean complete(ObjectNode json) {
        var expected = REQUIRED.size() + (json.has(REPLY) ? 1 : 0);
        return json.size() == expected
                && json.path("ledgerHeight").canConvertToExactIntegral()
                && json.path("ledgerHeight").canConvertToLong()
                && json.properties().stream()
                        .filter(p -> !p.getKey().equals("ledgerHeight"))
                        .allMatch(p -> known(p.getKey()) && p.getValue().isTextual());
    }

    private static boolean known(String name) {
        return REQUIRED.contains(name) || name.equals(REPLY);
    }

    private static <T> Outcome<T> malformed() {
        return Outcome.failed(new Fault.Invalid("the header of the envelope cannot be understood"));
    }
}
