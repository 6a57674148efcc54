package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every command that the documents tell somebody to give is one that there is, with the options that it is given. */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of("..");
    private static final CommandLine HIE = Hie.commandLine();

    /** Those of the script {@code hie} itself. */
    private static final Set<String> SCRIPT = Set.of("verify", "load", "record", "--help");

    private static final Pattern IN_TEXT = Pattern.compile("`(?:\\./)?hie ([^`]*)`");
    private static final Pattern IN_BLOCKS =
            Pattern.compile("(?m)^(?:    |   )?(?:\\w+=\\$\\()?(?:\\./)?hie  ?((?:[^\\n\\\\#|]|\\\\\\n)*)");

    @Test
    void every_command_of_the_documents_is_one_that_there_is() throws IOException {
        var wrong = new ArrayList<String>();
        var seen = 0;
        for (var page : pages()) {
            for (var command : commands(Files.readString(page))) {
                seen++;
                problem(command)
                        .map(why -> page + ": hie " + command + ": " + why)
                        .forEach(wrong::add);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(90);
    }

    @Test
    void another_command_or_option_is_found() {
        assertThat(problem("ledger fly --data DIR")).isNotEmpty();
        assertThat(problem("ledger up --wings 2")).isNotEmpty();
        assertThat(problem("ledger up --data DIR --port 7051")).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (var docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md")
                                    .map(ROOT::resolve),
                            docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static List<String> commands(String page) {
        return Stream.of(IN_TEXT, IN_BLOCKS)
                .flatMap(pattern -> pattern.matcher(page).results())
                .map(found -> found.group(1).replace("\\\n", " ").strip())
                .toList();
    }

    private static Stream<String> problem(String command) {
        var at = HIE;
        var words = List.of(command.split("\\s+"));
        if (SCRIPT.contains(words.getFirst())) {
            return Stream.empty();
        }
        for (var either : words) {
            var word = either.replaceAll("\\|.*", "");
            var next = at.getSubcommands().get(word);
            if (next != null) {
                at = next;
            } else if (!at.getSubcommands().isEmpty() && word.matches("[a-z][a-z-]+")) {
                return Stream.of(word + " is no command");
            } else {
                break;
            }
        }
        return options(words, at);
    }

    private static Stream<String> options(List<String> words, CommandLine command) {
        return words.stream()
                .map(word -> word.replaceAll("[\\[\\])]|=.*", ""))
                .filter(word -> word.matches("--[a-z].*"))
                .filter(option -> !command.getCommandSpec().optionsMap().containsKey(option))
                .map(option -> option + " is no option");
    }
}
