package org.healthsphere.node.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** How far an application has come, as a member tells the newcomer. */
public sealed interface Progress {
    /** The member has it; nobody has proposed it yet. */
    record Received() implements Progress {}

    /** It is before the members; {@code votes} are for it, {@code needed} decide. */
    record Proposed(int votes, int needed) implements Progress {}

    /** The members want it; the authority has not certified its keys yet. */
    record Admitted() implements Progress {}

    /** All is there. */
    record Certified(Welcome welcome) implements Progress {}

    /** The time for the votes is over, or the member was suspended again. */
    record Over() implements Progress {}

    /** As it is sent. */
    default ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        return switch (this) {
            case Received _ -> json.put("state", "received");
            case Proposed(var votes, var needed) ->
                json.put("state", "proposed").put("votes", votes).put("needed", needed);
            case Admitted _ -> json.put("state", "admitted");
            case Certified(var welcome) -> json.put("state", "certified").set("welcome", welcome.json());
            case Over _ -> json.put("state", "over");
        };
    }

    /** What was sent. */
    static Outcome<Progress> parse(String text) {
        try {
            return parse(new ObjectMapper().readTree(text));
        } catch (JsonProcessingException e) {
            return unreadable();
        }
    }

    private static Outcome<Progress> parse(JsonNode json) {
        return switch (json.path("state").asText()) {
            case "received" -> Outcome.of(new Received());
            case "proposed" ->
                Outcome.of(new Proposed(
                        json.path("votes").asInt(), json.path("needed").asInt()));
            case "admitted" -> Outcome.of(new Admitted());
            case "certified" -> Welcome.parse(json.path("welcome")).map(Certified::new);
            case "over" -> Outcome.of(new Over());
            default -> unreadable();
        };
    }

    private static Outcome<Progress> unreadable() {
        return Outcome.failed(new Fault.Invalid("what the member answered is not understood"));
    }
}
