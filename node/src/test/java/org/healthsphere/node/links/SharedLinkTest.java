package org.healthsphere.node.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import org.healthsphere.node.links.SharedLink.Use;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;

class SharedLinkTest {
    private static SharedLink opened(int times) {
        return new SharedLink(
                "1",
                "ann",
                "For Dr Sample",
                Instant.EPOCH,
                Instant.MAX,
                Bytes.NONE,
                Optional.empty(),
                Optional.empty(),
                Collections.nCopies(times, new Use(Instant.EPOCH, "Dr Sample")));
    }

    @Test
    void a_link_that_may_have_been_opened_more_often_than_is_kept_says_so() {
        assertThat(opened(SharedLink.MOST_USES - 1).mayHaveMore()).isFalse();
        assertThat(opened(SharedLink.MOST_USES).mayHaveMore()).isTrue();
    }
}
