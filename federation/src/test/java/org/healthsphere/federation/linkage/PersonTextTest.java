package org.healthsphere.federation.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PersonTextTest {
    private static Optional<String> text(String name, String birth, String gender) {
        try {
            return PersonText.of(Demographics.of(new ObjectMapper().readTree("""
                    {"resourceType":"Patient","name":[%s],"birthDate":"%s","gender":"%s"}""".formatted(name, birth, gender))));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final String NAME = "{\"given\":[\"Maria\"],\"family\":\"Sample\"}";

    @Test
    void it_is_the_same_in_capitals_and_with_another_name_beside() {
        var text = text(NAME, "1970-04-01", "female");
        assertThat(text).isPresent();
        assertThat(text("{\"given\":[\"MARIA\"],\"family\":\" sample\"}", "1970-04-01", "female"))
                .isEqualTo(text);
        assertThat(text(NAME + ",{\"given\":[\"Maria\"],\"family\":\"Tester\"}", "1970-04-01", "female"))
                .isEqualTo(text);
    }

    @Test
    void another_day_name_or_gender_is_somebody_else() {
        var text = text(NAME, "1970-04-01", "female");
        assertThat(text(NAME, "1970-04-02", "female")).isNotEqualTo(text);
        assertThat(text(NAME, "1970-04-01", "male")).isNotEqualTo(text);
        assertThat(text(NAME.replace("Maria", "Mario"), "1970-04-01", "female")).isNotEqualTo(text);
    }

    @Test
    void whoever_is_not_known_well_enough_has_none() {
        assertThat(text(NAME, "1970-04", "female")).isEmpty();
        assertThat(text("{\"family\":\"Sample\"}", "1970-04-01", "female")).isEmpty();
    }
}
