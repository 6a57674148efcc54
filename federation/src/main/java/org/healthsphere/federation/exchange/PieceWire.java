package org.healthsphere.federation.exchange;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The written form of a question for one piece of a long answer, and of what is said to it: a line of canonical JSON, and the bytes. */
final class PieceWire {
    private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9_-]{22,64}");
    private static final String WITHDRAWN = "withdrawn";
    private static final String UNKNOWN = "unknown";
    private static final String GIVEN = "piece";

    private PieceWire() {}

    /**
     * Asks for one.
     *
     * @param number from 0; the one after the last says that all are there, and that no more will be asked for
     */
    record PieceQuery(String query, String ticket, int number) {
        Bytes toBytes() {
            return Bytes.of(CanonicalJson.of(head(query, ticket).put("piece", number)));
        }

        static Outcome<PieceQuery> parse(Bytes bytes) {
            return Fields.parse(bytes).then(fields -> {
                fields.only(Set.of("protocol", "query", "ticket", "piece"));
                version(fields);
                var query = fields.read("query", "the id of a query", "", text -> text);
                var ticket = fields.read("ticket", "the name of a ticket", "", PieceWire::ticket);
                var number = numberOf(fields);
                return fields.unlessMalformed(() -> new PieceQuery(query, ticket, number));
            });
        }
    }

    /** What is said to it. */
    sealed interface PieceAnswer {
        /** Here it is. */
        record Given(Bytes bytes) implements PieceAnswer {}

        /** It may no longer leave, or not now: whoever wants to know what may asks anew. */
        record Withdrawn() implements PieceAnswer {}

        /** There is no such ticket for who asks. */
        record Unknown() implements PieceAnswer {}

        /** Written for who asked this. */
        default Bytes toBytes(PieceQuery asked) {
            var head = head(asked.query(), asked.ticket()).put("piece", asked.number());
            return switch (this) {
                case Given(var bytes) -> joined(head.put("outcome", GIVEN), bytes);
                case Withdrawn _ -> joined(head.put("outcome", WITHDRAWN), Bytes.NONE);
                case Unknown _ -> joined(head.put("outcome", UNKNOWN), Bytes.NONE);
            };
        }

        /** What was said to this question; of another ticket or piece it is malformed. */
        static Outcome<PieceAnswer> parse(Bytes bytes, PieceQuery asked) {
            var end = 0;
            while (end < bytes.length() && bytes.array()[end] != '\n') {
                end++;
            }
            if (end == bytes.length()) {
                return Outcome.failed(new Fault.Invalid("a piece has a first line that says what it is"));
            }
            var body = Bytes.of(Arrays.copyOfRange(bytes.array(), end + 1, bytes.length()));
            return Fields.parse(Bytes.of(Arrays.copyOf(bytes.array(), end))).then(fields -> said(fields, body, asked));
        }
    }

    private static Outcome<PieceAnswer> said(Fields fields, Bytes body, PieceQuery asked) {
        fields.only(Set.of("protocol", "query", "ticket", "piece", "outcome"));
        version(fields);
        is("query", asked.query(), fields);
        is("ticket", asked.ticket(), fields);
        if (numberOf(fields) != asked.number()) {
            fields.problem("piece", "must be the one that was asked for");
        }
        PieceAnswer answer = switch (fields.read("outcome", "an outcome", "", text -> text)) {
            case GIVEN -> new PieceAnswer.Given(body);
            case WITHDRAWN -> new PieceAnswer.Withdrawn();
            case UNKNOWN -> new PieceAnswer.Unknown();
            default -> {
                fields.problem("outcome", "must be an outcome of this protocol");
                yield new PieceAnswer.Unknown();
            }
        };
        if (answer instanceof PieceAnswer.Given == body.isEmpty()) {
            fields.problem("outcome", "must be one that has what follows");
        }
        return fields.unlessMalformed(() -> answer);
    }

    static String ticket(String text) {
        if (!TICKET.matcher(text).matches()) {
            throw new IllegalArgumentException("not the name of a ticket");
        }
        return text;
    }

    private static ObjectNode head(String query, String ticket) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("protocol", Protocol.PIECES)
                .put("query", query)
                .put("ticket", ticket);
    }

    private static void version(Fields fields) {
        if (fields.number("protocol", 1) != Protocol.PIECES) {
            fields.problem("protocol", "must be the version that has pieces");
        }
    }

    private static int numberOf(Fields fields) {
        var number = fields.number("piece", 0);
        if (number > Integer.MAX_VALUE) {
            fields.problem("piece", "must be a number of a piece");
        }
        return (int) Math.min(number, Integer.MAX_VALUE);
    }

    private static void is(String name, String expected, Fields fields) {
        if (!fields.read(name, "a name", "", text -> text).equals(expected)) {
            fields.problem(name, "must be the one that was asked for");
        }
    }

    private static Bytes joined(ObjectNode head, Bytes body) {
        var first = CanonicalJson.of(head);
        var all = Arrays.copyOf(first, first.length + 1 + body.length());
        all[first.length] = '\n';
        System.arraycopy(body.array(), 0, all, first.length + 1, body.length());
        return Bytes.of(all);
    }
}
