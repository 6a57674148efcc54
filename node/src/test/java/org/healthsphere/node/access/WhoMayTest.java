package org.healthsphere.node.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.access.WhoMay.Rule;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;

class WhoMayTest {
    private static final Route OPEN = Route.get("/");
    private static final Route SHUT = Route.post("/me");

    private final WhoMay table = new WhoMay(Rule.anybody(OPEN), Rule.only(SHUT, Role.PATIENT, Role.AUDITOR));

    @Test
    void a_route_without_a_rule_may_be_called_by_nobody() {
        for (var role : Role.values()) {
            assertThat(table.permits(Route.get("/me"), Optional.of(role))).isFalse();
        }
        assertThat(table.permits(Route.get("/me"), Optional.empty())).isFalse();
    }

    @Test
    void a_route_may_be_called_by_the_roles_of_its_rule_only() {
        for (var role : Role.values()) {
            assertThat(table.permits(SHUT, Optional.of(role))).isEqualTo(role == Role.PATIENT || role == Role.AUDITOR);
            assertThat(table.permits(OPEN, Optional.of(role))).isTrue();
        }
        assertThat(table.permits(SHUT, Optional.empty())).isFalse();
        assertThat(table.permits(OPEN, Optional.empty())).isTrue();
    }

    @Test
    void a_route_has_one_rule() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WhoMay(Rule.anybody(OPEN), Rule.only(OPEN, Role.PATIENT)))
                .withMessageContaining("two rules");
    }
}
