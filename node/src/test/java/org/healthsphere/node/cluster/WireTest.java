package org.healthsphere.node.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.healthsphere.node.cluster.Reply.Appended;
import org.healthsphere.node.cluster.Reply.Introduced;
import org.healthsphere.node.cluster.Reply.Looked;
import org.healthsphere.node.cluster.Reply.Said;
import org.healthsphere.node.cluster.Reply.Taken;
import org.healthsphere.node.cluster.Reply.Vote;
import org.healthsphere.node.cluster.Request.Append;
import org.healthsphere.node.cluster.Request.Canvass;
import org.healthsphere.node.cluster.Request.Hand;
import org.healthsphere.node.cluster.Request.Introduce;
import org.healthsphere.node.cluster.Request.Listen;
import org.healthsphere.node.cluster.Request.Look;
import org.healthsphere.node.cluster.Request.Position;
import org.healthsphere.node.cluster.Request.Slots;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
    private static final Append APPEND = new Append(
            7,
            2,
            new Position(41, 6, 1_700_000_000_000L),
            List.of(
                    new Entry(42, 7, List.of(Bytes.utf8("first"), Bytes.utf8("rest"))),
                    new Entry(43, 7, List.of(Bytes.utf8("only")))),
            41,
            new Slots(5, List.of(Bytes.utf8("key five"), Bytes.utf8("key six"))),
            true);

    static Stream<Request> requests() {
        return Stream.of(
                APPEND,
                new Canvass(8, 3, new Position(43, 7, 0), true),
                new Look(),
                new Introduce(),
                new Hand(Bytes.utf8("accounts")),
                new Listen(12));
    }

    static Stream<Reply> replies() {
        return Stream.of(
                new Vote(8, true),
                new Appended(7, false, 40, 39, 12, true),
                new Looked(-1),
                new Introduced(Bytes.utf8("host 1 2 3 true")),
                new Taken(true),
                new Said(Bytes.NONE));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void a_request_arrives_as_it_was(Request request) {
        assertThat(Wire.request(Wire.of(request))).isEqualTo(request);
    }

    @ParameterizedTest
    @MethodSource("replies")
    void a_reply_arrives_as_it_was(Reply reply) {
        assertThat(Wire.reply(Wire.of(reply))).isEqualTo(reply);
    }

    @Test
    void what_is_cut_short_or_goes_on_or_is_of_another_release_is_no_request() {
        var whole = Wire.of(APPEND).array();
        for (var length = 0; length < whole.length; length++) {
            var cut = Bytes.of(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Wire.request(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Wire.request(Bytes.of(Arrays.copyOf(whole, whole.length + 1))))
                .isInstanceOf(IllegalArgumentException.class);
        var other = whole.clone();
        other[0]++;
        assertThatThrownBy(() -> Wire.request(Bytes.of(other))).isInstanceOf(IllegalArgumentException.class);
    }
}
