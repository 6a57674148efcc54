package org.healthsphere.node.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraitsTest {
    private final Traits traits = Traits.of(
            List.of(
                    version(false, "{\"identifier\":[{\"value\":\"A-17\"}],\"name\":[{\"family\":\"Newname\"}]}"),
                    version(true, ""),
                    version(
                            false,
                            "{\"identifier\":[{\"value\":\" 4711 \"},{}],\"name\":[{\"family\":\"Oldname\"}],\"birthDate\":\"1961-07-09\"}")));

    private static StoredResource version(boolean deleted, String json) {
        var id = new ResourceId("Patient", "p");
        return new StoredResource(id, 1, 1, Instant.EPOCH, Optional.of("p"), deleted, Bytes.utf8(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PID|1||4711^^^NORTH",
                "<id extension=\"a-17\"/>",
                "PID|1||9^^^NORTH||OLDNAME^E||19610709",
                "{\"family\":\"Newname\",\"birthDate\":\"1961-07-09\"}"
            })
    void a_message_with_one_of_his_numbers_or_with_name_and_birth_date_is_about_him(String message) {
        assertThat(traits.describe(Bytes.utf8(message))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PID|1||47110^^^NORTH||Oldname^E||19610710",
                "PID|1||14711",
                "A-171",
                "1961-07-09",
                "OLDNAMEY 1961-07-09",
                ""
            })
    void another_message_is_not(String message) {
        assertThat(traits.describe(Bytes.utf8(message))).isFalse();
    }

    @Test
    void who_is_not_known_by_anything_is_in_no_message_and_nobody_is_printed() {
        assertThat(Traits.of(List.of()).describe(Bytes.utf8("anything"))).isFalse();
        assertThat(traits).hasToString("Traits[REDACTED]");
    }
}
