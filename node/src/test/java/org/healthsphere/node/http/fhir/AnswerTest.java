package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.healthsphere.specs.Fault;
import org.junit.jupiter.api.Test;

class AnswerTest {
    @Test
    void what_passes_is_worth_another_try_and_what_does_not_is_not() {
        assertThat(Answer.of(new Fault.TooMany("exports")).headers()).isEqualTo(Map.of("Retry-After", "5"));
        assertThat(Answer.of(new Fault.Unavailable("a part")).headers()).isEqualTo(Map.of("Retry-After", "5"));
        assertThat(Answer.of(new Fault.NotFound("it")).headers()).isEmpty();
    }
}
