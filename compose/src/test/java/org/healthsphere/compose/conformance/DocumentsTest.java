package org.healthsphere.compose.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents name is there: the files and headings, the tests, types and packages that they speak of. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path ROOMS = ROOT.resolve("node/src/main/java/org/healthsphere/node");
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules");

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
    private static final Pattern TEST =
            Pattern.compile("`(?:[a-z]+\\.)*([A-Z]\\w*(?:Test|IT|Bench|Cost|Figures|Contract))(\\.[a-z]\\w+)?[` ]");
    private static final Pattern TYPE =
            Pattern.compile("`((?:specs|keys|terminology|consent|federation|node)(?:\\.[a-z]+)*\\.[A-Z]\\w*)");
    private static final Pattern FILE = Pattern.compile(
            "`((?:specs|keys|terminology|consent-ledger|federation|node|compose|docs|tools)/[\\w./-]+)[` ]");
    private static final Pattern ROOM = Pattern.compile("`([a-z]+(?:\\.[a-z]+)*)`(?: \\(([^)]*)\\))?");
    private static final Pattern BELOW = Pattern.compile("`(\\.[a-z]+)`");

    @Test
    void each_link_leads_to_a_file_and_a_heading_that_there_are() {
        assertThat(named(LINK, (document, link) -> leads(document, link) ? "" : link.group()))
                .isEmpty();
    }

    @Test
    void each_file_that_is_named_from_the_top_is_there() {
        assertThat(named(FILE, (_, file) -> Files.exists(ROOT.resolve(file.group(1))) ? "" : file.group()))
                .isEmpty();
    }

    @Test
    void each_test_that_is_named_is_there() {
        var tests = javaFiles().map(DocumentsTest::name).collect(Collectors.toSet());
        var methods = TestMethods.all();
        assertThat(named(TEST, (_, test) -> {
                    var method = test.group(2);
                    var there = tests.contains(test.group(1) + ".java")
                            && (method == null || methods.contains(test.group(1) + method));
                    return there ? "" : test.group();
                }))
                .isEmpty();
    }

    @Test
    void each_type_that_is_named_with_its_package_is_there() {
        var types = javaFiles().map(path -> path.toString().replace('\\', '/')).collect(Collectors.toSet());
        assertThat(named(TYPE, (_, type) -> {
                    var file = "/org/healthsphere/" + type.group(1).replace('.', '/') + ".java";
                    return types.stream().anyMatch(path -> path.endsWith(file)) ? "" : type.group();
                }))
                .isEmpty();
    }

    @Test
    void the_map_has_each_package_of_the_node_and_no_other() throws IOException {
        var named = Files.readAllLines(ROOT.resolve("ARCHITECTURE.md")).stream()
                .dropWhile(line -> !line.equals("| Package | Feature |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|", -1)[1])
                .flatMap(DocumentsTest::rooms)
                .collect(Collectors.toSet());
        assertThat(named).allMatch(room -> Files.isDirectory(ROOMS.resolve(room.replace('.', '/'))), "is a package");
        try (var there = Files.list(ROOMS)) {
            assertThat(there.filter(Files::isDirectory).map(DocumentsTest::name))
                    .isSubsetOf(named);
        }
    }

    /** The first cell of a row: {@code `store` (`.ignite`, `.index`)}. */
    private static Stream<String> rooms(String cell) {
        return ROOM.matcher(cell).results().flatMap(room -> {
            var below = room.group(2) == null ? "" : room.group(2);
            return Stream.concat(
                    Stream.of(room.group(1)),
                    BELOW.matcher(below).results().map(part -> room.group(1) + part.group(1)));
        });
    }

    private static boolean leads(Path document, MatchResult link) {
        var file = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
        if (!Files.exists(file)) {
            return false;
        }
        return link.group(2) == null
                || HEADING.matcher(text(file))
                        .results()
                        .map(heading -> anchor(heading.group(1)))
                        .anyMatch(link.group(2)::equals);
    }

    private static String anchor(String heading) {
        return heading.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                .replace(' ', '-');
    }

    private interface Look {
        /** What is wrong, or nothing. */
        String at(Path document, MatchResult found);
    }

    private static Stream<String> named(Pattern pattern, Look look) {
        return files(".md")
                .flatMap(document -> pattern.matcher(text(document))
                        .results()
                        .map(found -> look.at(document, found))
                        .filter(wrong -> !wrong.isEmpty())
                        .map(wrong -> document + ": " + wrong));
    }

    private static Stream<Path> javaFiles() {
        return files(".java");
    }

    private static Stream<Path> files(String ending) {
        try (var all = Files.walk(ROOT)) {
            return all
                    .filter(path -> path.toString().endsWith(ending) && Files.isRegularFile(path) && isOurs(path))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nothing that was built, fetched or hidden. */
    private static boolean isOurs(Path path) {
        for (var part : ROOT.relativize(path)) {
            if (NOT_OURS.contains(part.toString()) || part.toString().startsWith(".")) {
                return false;
            }
        }
        return true;
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
