package org.healthsphere.node.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * What a backup is and what it holds; signed by the node that made it. It tells nothing about anybody.
 *
 * @param base the backup that this one adds to; empty: it is a full one
 * @param after the change after which it begins
 * @param to the last change that is in it
 * @param erased the numbers of the keys that had been destroyed by then
 */
record Manifest(
        NodeId node,
        String name,
        Optional<Base> base,
        Instant taken,
        long after,
        long to,
        Set<Integer> erased,
        List<Part> parts) {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Another backup in the same folder, and the digest of its manifest. */
    record Base(String name, Sha256 manifest) {}

    /** One file of the backup. */
    record Part(String file, long bytes, Sha256 digest) {}

    /** In canonical JSON (RFC 8785), which is what is signed. */
    Bytes bytes() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("backup", VERSION)
                .put("node", node.value())
                .put("name", name)
                .put("taken", taken.toString())
                .put("after", after)
                .put("to", to);
        base.ifPresent(b -> json.putObject("base")
                .put("name", b.name())
                .put("manifest", b.manifest().hex()));
        var gone = json.putArray("erased");
        erased.forEach(gone::add);
        var files = json.putArray("parts");
        parts.forEach(part -> files.addObject()
                .put("file", part.file())
                .put("bytes", part.bytes())
                .put("sha256", part.digest().hex()));
        return Bytes.of(CanonicalJson.of(json));
    }

    static Outcome<Manifest> of(Bytes bytes) {
        try {
            var json = JSON.readTree(bytes.array());
            return json.path("backup").asInt() == VERSION
                    ? Outcome.of(of(json))
                    : Outcome.failed(new Fault.VersionMismatch("the backup is of another release"));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Outcome.failed(new Fault.Invalid("not the manifest of a backup"));
        }
    }

    private static Manifest of(JsonNode json) {
        var erased = new TreeSet<Integer>();
        json.path("erased").forEach(number -> erased.add(number.asInt()));
        List<Part> parts = new ArrayList<>();
        json.path("parts")
                .forEach(part -> parts.add(new Part(
                        part.path("file").asText(),
                        part.path("bytes").asLong(),
                        new Sha256(part.path("sha256").asText()))));
        var base = Optional.of(json.path("base"))
                .filter(JsonNode::isObject)
                .map(b -> new Base(
                        b.path("name").asText(), new Sha256(b.path("manifest").asText())));
        return new Manifest(
                new NodeId(json.path("node").asText()),
                json.path("name").asText(),
                base,
                Instant.parse(json.path("taken").asText()),
                json.path("after").asLong(),
                json.path("to").asLong(),
                erased,
                List.copyOf(parts));
    }
}
