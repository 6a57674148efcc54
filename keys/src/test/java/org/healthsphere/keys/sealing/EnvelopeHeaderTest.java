package org.healthsphere.keys.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.healthsphere.keys.SeededRandom;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeHeaderTest {
    private static final String WHOLE =
            "{\"from\":\"north\",\"issuedAt\":\"2026-03-01T08:00:00Z\",\"kind\":\"record.query\","
                    + "\"ledgerHeight\":7,\"messageId\":\"AAAAAAAAAAAAAAAAAAAAAA\",\"purpose\":\"TREAT\",\"to\":\"south\"}";

    @Test
    void it_is_written_as_canonical_json() {
        var header = new EnvelopeHeader(
                new NodeId("north"),
                new NodeId("south"),
                "AAAAAAAAAAAAAAAAAAAAAA",
                Optional.empty(),
                "record.query",
                PurposeOfUse.TREAT,
                7,
                Instant.parse("2026-03-01T08:00:00Z"));
        assertThat(header.encoded().utf8()).isEqualTo(WHOLE);
        assertThat(parse(WHOLE)).isEqualTo(Outcome.of(header));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void whatever_is_written_is_read_back(int seed) {
        var random = new Random(seed);
        var purposes = List.of(PurposeOfUse.values());
        var chance = new SeededRandom(seed);
        var header = new EnvelopeHeader(
                new NodeId("n" + random.nextInt(1000)),
                new NodeId("m-" + random.nextInt(1000)),
                EnvelopeHeader.newMessageId(chance),
                random.nextBoolean() ? Optional.empty() : Optional.of(EnvelopeHeader.newMessageId(chance)),
                "kind." + random.nextInt(10),
                purposes.get(random.nextInt(purposes.size())),
                random.nextLong(Long.MAX_VALUE),
                Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
        assertThat(EnvelopeHeader.parse(header.encoded().array())).isEqualTo(Outcome.of(header));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "null",
                "{",
                "not json",
                "7→7.5",
                "7→-1",
                "7→\"7\"",
                "7→1e30",
                "7→99999999999999999999",
                "TREAT→ANY",
                "\"TREAT\"→null",
                "08:00:00Z→8 o'clock",
                "north→North Hospital",
                "record.query→Record Query",
                "AAAAAAAAAAAAAAAAAAAAAA→short",
                "\"to\":→\"too\":",
                "\"to\":→\"x\":1,\"to\":",
                "\"to\":→\"from\":\"north\",\"to\":",
                "\"to\":→\"inReplyTo\":1,\"to\":",
                "\"to\":→\"inReplyTo\":\"short\",\"to\":",
                "}→}{}"
            })
    void what_is_not_understood_is_refused(String change) {
        var at = change.indexOf('→');
        var json = at < 0 ? change : WHOLE.replace(change.substring(0, at), change.substring(at + 1));
        assertThat(parse(json))
                .isEqualTo(Outcome.failed(new Fault.Invalid("the header of the envelope cannot be understood")));
    }

    @Test
    void one_that_cannot_be_sent_cannot_be_built() {
        var whole = parse(WHOLE).orElseThrow();
        assertThatThrownBy(() -> new EnvelopeHeader(
                        whole.from(), whole.to(), "x", Optional.empty(), "a", whole.purpose(), 1, whole.issuedAt()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new EnvelopeHeader(
                        whole.from(),
                        whole.to(),
                        whole.messageId(),
                        Optional.empty(),
                        "a",
                        whole.purpose(),
                        -1,
                        whole.issuedAt()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Outcome<EnvelopeHeader> parse(String json) {
        return EnvelopeHeader.parse(Bytes.utf8(json).array());
    }
}
