package org.healthsphere.terminology.conformance;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The test cases of the ecosystem, in a folder or in a zip file as they are published. */
final class Suite {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final String MODE = "general";

    private final Path root;
    private final Map<String, JsonNode> files = new HashMap<>();

    private Suite(Path root) {
        this.root = root;
    }

    /** The suite that the variable {@code HIE_TX_SUITE} names, else the one that comes with the project. */
    static Optional<Suite> find() {
        var named = System.getenv("HIE_TX_SUITE");
        var place = named == null || named.isBlank() ? shipped() : Optional.of(Path.of(named));
        return place.filter(Files::exists).map(Suite::open);
    }

    private static Optional<Path> shipped() {
        var name = Path.of("specs", "conformance", "tx-ecosystem", "tests.zip");
        var folder = Optional.of(Path.of("").toAbsolutePath());
        while (folder.isPresent()) {
            var file = folder.orElseThrow().resolve(name);
            if (Files.exists(file)) {
                return Optional.of(file);
            }
            folder = Optional.ofNullable(folder.orElseThrow().getParent());
        }
        return Optional.empty();
    }

    private static Suite open(Path place) {
        try {
            var root = Files.isDirectory(place)
                    ? place
                    : FileSystems.newFileSystem(place).getPath("/");
            return new Suite(Files.exists(root.resolve("tests")) ? root.resolve("tests") : root);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cases that every general purpose server has to pass. */
    List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (var suite : file("test-cases.json").path("suites")) {
            var mode = suite.path("mode").asText(MODE);
            for (var test : suite.path("tests")) {
                if (mode.equals(MODE) && test.path("mode").asText(MODE).equals(MODE)) {
                    cases.add(new Case(this, suite, test));
                }
            }
        }
        return cases;
    }

    JsonNode file(String name) {
        return files.computeIfAbsent(name, this::read);
    }

    private JsonNode read(String name) {
        try {
            var text = Files.readString(root.resolve(name), StandardCharsets.UTF_8);
            var resource = JSON.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
            withoutStrangers(resource);
            return resource;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No element of FHIR has a colon in its name; a parser leaves such out. */
    private static void withoutStrangers(JsonNode node) {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            var _ = object.remove(
                    names.stream().filter(name -> name.contains(":")).toList());
        }
        node.forEach(Suite::withoutStrangers);
    }

    /** One case: what is sent and what is expected. */
    record Case(Suite suite, JsonNode group, JsonNode test) {
        private static final Set<String> WITHOUT_REQUEST = Set.of("metadata", "term-caps");

        String name() {
            return group.path("name").asText() + "/" + test.path("name").asText();
        }

        String operation() {
            return test.path("operation").asText();
        }

        List<JsonNode> setup() {
            List<JsonNode> setup = new ArrayList<>();
            group.path("setup").forEach(file -> setup.add(suite.file(file.asText())));
            return setup;
        }

        JsonNode request() {
            return WITHOUT_REQUEST.contains(operation())
                    ? MissingNode.getInstance()
                    : suite.file(test.path("request").asText());
        }

        JsonNode profile() {
            return suite.file(test.path("profile").asText("parameters-default.json"));
        }

        JsonNode response() {
            return suite.file(test.path("response").asText());
        }

        /** Such as {@code 4xx}. */
        String status() {
            return test.path("http-code").asText("2xx");
        }

        String acceptLanguage() {
            return test.path("Accept-Language").asText("");
        }

        /** The value of the header, when the case sends it. */
        String header(String name) {
            var header = test.path("header");
            return header.path("name").asText("").equalsIgnoreCase(name)
                    ? header.path("value").asText("")
                    : "";
        }

        @Override
        public String toString() {
            return name();
        }
    }
}
