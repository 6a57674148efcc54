package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsphere.node.config.ConfigFile;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hie messages}: which messages a running node has kept, and mapping them again. */
@Command(
        name = "messages",
        mixinStandardHelpOptions = true,
        description = {
            "Messages that a running node keeps as they came: after a mapping was mended they can be mapped again,",
            "over what they came to. What is told no more is withdrawn; its history stays. The same again changes nothing.",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong usage,",
            "4 done, but for messages that cannot be mapped: each is named with its reason, and stays where it is."
        },
        footer = {
            "",
            "hie messages list       --config node.conf --source lab --from 2026-01-01T00:00:00Z",
            "hie messages replay     --config node.conf --source lab",
            "hie messages replay     --config node.conf 3f2a...",
            "hie messages waiting    --config node.conf   what was set aside, and why",
            "hie messages quarantine --config node.conf   tries it again",
            "hie messages withdraw   --config node.conf 3f2a...   as if it had never come: undoes a merge"
        })
final class ReplayCommand {
    @Spec
    private @Nullable CommandSpec spec;

    /** Which node, and which of its messages. */
    static final class Chosen {
        @Option(names = "--config", required = true, paramLabel = "FILE", description = "The node's settings.")
        private Path config = Path.of("");

        @Option(names = "--source", paramLabel = "NAME", description = "Only of this system of the hospital.")
        private String source = "";

        @Option(names = "--kind", paramLabel = "KIND", description = "Only v2, ccda, fhir, bulk or table.")
        private String kind = "";

        @Option(names = "--from", paramLabel = "TIME", description = "Only what came at this instant or later.")
        private String from = "";

        @Option(names = "--until", paramLabel = "TIME", description = "Only what came before this instant.")
        private String until = "";

        Map<String, String> named() {
            var named = new TreeMap<>(Map.of("source", source, "kind", kind, "from", from, "until", until));
            named.values().removeIf(String::isEmpty);
            return named;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Which are kept; at most the last 1000.")
    int list(@Mixin Chosen chosen) {
        return answered(
                chosen,
                node -> node.get("steward", Role.STEWARD, "/api/v1/messages?" + query(chosen)),
                ReplayCommand::listed,
                _ -> Optional.empty());
    }

    private static String query(Chosen chosen) {
        return chosen.named().entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String listed(JsonNode json) {
        var lines = new ArrayList<String>();
        for (var message : json.path("messages")) {
            lines.add("%s  %s  %s  %s  %s%s"
                    .formatted(
                            message.path("message").asText(),
                            message.path("at").asText(),
                            message.path("source").asText(),
                            message.path("kind").asText(),
                            message.path("id").asText(),
                            message.path("withdrawn").asBoolean() ? "  withdrawn" : ""));
        }
        return lines.isEmpty() ? "None is kept." : String.join(System.lineSeparator(), lines);
    }

    @Command(
            name = "waiting",
            mixinStandardHelpOptions = true,
            description = "What was set aside and waits in quarantine, oldest first, each with its reason.")
    int waiting(@Mixin Chosen chosen) {
        return answered(
                chosen,
                node -> node.get("steward", Role.STEWARD, "/api/v1/messages/waiting?" + query(chosen)),
                ReplayCommand::waitingOnes,
                _ -> Optional.empty());
    }

    private static String waitingOnes(JsonNode json) {
        var lines = new ArrayList<String>();
        for (var entry : json.path("waiting")) {
            lines.add("%s  %s  %s  %s  %s"
                    .formatted(
                            entry.path("entry").asText(),
                            entry.path("since").asText(),
                            entry.path("source").asText(),
                            entry.path("kind").asText(),
                            entry.path("reason").asText()));
        }
        return lines.isEmpty() ? "None waits." : String.join(System.lineSeparator(), lines);
    }

    @Command(
            name = "replay",
            mixinStandardHelpOptions = true,
            description = "Maps one message again, or all that the options choose.")
    int replay(
            @Mixin Chosen chosen,
            @Parameters(arity = "0..1", paramLabel = "MESSAGE", description = "As the list names it.") @Nullable
                    String message) {
        return ordered(chosen, "replay", message);
    }

    @Command(
            name = "quarantine",
            mixinStandardHelpOptions = true,
            description = "Tries everything again that waits in quarantine.")
    int quarantine(@Mixin Chosen chosen) {
        return ordered(chosen, "quarantine", null);
    }

    @Command(
            name = "withdraw",
            mixinStandardHelpOptions = true,
            description = "Lets a message count no more, as if it had never come; of a merge, undoes it.")
    int withdraw(
            @Mixin Chosen chosen,
            @Parameters(paramLabel = "MESSAGE", description = "As the list names it.") String message) {
        return ordered(chosen, "withdraw", message);
    }

    @Command(name = "restore", mixinStandardHelpOptions = true, description = "Lets a withdrawn message count again.")
    int restore(
            @Mixin Chosen chosen,
            @Parameters(paramLabel = "MESSAGE", description = "As the list names it.") String message) {
        return ordered(chosen, "restore", message);
    }

    private int ordered(Chosen chosen, String action, @Nullable String message) {
        ObjectNode order = JsonNodeFactory.instance.objectNode().put("action", action);
        chosen.named().forEach(order::put);
        if (message != null) {
            order.put("message", message);
        }
        return answered(
                chosen,
                node -> node.post("steward", Role.STEWARD, "/api/v1/messages/replays", order),
                ReplayCommand::reported,
                report -> Optional.of(report.path("refused").size())
                        .filter(refused -> refused > 0)
                        .map(refused -> refused + " " + aside(chosen, action)));
    }

    private static String aside(Chosen chosen, String action) {
        return action.equals("quarantine")
                ? "still set aside; hie messages waiting --config %s says why.".formatted(chosen.config)
                : "cannot be mapped; the lines that begin with 'refused' say why, and what they told before stays.";
    }

    private static String reported(JsonNode report) {
        var lines = new ArrayList<String>();
        lines.add("%d messages: %d resources changed, %d withdrawn, %d left as they were."
                .formatted(
                        report.path("messages").asInt(),
                        report.path("changed").asInt(),
                        report.path("withdrawn").asInt(),
                        report.path("left").size()));
        report.path("refused")
                .properties()
                .forEach(e ->
                        lines.add("refused " + e.getKey() + ": " + e.getValue().asText()));
        report.path("left")
                .properties()
                .forEach(e ->
                        lines.add("left " + e.getKey() + ": " + e.getValue().asText()));
        return String.join(System.lineSeparator(), lines);
    }

    /** One call of the node. */
    private interface Asking {
        Outcome<JsonNode> ask(OwnNode node) throws InterruptedIOException;
    }

    private int answered(
            Chosen chosen,
            Asking asking,
            Function<JsonNode, String> words,
            Function<JsonNode, Optional<String>> aside) {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var answer = ConfigFile.read(chosen.config, System.getenv())
                .then(settings -> Vaults.open(settings).then(identity -> {
                    try (var node = new OwnNode(settings, identity)) {
                        return asking.ask(node);
                    } catch (InterruptedIOException e) {
                        throw new UncheckedIOException(e);
                    }
                }));
        return Answers.of(answer, command.getOut(), command.getErr(), words, aside);
    }
}
