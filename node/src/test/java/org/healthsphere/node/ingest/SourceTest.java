package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.ZoneOffset;
import java.util.Map;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceTest {
    @ParameterizedTest
    @CsvSource({
        "NORTH, https://north.example/mrn",
        "2.16.840.1.1, urn:oid:2.16.840.1.1",
        "AccMgr, https://healthsphere.org/sid/north/accmgr",
        "GOOD HEALTH (lab), https://healthsphere.org/sid/north/good-health-lab",
        "'', https://healthsphere.org/sid/north/local"
    })
    void every_authority_has_a_system_of_its_own(String authority, String system) {
        assertThat(Kit.source().identifierSystem(authority)).isEqualTo(system);
    }

    @Test
    void a_name_is_part_of_an_address() {
        assertThatThrownBy(() -> new Source("North!", ZoneOffset.UTC, Map.of(), Map.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void where_a_part_of_an_id_ends_is_part_of_it() {
        assertThat(Ids.digest("ab", "c")).isNotEqualTo(Ids.digest("a", "bc"));
        assertThat(Ids.of("Patient", "a").id()).hasSize(32);
    }

    @Test
    void what_distinguishes_messages_is_who_sent_which_content_under_which_id() {
        var id = new MessageId("v2", "north", "lab", "1", Sha256.of("a"));
        assertThat(new MessageId("v2", "north", "lab", "1", Sha256.of("a")).key())
                .isEqualTo(id.key());
        assertThat(new MessageId("v2", "north", "lab", "1", Sha256.of("b")).key())
                .isNotEqualTo(id.key());
        assertThat(new MessageId("v2", "north", "ward", "1", Sha256.of("a")).key())
                .isNotEqualTo(id.key());
        assertThat(id.toString()).doesNotContain("lab");
    }
}
