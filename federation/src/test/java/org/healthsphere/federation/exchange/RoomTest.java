package org.healthsphere.federation.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.healthsphere.specs.NodeId;
import org.junit.jupiter.api.Test;

class RoomTest {
    private static final NodeId SOUTH = new NodeId("south");
    private static final NodeId WEST = new NodeId("west");

    private final Room room = new Room(new RecordExchange.Bounds(10, 1_000));

    @Test
    void all_members_together_get_no_more_than_there_is() {
        assertThat(room.takes(SOUTH, 6, 100)).isTrue();
        assertThat(room.takes(WEST, 5, 100)).isFalse();
        assertThat(room.takes(WEST, 4, 901)).isFalse();
        assertThat(room.takes(WEST, 4, 900)).isTrue();
        assertThat(room.takes(SOUTH, 1, 0)).isFalse();
        assertThat(room.takes(SOUTH, 0, 1)).isFalse();
        assertThat(room.takes(SOUTH, 0, 0)).isTrue();
    }

    @Test
    void what_is_given_back_others_may_have() {
        assertThat(room.takes(SOUTH, 10, 1_000)).isTrue();
        room.leaves(WEST);
        assertThat(room.takes(WEST, 1, 1)).isFalse();
        room.leaves(SOUTH);
        assertThat(room.takes(WEST, 10, 1_000)).isTrue();
    }

    @Test
    void a_length_that_no_answer_has_takes_no_room_by_overflow() {
        assertThat(room.takes(SOUTH, 1, 1)).isTrue();
        assertThat(room.takes(WEST, 1, Long.MAX_VALUE)).isFalse();
        assertThat(room.takes(WEST, Long.MAX_VALUE, 1)).isFalse();
    }

    @Test
    void bounds_are_of_at_least_one() {
        assertThatThrownBy(() -> new RecordExchange.Bounds(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RecordExchange.Bounds(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
