package org.healthsphere.keys.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.keys.sealing.Correspondence.NORTH;
import static org.healthsphere.keys.sealing.Correspondence.SOUTH;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final Bytes CONTENT = Bytes.utf8("{\"resourceType\":\"Bundle\"}");

    private final Correspondence members = new Correspondence();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 200_000})
    void what_was_sealed_is_what_is_opened(int length) {
        var content = new byte[length];
        new Random(length).nextBytes(content);
        var header = members.header();
        var envelope =
                Envelope.seal(Bytes.of(content), header, members.south.recipientKey(), members.north, members.random);
        assertThat(members.opener().open(envelope)).isEqualTo(Outcome.of(new Opened(header, Bytes.of(content))));
    }

    @Test
    void an_envelope_costs_little_more_than_its_content() {
        assertThat(members.seal(Bytes.of(new byte[1 << 20])).length() - (1 << 20))
                .isLessThan(2000);
    }

    @Test
    void the_outside_can_be_read_by_anybody_and_names_what_it_answers() {
        var question = members.header();
        var answer = new EnvelopeHeader(
                SOUTH,
                NORTH,
                EnvelopeHeader.newMessageId(members.random),
                Optional.of(question.messageId()),
                "record.answer",
                PurposeOfUse.TREAT,
                43,
                members.clock.instant());
        var envelope = Envelope.seal(CONTENT, answer, members.south.recipientKey(), members.north, members.random);
        assertThat(Envelope.peek(envelope)).isEqualTo(Outcome.of(answer));
    }

    @Test
    void the_same_content_is_never_sealed_into_the_same_bytes() {
        var header = members.header();
        var recipient = members.south.recipientKey();
        assertThat(Envelope.seal(CONTENT, header, recipient, members.north, members.random))
                .isNotEqualTo(Envelope.seal(CONTENT, header, recipient, members.north, members.random));
    }

    @Test
    void no_flipped_bit_of_any_byte_goes_unnoticed() {
        var envelope = members.seal(CONTENT).array();
        for (var at = 0; at < envelope.length; at++) {
            var altered = envelope.clone();
            altered[at] ^= (byte) (1 << (at % 8));
            assertThat(members.freshOpener().open(Bytes.of(altered)))
                    .as("byte %s", at)
                    .isInstanceOf(Outcome.Failure.class);
        }
    }

    /** The signature is the outer wall. This is the inner one: an envelope signed again after it was altered. */
    @Test
    void no_flipped_bit_of_any_byte_goes_unnoticed_even_when_the_sender_signs_it_again() {
        var envelope = members.seal(CONTENT).array();
        var end = envelope.length - Envelope.SIGNATURE_BYTES;
        for (var at = 0; at < end; at++) {
            var altered = envelope.clone();
            altered[at] ^= (byte) (1 << (at % 8));
            assertThat(members.freshOpener().open(signedAgain(altered)))
                    .as("byte %s", at)
                    .isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void no_truncation_goes_unnoticed() {
        var envelope = members.seal(CONTENT).array();
        for (var length = 0; length < envelope.length; length++) {
            assertThat(members.freshOpener().open(Bytes.of(Arrays.copyOf(envelope, length))))
                    .as("length %s", length)
                    .isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void chunks_cannot_be_dropped_swapped_repeated_or_added_even_with_a_valid_signature() {
        var envelope = members.seal(Bytes.of(new byte[3 * Envelope.CHUNK])).array();
        var first = envelope.length - Envelope.SIGNATURE_BYTES - 3 * Envelope.SEALED_CHUNK;
        assertThat(members.freshOpener().open(chunks(envelope, first, 0, 1, 2)))
                .as("as they were")
                .isInstanceOf(Outcome.Success.class);
        for (var order : new int[][] {{0, 1}, {0, 2}, {1, 2}, {2}, {1, 0, 2}, {0, 2, 1}, {0, 1, 1}, {0, 1, 2, 2}}) {
            assertThat(members.freshOpener().open(chunks(envelope, first, order)))
                    .as("chunks %s", Arrays.toString(order))
                    .isEqualTo(broken());
        }
    }

    @Test
    void a_message_may_not_end_in_an_empty_chunk() {
        var envelope = members.seal(Bytes.of(new byte[Envelope.CHUNK])).array();
        var longer = Arrays.copyOf(envelope, envelope.length + Gcm.TAG_BYTES);
        assertThat(members.freshOpener().open(signedAgain(longer))).isEqualTo(broken());
    }

    @Test
    void what_is_for_another_member_is_refused() {
        var envelope = members.seal(CONTENT);
        var other = members.opener(new NodeId("east"), members.south, members.guard);
        assertThat(other.open(envelope))
                .isEqualTo(Outcome.failed(new Fault.Forbidden("the envelope is for another member")));
    }

    @Test
    void what_was_sealed_for_another_key_does_not_open() {
        var envelope = members.seal(CONTENT);
        var other = members.opener(SOUTH, RecipientSecret.generate(members.random), members.guard);
        assertThat(other.open(envelope)).isEqualTo(broken());
    }

    @Test
    void an_envelope_thrown_back_at_its_sender_is_refused() {
        var back = members.opener(NORTH, members.south, members.guard);
        assertThat(back.open(members.seal(CONTENT)))
                .isEqualTo(Outcome.failed(new Fault.Forbidden("the envelope is for another member")));
    }

    @Test
    void a_signature_by_another_than_the_sender_is_refused() {
        var header = members.header();
        var forged = Envelope.seal(
                CONTENT, header, members.south.recipientKey(), SigningKey.generate(members.random), members.random);
        assertThat(members.opener().open(forged))
                .isEqualTo(Outcome.failed(new Fault.Unauthenticated("the envelope is not signed by its sender")));
    }

    @Test
    void a_sender_that_the_network_does_not_vouch_for_is_refused_with_its_ground() {
        var header = new EnvelopeHeader(
                new NodeId("east"),
                SOUTH,
                EnvelopeHeader.newMessageId(members.random),
                Optional.empty(),
                "record.query",
                PurposeOfUse.TREAT,
                1,
                members.clock.instant());
        var envelope = Envelope.seal(CONTENT, header, members.south.recipientKey(), members.north, members.random);
        assertThat(members.opener().open(envelope)).isEqualTo(Outcome.failed(new Fault.Forbidden("not a member")));
    }

    @Test
    void an_old_envelope_and_one_from_the_future_are_refused() {
        var envelope = members.seal(CONTENT);
        members.clock.advance(Duration.ofMinutes(2).plusMillis(1));
        assertThat(members.opener().open(envelope))
                .isEqualTo(Outcome.failed(new Fault.Unauthenticated("the envelope is too old")));
        members.clock.advance(Duration.ofMinutes(-3));
        assertThat(members.opener().open(envelope))
                .isEqualTo(Outcome.failed(
                        new Fault.Unauthenticated("the envelope is from the future: compare the clocks")));
    }

    @Test
    void a_replayed_envelope_is_refused_for_as_long_as_it_is_fresh() {
        var envelope = members.seal(CONTENT);
        assertThat(members.opener().open(envelope)).isInstanceOf(Outcome.Success.class);
        assertThat(members.opener().open(envelope)).isEqualTo(replayed());
        members.clock.advance(Duration.ofMinutes(2));
        assertThat(members.opener().open(envelope)).isEqualTo(replayed());
        members.clock.advance(Duration.ofMillis(1));
        assertThat(members.opener().open(envelope))
                .isEqualTo(Outcome.failed(new Fault.Unauthenticated("the envelope is too old")));
    }

    @Test
    void an_unsigned_envelope_cannot_use_up_the_id_of_a_signed_one() {
        var envelope = members.seal(CONTENT);
        var forged = envelope.array().clone();
        forged[forged.length - 1] ^= 1;
        assertThat(members.opener().open(Bytes.of(forged))).isInstanceOf(Outcome.Failure.class);
        assertThat(members.opener().open(envelope)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void an_envelope_of_another_version_says_so() {
        var envelope = members.seal(CONTENT).array().clone();
        envelope[3] = '7';
        assertThat(members.opener().open(Bytes.of(envelope)))
                .isEqualTo(Outcome.failed(new Fault.VersionMismatch("an envelope of another version")));
    }

    private Bytes chunks(byte[] envelope, int first, int... order) {
        var size = first + order.length * Envelope.SEALED_CHUNK + Envelope.SIGNATURE_BYTES;
        var out = ByteBuffer.allocate(size).put(envelope, 0, first);
        IntStream.of(order).forEach(i -> out.put(envelope, first + i * Envelope.SEALED_CHUNK, Envelope.SEALED_CHUNK));
        return signedAgain(out.array());
    }

    private Bytes signedAgain(byte[] envelope) {
        var signed = envelope.clone();
        var signature = members.north.sign(Correspondence.signed(signed));
        System.arraycopy(signature, 0, signed, signed.length - signature.length, signature.length);
        return Bytes.of(signed);
    }

    private static Outcome<Opened> broken() {
        return Outcome.failed(new Fault.Invalid("the content of the envelope does not open"));
    }

    private static Outcome<Opened> replayed() {
        return Outcome.failed(new Fault.Conflict("the envelope was received before"));
    }
}
