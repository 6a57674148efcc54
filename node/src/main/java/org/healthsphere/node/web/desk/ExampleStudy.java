package org.healthsphere.node.web.desk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The document that a researcher begins with. */
public final class ExampleStudy {
    private static final String FILE = "/studies/example-study.json";

    private ExampleStudy() {}

    public static String text() {
        try (var in = ExampleStudy.class.getResourceAsStream(FILE)) {
            return new String(
                    Optional.ofNullable(in)
                            .orElseThrow(() -> new IllegalStateException("the example is missing: " + FILE))
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
