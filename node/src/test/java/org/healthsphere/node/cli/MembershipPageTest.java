package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MembershipPageTest {
    @Test
    void an_application_that_cannot_be_answered_says_why() throws IOException {
        var state = new ObjectMapper().readTree("""
                {"handedOver": true, "members": ["north"], "proposals": [], "applications": [
                  {"application": "ab", "member": "west", "state": "unanswered", "problem": "the list is missing"},
                  {"application": "cd", "member": "east", "state": "received"}]}
                """);
        assertThat(MembershipPage.of(state).lines())
                .contains("  unanswered: the list is missing")
                .contains("  received");
    }
}
