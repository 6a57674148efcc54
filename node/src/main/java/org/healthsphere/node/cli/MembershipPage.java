package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Members, applications and proposals, as a page for people. */
final class MembershipPage {
    private MembershipPage() {}

    static String of(JsonNode state) {
        List<String> lines = new ArrayList<>();
        lines.add("Members: " + String.join(", ", texts(state.path("members"))));
        lines.add(
                state.path("handedOver").asBoolean()
                        ? "The members decide who is one of them."
                        : "The founder decides who is a member; he has not handed over.");
        state.path("applications").forEach(application -> lines.add(application(application)));
        state.path("proposals").forEach(proposal -> lines.add(proposal(proposal)));
        return String.join("\n", lines);
    }

    private static String application(JsonNode application) {
        return """

                application %s
                  %s: %s, at %s (names: %s)
                  fingerprint %s — compare it with the hospital's own before you propose it
                  %s""".formatted(
                                application.path("application").asText(),
                                application.path("member").asText(),
                                application.path("organization").asText(),
                                application.path("endpoint").asText(),
                                String.join(", ", texts(application.path("hosts"))),
                                application.path("fingerprint").asText(),
                                application.path("state").asText())
                + (application.has("problem")
                        ? ": " + application.path("problem").asText()
                        : "");
    }

    private static String proposal(JsonNode proposal) {
        var votes = texts(proposal.path("votes"));
        var fate = proposal.path("carried").asBoolean()
                ? "carried"
                : proposal.path("open").asBoolean()
                        ? "%d of %d votes (%s), open until %s"
                                .formatted(
                                        votes.size(),
                                        proposal.path("needed").asInt(),
                                        String.join(", ", votes),
                                        proposal.path("until").asText())
                        : "not carried in time";
        return "\nproposal %s: %s %s%s%n  %s"
                .formatted(
                        proposal.path("proposal").asText(),
                        proposal.path("change").asText(),
                        proposal.path("member").asText(),
                        proposal.has("fingerprint")
                                ? " (" + proposal.path("organization").asText() + ", fingerprint "
                                        + proposal.path("fingerprint").asText() + ")"
                                : "",
                        fate);
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
