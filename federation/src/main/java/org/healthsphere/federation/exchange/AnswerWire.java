package org.healthsphere.federation.exchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * The written form of an answer, the same in versions 1 and 2; in version 3 it may be elsewhere ({@link AnswerStream}).
 *
 * <p>The first line is canonical JSON: the outcome, the receipt, and of each record what it is and how long. The bytes of the
 * records follow, one after the other, as the member's store has them.
 */
final class AnswerWire {
    private static final String ANSWERED = "answered";
    private static final String NOTHING = "nothing-to-release";
    private static final String STALE = "stale";
    private static final String MISMATCH = "version-mismatch";
    private static final String ELSEWHERE = "elsewhere";
    private static final int MOST_RECORDS = 100_000;
    private static final int MOST_PIECES = 1 << 24;

    /** A record on its way: what is said of it before its bytes. */
    record Announced(String type, String id, long version, long length) {
        ReleasedRecord with(Bytes json) {
            return new ReleasedRecord(type, id, version, json);
        }
    }

    private AnswerWire() {}

    static Bytes write(RecordAnswer answer, int version) {
        return switch (answer) {
            case RecordAnswer.Answered(var query, var records, var receipt) ->
                joined(head(version, query, ANSWERED, receipt, records), records);
            case RecordAnswer.NothingToRelease(var query, var receipt) ->
                joined(head(version, query, NOTHING, receipt, List.of()), List.of());
            case RecordAnswer.Elsewhere elsewhere -> joined(head(version, elsewhere), List.of());
            case RecordAnswer.Stale(var query) -> joined(head(version, query, STALE), List.of());
            case RecordAnswer.VersionMismatch(var query, var supported) -> {
                var head = head(version, query, MISMATCH);
                supported.forEach(head.putArray("supported")::add);
                yield joined(head, List.of());
            }
        };
    }

