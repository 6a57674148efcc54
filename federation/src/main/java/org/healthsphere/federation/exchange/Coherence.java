package org.healthsphere.federation.exchange;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether the records of an answer are what it says they are: resources of the types asked for, all of one patient, and JSON to the last byte.
 *
 * <p>Each is read token by token: what becomes of it may need none of it as a tree, and what does makes its own.
 */
final class Coherence {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern PATIENT = Pattern.compile("(?:.*/)?Patient/([A-Za-z0-9\\-.]{1,64})(?:/_history/.*)?");
    /** What is longer no hospital has measured: it would cost whoever works with it more than it cost to send. */
    private static final int LONGEST_NUMBER = 64;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9.]+(?:[eE][+-]?[0-9]{1,3})?");

    private final RecordFilter filter;
    private final Set<String> patients = new HashSet<>();

    /** Of an answer whose records come one after the other. */
    Coherence(RecordFilter filter) {
        this.filter = filter;
    }

    static Optional<String> problem(List<ReleasedRecord> records, RecordFilter filter) {
        var coherence = new Coherence(filter);
        return records.stream()
                .flatMap(record -> coherence.take(record).stream())
                .findFirst();
    }

    /** What is wrong with one more record, by itself or beside those before. */
    Optional<String> take(ReleasedRecord record) {
        if (!isAsAnnounced(record)) {
            return Optional.of("a record is not the resource that it is announced as");
        }
        if (!filter.admits(record.type(), record.id())) {
            return Optional.of("a record is one that was not asked for");
        }
        return patients.size() > 1 ? Optional.of("its records are of more than one patient") : Optional.empty();
    }

    private boolean isAsAnnounced(ReleasedRecord record) {
        try (var parser = JSON.createParser(record.json().array())) {
            return parser.nextToken() == JsonToken.START_OBJECT
                    && isAsAnnounced(record, parser)
                    && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** A name that comes twice counts both times: nobody can tell which of the two a reader takes. */
    private boolean isAsAnnounced(ReleasedRecord record, JsonParser parser) throws IOException {
        var types = 0;
        var ids = 0;
        var sound = true;
        for (var name = parser.nextFieldName(); sound && name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "resourceType" -> {
                    types++;
                    sound = isText(parser, record.type());
                }
                case "id" -> {
                    ids++;
                    sound = isText(parser, record.id());
                }
                case "subject", "patient" -> sound = reference(record, parser);
                default -> sound = isPassed(parser);
            }
        }
        if (record.type().equals("Patient")) {
            patients.add(record.id());
        }
        return sound && types > 0 && ids > 0;
    }

    private static boolean isText(JsonParser parser, String expected) throws IOException {
        return parser.currentToken() == JsonToken.VALUE_STRING
                && parser.getText().equals(expected);
    }

    /** The patient whom a resource is about, where it is about one; what a Patient says of others is no matter. */
    private boolean reference(ReleasedRecord record, JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT || record.type().equals("Patient")) {
            return isPassed(parser);
        }
        var sound = true;
        for (var name = parser.nextFieldName(); sound && name != null; name = parser.nextFieldName()) {
            var value = parser.nextToken();
            if (name.equals("reference") && value == JsonToken.VALUE_STRING) {
                var reference = PATIENT.matcher(parser.getText());
                if (reference.matches()) {
                    patients.add(reference.group(1));
                }
            } else {
                sound = isPassed(parser);
            }
        }
        return sound;
    }

    /** Reads a value to its end. */
    private static boolean isPassed(JsonParser parser) throws IOException {
        var depth = 0;
        for (var token = parser.currentToken(); ; token = parser.nextToken()) {
            if (token == null) {
                return false;
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token.isNumeric() && !isNumber(parser)) {
                return false;
            }
            if (depth == 0) {
                return true;
            }
        }
    }

    private static boolean isNumber(JsonParser parser) throws IOException {
        return parser.getTextLength() <= LONGEST_NUMBER
                && (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                        || NUMBER.matcher(parser.getText()).matches());
    }
}
