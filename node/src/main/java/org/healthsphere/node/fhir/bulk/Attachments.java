package org.healthsphere.node.fhir.bulk;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.healthsphere.specs.Bytes;

/**
 * The addresses of attachments that this server holds, as whoever reads a file can follow them: whole ones (Bulk Data Access 2.0,
 * "Attachments"). Behind them is a Binary, which passes the gate under the same token; what lies elsewhere stays as its source says.
 */
final class Attachments {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final byte[] MARK = "\"Binary/".getBytes(US_ASCII);
    private static final Pattern OWN =
            Pattern.compile("Binary/[A-Za-z0-9\\-.]{1,64}(/_history/[A-Za-z0-9\\-.]{1,64})?");

    private Attachments() {}

    /**
     * The resource with its own attachments found from anywhere.
     *
     * @param base the address under which this server is asked, without a slash at the end
     */
    static Bytes addressed(Bytes resource, String base) {
        var json = resource.array();
        if (!mentions(json)) {
            return resource;
        }
        var out = new ByteArrayOutputStream(json.length + base.length());
        try (var parser = FACTORY.createParser(json);
                var generator = FACTORY.createGenerator(out)) {
            while (parser.nextToken() != null) {
                if (isAddress(parser)) {
                    generator.writeString(base + "/" + parser.getText());
                } else {
                    generator.copyCurrentEventExact(parser);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Bytes.of(out.toByteArray());
    }

    private static boolean isAddress(JsonParser parser) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING
                && "url".equals(parser.currentName())
                && OWN.matcher(parser.getText()).matches();
    }

    /** Most resources have none, and are not read for it. */
    private static boolean mentions(byte[] json) {
        for (var i = 0; i + MARK.length <= json.length; i++) {
            if (json[i] == MARK[0] && matches(json, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] json, int at) {
        for (var i = 0; i < MARK.length; i++) {
            if (json[at + i] != MARK[i]) {
                return false;
            }
        }
        return true;
    }
}