    private static ObjectNode head(int version, String query, String outcome) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("protocol", version)
                .put("query", query)
                .put("outcome", outcome);
    }

    private static ObjectNode head(
            int version, String query, String outcome, Bytes receipt, List<ReleasedRecord> records) {
        var head = head(version, query, outcome).put("receipt", receipt.base64url());
        var list = head.putArray("records");
        records.forEach(record -> list.addObject()
                .put("type", record.type())
                .put("id", record.id())
                .put("version", record.version())
                .put("length", record.json().length()));
        return head;
    }

    private static ObjectNode head(int version, RecordAnswer.Elsewhere elsewhere) {
        return head(version, elsewhere.query(), ELSEWHERE)
                .put("receipt", elsewhere.receipt().base64url())
                .put("ticket", elsewhere.ticket())
                .put("pieces", elsewhere.pieces())
                .put("length", elsewhere.length());
    }

    private static Bytes joined(ObjectNode head, List<ReleasedRecord> records) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(CanonicalJson.of(head));
        out.write('\n');
        records.forEach(record -> out.writeBytes(record.json().array()));
        return Bytes.of(out.toByteArray());
    }

    static Outcome<RecordAnswer> parse(Bytes bytes, int version) {
        var end = endOfLine(bytes.array());
        if (end < 0) {
            return Outcome.failed(new Fault.Invalid("an answer has a first line that says what it is"));
        }
        var head = Bytes.of(Arrays.copyOf(bytes.array(), end));
        var body = Bytes.of(Arrays.copyOfRange(bytes.array(), end + 1, bytes.length()));
        return Fields.parse(head).then(fields -> answer(fields, body, version));
    }

    private static int endOfLine(byte[] bytes) {
        for (var i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static Outcome<RecordAnswer> answer(Fields fields, Bytes body, int version) {
        var query = fields.read("query", "the id of a query", "", text -> text);
        var outcome = fields.read("outcome", "an outcome", "", text -> text);
        if (!outcome.equals(MISMATCH) && fields.number("protocol", 1) != version) {
            fields.problem("protocol", "must be the version of the query");
        }
        return switch (outcome) {
            case ANSWERED -> answered(fields, query, body);
            case NOTHING -> nothing(fields, query, body);
            case ELSEWHERE -> {
                if (version != Protocol.PIECES) {
                    fields.problem("outcome", "is not one of this version");
                }
                yield elsewhere(fields, query, body);
            }
            case STALE -> stale(fields, query, body);
            case MISMATCH -> mismatch(fields, query);
            default -> {
                fields.problem("outcome", "must be an outcome of this protocol");
                yield fields.unlessMalformed(() -> new RecordAnswer.Stale(query));
            }
        };
    }

    private static Outcome<RecordAnswer> answered(Fields fields, String query, Bytes body) {
        fields.only(Set.of("protocol", "query", "outcome", "receipt", "records"));
        var receipt = receipt(fields);
        var announced = fields.objects("records", MOST_RECORDS).stream()
                .map(AnswerWire::announced)
                .toList();
        if (announced.isEmpty()) {
            fields.problem("records", "must not be empty");
        }
        // Each by itself first: lengths that no answer has could add up to the right one by overflow.
        var plausible = announced.stream().allMatch(next -> next.length <= body.length());
        bodyIs(plausible ? announced.stream().mapToLong(Announced::length).sum() : -1, fields, body);
        return fields.unlessMalformed(() -> new RecordAnswer.Answered(query, cut(announced, body), receipt));
    }

    private static Outcome<RecordAnswer> nothing(Fields fields, String query, Bytes body) {
        fields.only(Set.of("protocol", "query", "outcome", "receipt", "records"));
        var receipt = receipt(fields);
        if (!fields.objects("records", 1).isEmpty()) {
            fields.problem("records", "must be empty");
        }
        bodyIs(0, fields, body);
        return fields.unlessMalformed(() -> new RecordAnswer.NothingToRelease(query, receipt));
    }

    private static Outcome<RecordAnswer> elsewhere(Fields fields, String query, Bytes body) {
        fields.only(Set.of("protocol", "query", "outcome", "receipt", "ticket", "pieces", "length"));
        bodyIs(0, fields, body);
        var receipt = receipt(fields);
        var ticket = fields.read("ticket", "the name of a ticket", "", PieceWire::ticket);
        var pieces = fields.number("pieces", 1);
        var length = fields.number("length", 1);
        if (pieces > MOST_PIECES) {
            fields.problem("pieces", "must be at most " + MOST_PIECES);
        }
        return fields.unlessMalformed(
                () -> new RecordAnswer.Elsewhere(query, receipt, ticket, Math.toIntExact(pieces), length));
    }

    private static Outcome<RecordAnswer> stale(Fields fields, String query, Bytes body) {
        fields.only(Set.of("protocol", "query", "outcome"));
        bodyIs(0, fields, body);
        return fields.unlessMalformed(() -> new RecordAnswer.Stale(query));
    }

    /** Other versions may say more: only what all of them share is read. */
    private static Outcome<RecordAnswer> mismatch(Fields fields, String query) {
        var supported = fields.numbers("supported", 64).stream().collect(Collectors.toUnmodifiableSet());
        return fields.unlessMalformed(() -> new RecordAnswer.VersionMismatch(query, supported));
    }

    static Bytes receipt(Fields fields) {
        return fields.read("receipt", "base64url, and not empty", Bytes.NONE, text -> {
            if (text.isEmpty()) {
                throw new IllegalArgumentException("nothing is released without a receipt, not even nothing");
            }
            return Bytes.base64url(text);
        });
    }

    static Announced announced(Fields fields) {
        fields.only(Set.of("type", "id", "version", "length"));
        return new Announced(
                fields.read("type", "a type of resource", "", text -> text),
                fields.read("id", "an id", "", text -> text),
                fields.number("version", 1),
                fields.number("length", 2));
    }

    private static void bodyIs(long length, Fields fields, Bytes body) {
        if (body.length() != length) {
            fields.problem("records", "must be as long as what follows");
        }
    }

    private static List<ReleasedRecord> cut(List<Announced> announced, Bytes body) {
        var records = new ArrayList<ReleasedRecord>();
        var from = 0;
        for (var next : announced) {
            var to = from + Math.toIntExact(next.length);
            var json = Bytes.of(Arrays.copyOfRange(body.array(), from, to));
            records.add(next.with(json));
            from = to;
        }
        return records;
    }
}
