package org.healthsphere.terminology;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.Terminology.Concept;

/**
 * The name of a set of codes: SHA-256 over the lines {@code system|version#code} and a line feed, in UTF-8, sorted by bytes,
 * codes spelled as their system defines them. Two nodes with equal digests mean the same codes.
 */
public final class ExpansionDigest {
    private ExpansionDigest() {}

    public static String of(Stream<Concept> concepts) {
        return ofLines(concepts.map(concept -> line(
                concept.coding().system(), concept.version(), concept.coding().code())));
    }

    public static String ofLines(Stream<String> lines) {
        return Sha256.of(lines.map(line -> line.getBytes(StandardCharsets.UTF_8))
                        .sorted(Arrays::compareUnsigned)
                        .toArray(byte[][]::new))
                .hex();
    }

    public static String line(String system, String version, String code) {
        return system + "|" + version + "#" + code + "\n";
    }
}
