package org.healthsphere.federation.exchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Iterator;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;

/**
 * The written form of an answer of any length, version 3: what is fetched in pieces.
 *
 * <p>A line of canonical JSON that names the query and has the receipt; for each record a line that says what it is and how long, and its
 * bytes as the member's store has them; a last line that says how many records there were. One record after the other is in memory.
 * {@link AnswerParser} reads it.
 */
final class AnswerStream {
    static final String RECORDS = "records";

    private AnswerStream() {}

    static void write(String query, Bytes receipt, Iterator<ReleasedRecord> records, OutputStream to)
            throws IOException {
        line(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("protocol", Protocol.PIECES)
                        .put("query", query)
                        .put("receipt", receipt.base64url()),
                to);
        var count = 0L;
        while (records.hasNext()) {
            write(records.next(), to);
            count++;
        }
        line(JsonNodeFactory.instance.objectNode().put(RECORDS, count), to);
    }

    private static void write(ReleasedRecord record, OutputStream to) throws IOException {
        line(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("type", record.type())
                        .put("id", record.id())
                        .put("version", record.version())
                        .put("length", record.json().length()),
                to);
        to.write(record.json().array());
    }

    private static void line(ObjectNode json, OutputStream to) throws IOException {
        to.write(CanonicalJson.of(json));
        to.write('\n');
    }
}
