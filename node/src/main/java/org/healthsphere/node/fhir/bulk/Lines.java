package org.healthsphere.node.fhir.bulk;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;

/** Writes newline-delimited JSON: each resource in a line of its own, with its bytes as they are where these have no line breaks. */
final class Lines {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Lines() {}

    static Bytes of(List<Bytes> resources) {
        var out = new ByteArrayOutputStream();
        for (var resource : resources) {
            out.writeBytes(inOneLine(resource.array()));
            out.write('\n');
        }
        return Bytes.of(out.toByteArray());
    }

    private static byte[] inOneLine(byte[] json) {
        for (var b : json) {
            if (b == '\n' || b == '\r') {
                return compact(json);
            }
        }
        return json;
    }

    /** In JSON, line breaks stand only between tokens; numbers keep their digits. */
    private static byte[] compact(byte[] json) {
        var out = new ByteArrayOutputStream(json.length);
        try (var parser = FACTORY.createParser(json);
                var generator = FACTORY.createGenerator(out)) {
            while (parser.nextToken() != null) {
                generator.copyCurrentEventExact(parser);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** Says that a resource is gone, as Bulk Data Access 2.0 has it: a transaction that would delete it. */
    static Bytes deletion(ResourceId id) {
        return Bytes.utf8("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"request\":"
                + "{\"method\":\"DELETE\",\"url\":\"" + id + "\"}}]}");
    }
}
