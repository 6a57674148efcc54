package org.healthsphere.terminology.content;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.healthsphere.specs.Bytes;

/** The terminology that comes with the product: the project's own code systems, value sets and maps. */
public final class BundledContent {
    private static final String ROOT = "/fhir/";

    private BundledContent() {}

    /** The source files, in the order of their list; each is below {@code fhir/} on the class path. */
    public static List<SourceFile> sources() {
        return resource("terminology-content.txt")
                .utf8()
                .lines()
                .map(BundledContent::source)
                .toList();
    }

    private static SourceFile source(String name) {
        return new SourceFile(name, resource(name));
    }

    private static Bytes resource(String name) {
        try (var in = BundledContent.class.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + ROOT + name);
            }
            return Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
