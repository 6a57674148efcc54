package org.healthsphere.node.web.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.ops.CurationPages.OpenCode;
import org.junit.jupiter.api.Test;

/** A page that shows the first of many says so. */
class ShownTest {
    private static final MappingSheet.Kept KEPT =
            new MappingSheet.Kept("part", Instant.EPOCH, "laboratory", "v2", "m17", false, List.of());
    private static final OpenCode CODE = new OpenCode("id", "system", "code", "name", "target", 1);

    private static MappingSheet.KeptView kept(int number) {
        return new MappingSheet.KeptView(List.of(), "", "", Collections.nCopies(number, KEPT), Optional.empty());
    }

    private static CurationView open(int number) {
        return new CurationView(
                Collections.nCopies(number, CODE), List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    @Test
    void of_kept_messages() {
        assertThat(kept(MappingPages.MOST_KEPT - 1).mayHaveMore()).isFalse();
        assertThat(kept(MappingPages.MOST_KEPT).mayHaveMore()).isTrue();
    }

    @Test
    void of_codes_without_a_meaning() {
        assertThat(open(CurationPages.MOST_OPEN - 1).mayHaveMore()).isFalse();
        assertThat(open(CurationPages.MOST_OPEN).mayHaveMore()).isTrue();
    }
}
