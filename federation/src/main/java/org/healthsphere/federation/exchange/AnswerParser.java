package org.healthsphere.federation.exchange;

import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.healthsphere.federation.exchange.AnswerWire.Announced;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Reads what {@link AnswerStream} wrote, in whatever pieces it comes: each record is told of once it is whole, and no more than one is held.
 *
 * <p>Once something was wrong, all that follows is.
 */
final class AnswerParser {
    private static final int LONGEST_LINE = 256 * 1024;
    private static final int LONGEST_RECORD = 64 << 20;

    private final String query;
    private final Function<ReleasedRecord, Optional<String>> taker;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private Optional<Bytes> receipt = Optional.empty();
    private Optional<Announced> announced = Optional.empty();
    private Optional<String> problem = Optional.empty();
    private long count;
    private boolean ended;

    /**
     * Of an answer to this query.
     *
     * @param taker is given each record, and says what is wrong with it
     */
    AnswerParser(String query, Function<ReleasedRecord, Optional<String>> taker) {
        this.query = query;
        this.taker = taker;
    }

    /** What is wrong by now, if something is. */
    Optional<String> accept(Bytes piece) {
        var bytes = piece.array();
        for (var at = 0; at < bytes.length && problem.isEmpty(); ) {
            at = ended ? refused(bytes) : announced.isPresent() ? body(bytes, at) : line(bytes, at);
        }
        return problem;
    }

    /** The receipt, once the end was read. */
    Optional<Bytes> receipt() {
        return ended && problem.isEmpty() ? receipt : Optional.empty();
    }

    private int refused(byte[] bytes) {
        problem = Optional.of("something follows the end of its answer");
        return bytes.length;
    }

    private int line(byte[] bytes, int from) {
        var end = from;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        line.write(bytes, from, end - from);
        if (line.size() > LONGEST_LINE) {
            problem = Optional.of("its answer is malformed");
        } else if (end < bytes.length) {
            var whole = Bytes.of(line.toByteArray());
            line.reset();
            if (Fields.parse(whole).then(this::said) instanceof Outcome.Failure<Long>) {
                problem = Optional.of("its answer is malformed");
            }
        }
        return end + 1;
    }

    /** How many bytes come before the next line. */
    private Outcome<Long> said(Fields fields) {
        if (receipt.isEmpty()) {
            return head(fields);
        }
        return fields.has(AnswerStream.RECORDS) ? end(fields) : record(fields);
    }

    private Outcome<Long> head(Fields fields) {
        fields.only(Set.of("protocol", "query", "receipt"));
        if (fields.number("protocol", 1) != Protocol.PIECES) {
            fields.problem("protocol", "must be the version of the query");
        }
        var said = AnswerWire.receipt(fields);
        if (!fields.read("query", "the id of a query", "", text -> text).equals(query)) {
            fields.problem("query", "must be the one that was asked");
        }
        return fields.unlessMalformed(() -> {
            receipt = Optional.of(said);
            return 0L;
        });
    }

    private Outcome<Long> end(Fields fields) {
        fields.only(Set.of(AnswerStream.RECORDS));
        if (fields.number(AnswerStream.RECORDS, 1) != count) {
            fields.problem(AnswerStream.RECORDS, "must be as many as there were");
        }
        return fields.unlessMalformed(() -> {
            ended = true;
            return 0L;
        });
    }

    private Outcome<Long> record(Fields fields) {
        var next = AnswerWire.announced(fields);
        return fields.<Announced>unlessMalformed(() -> next).then(said -> {
            if (said.length() > LONGEST_RECORD) {
                return Outcome.failed(new Fault.Invalid("a record that is longer than a record is"));
            }
            announced = Optional.of(said);
            return Outcome.of(said.length());
        });
    }

    private int body(byte[] bytes, int from) {
        var next = announced.orElseThrow();
        var length = (int) Math.min(next.length() - body.size(), bytes.length - from);
        body.write(bytes, from, length);
        if (body.size() == next.length()) {
            count++;
            problem = taker.apply(next.with(Bytes.of(body.toByteArray())));
            body.reset();
            announced = Optional.empty();
        }
        return from + length;
    }
}
