package org.healthsphere.terminology.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.index.Txi;

/**
 * Which compiled files are answered from, sorted. Who answers from equal locks means the same by every code; a lock is named by the digest
 * of its canonical JSON.
 */
public record TerminologyLock(List<Line> lines) {
    private static final JsonMapper JSON = new JsonMapper();

    /** One file: what it is, and the digest of its bytes. */
    public record Line(String kind, Canonical id, Sha256 sha256) {}

    public TerminologyLock {
        lines = lines.stream()
                .distinct()
                .sorted(Comparator.comparing(Line::kind)
                        .thenComparing(Line::id)
                        .thenComparing(line -> line.sha256().hex()))
                .toList();
    }

    /** The lock of exactly these files. */
    public static TerminologyLock of(Collection<Txi> files) {
        return new TerminologyLock(files.stream()
                .map(file -> new Line(file.kind().name(), file.id(), file.sha256()))
                .toList());
    }

    /** The lock in JSON; a fault when it is none, or names no file. */
    public static Outcome<TerminologyLock> parse(Bytes json) {
        try {
            return of(JSON.readTree(json.array()).path("files"));
        } catch (IOException _) {
            return Outcome.failed(new Fault.Invalid("a lock is a JSON object"));
        }
    }

    /** The lock of an array of files, each with {@code kind}, {@code url}, {@code version} and {@code sha256}. */
    public static Outcome<TerminologyLock> of(JsonNode files) {
        try {
            List<Line> lines = new ArrayList<>();
            for (var file : files) {
                var id = new Canonical(
                        file.path("url").asText(""), file.path("version").asText(""));
                lines.add(new Line(
                        file.path("kind").asText(""),
                        id,
                        new Sha256(file.path("sha256").asText(""))));
            }
            return lines.isEmpty()
                    ? Outcome.failed(new Fault.Invalid(List.of(new Problem("files", "names no file"))))
                    : Outcome.of(new TerminologyLock(lines));
        } catch (IllegalArgumentException _) {
            return Outcome.failed(new Fault.Invalid(List.of(new Problem("files", "has a line without a digest"))));
        }
    }

    /** The canonical JSON: {@code {"files": …}}. */
    public Bytes json() {
        var json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("files");
        lines.forEach(line -> list.addObject()
                .put("kind", line.kind())
                .put("url", line.id().url())
                .put("version", line.id().version())
                .put("sha256", line.sha256().hex()));
        return Bytes.of(CanonicalJson.of(json));
    }

    /** What it is named by. */
    public Sha256 digest() {
        return Sha256.of(json().array());
    }
}
