package org.healthsphere.specs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void an_invalid_request_has_a_problem() {
        assertThatThrownBy(() -> new Fault.Invalid(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unprocessable_content_has_a_problem() {
        assertThatThrownBy(() -> new Fault.Unprocessable(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
