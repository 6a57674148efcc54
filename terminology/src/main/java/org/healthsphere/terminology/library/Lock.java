package org.healthsphere.terminology.library;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.SourceFile;
import org.healthsphere.terminology.index.Compiler;

/**
 * What the folder was compiled from and to. Two nodes with equal locks mean the same by every code.
 *
 * @param sources digest of all source files together
 * @param files digests of the compiled files, sorted
 */
record Lock(Sha256 sources, List<Sha256> files) {
    private static final JsonMapper JSON = new JsonMapper();

    Lock {
        files = files.stream().sorted(Comparator.comparing(Sha256::hex)).toList();
    }

    /** The digest of all source files in whatever order, of what a fingerprint stands for, and of the format they are compiled to. */
    static Sha256 digest(List<SourceFile> sources, Sha256 fingerprint) {
        var lines = new StringBuilder("format " + Compiler.FORMAT + "\n" + fingerprint + "\n");
        sources.stream()
                .map(source -> source.sha256() + " " + source.name() + "\n")
                .sorted()
                .forEach(lines::append);
        return Sha256.of(lines.toString());
    }

    byte[] toBytes() {
        var json = JsonNodeFactory.instance.objectNode().put("sources", sources.hex());
        var list = json.putArray("files");
        files.forEach(file -> list.add(file.hex()));
        return CanonicalJson.of(json);
    }

    /** The lock in the bytes; empty when they are none, as after a crash or a repair by hand. */
    static Optional<Lock> of(byte[] bytes) {
        try {
            var json = JSON.readTree(bytes);
            List<Sha256> files = new ArrayList<>();
            for (var file : json.path("files")) {
                files.add(new Sha256(file.asText()));
            }
            return Optional.of(new Lock(new Sha256(json.path("sources").asText()), files));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
