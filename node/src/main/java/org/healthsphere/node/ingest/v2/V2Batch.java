package org.healthsphere.node.ingest.v2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * Many messages in one: a file of batches, or one batch (HL7 v2.5.1, chapter 2.10.3).
 *
 * <p>One that ends before its trailer, or has another number of messages than that says, is no batch: none of it is taken.
 *
 * @param file the header of the file; empty: it came without
 */
record V2Batch(Optional<String> file, List<Part> parts) {
    private static final String FILE = "FHS";
    private static final String BATCH = "BHS";
    private static final String MESSAGE = "MSH";
    private static final Pattern BOM = Pattern.compile("^\\u00EF\\u00BB\\u00BF");
    private static final int NAME = 3;
    private static final int MOST_SEGMENTS = 500_000;

    /** One batch: its header, and what is in it, as it came. */
    record Part(String header, List<Bytes> messages) {}

    /** Whether it begins as one. */
    static boolean begins(Bytes raw) {
        var first = text(raw);
        return first.startsWith(FILE) || first.startsWith(BATCH);
    }

    /** What is in it, or where it is not whole. */
    static Outcome<V2Batch> read(Bytes raw) {
        var reading = new Reading();
        return text(raw)
                .lines()
                .map(String::stripLeading)
                .filter(segment -> segment.length() >= NAME)
                .flatMap(segment -> reading.segment(segment).stream())
                .findFirst()
                .or(reading::unfinished)
                .<Outcome<V2Batch>>map(problem -> Outcome.failed(new Fault.Invalid(List.of(problem))))
                .orElseGet(() -> Outcome.of(reading.whole()));
    }

    /** Byte by byte: each message has a character set of its own. */
    private static String text(Bytes raw) {
        return BOM.matcher(new String(raw.array(), StandardCharsets.ISO_8859_1))
                .replaceFirst("")
                .stripLeading();
    }

    int size() {
        return parts.stream().mapToInt(part -> part.messages().size()).sum();
    }

    /** The n-th field of a header or trailer, as headers are counted: the separator is the first. */
    static String field(String segment, int n) {
        if (segment.length() <= NAME) {
            return "";
        }
        var fields = V2Text.split(segment, segment.charAt(NAME));
        return n - 1 < fields.size() ? fields.get(n - 1).strip() : "";
    }

    /** On the way through the segments. */
    private static final class Reading {
        private Optional<String> file = Optional.empty();
        private Optional<String> batch = Optional.empty();
        private boolean isFileOpen;
        private final List<Part> parts = new ArrayList<>();
        private final List<List<String>> messages = new ArrayList<>();
        private int segments;

        /** What is wrong with it, if anything is. */
        Optional<Problem> segment(String segment) {
            if (++segments > MOST_SEGMENTS) {
                return Optional.of(new Problem("", "the batch has more than %d segments".formatted(MOST_SEGMENTS)));
            }
            return switch (segment.substring(0, NAME)) {
                case FILE -> {
                    file = Optional.of(segment);
                    isFileOpen = true;
                    yield batch.map(_ -> new Problem(FILE, "stands inside of a batch"));
                }
                case BATCH -> {
                    var open = batch.map(_ -> new Problem(BATCH, "stands inside of a batch"));
                    batch = Optional.of(segment);
                    yield open;
                }
                case "BTS" -> endBatch(trailer(segment));
                case "FTS" -> endFile(trailer(segment));
                case MESSAGE -> {
                    messages.add(new ArrayList<>(List.of(segment)));
                    yield Optional.empty();
                }
                default -> inside(segment);
            };
        }

        /** A trailer has no delimiters of its own, so its count is the field after its name. */
        private static String trailer(String segment) {
            return field(segment, 2);
        }

        private Optional<Problem> inside(String segment) {
            if (messages.isEmpty()) {
                return Optional.of(new Problem(segment.substring(0, NAME), "stands outside of a message"));
            }
            messages.getLast().add(segment);
            return Optional.empty();
        }

        private Optional<Problem> endBatch(String said) {
            if (batch.isEmpty() || isOther(said, messages.size())) {
                return Optional.of(new Problem("BTS-1", "the batch has another number of messages"));
            }
            close(batch.get());
            return Optional.empty();
        }

        private void close(String header) {
            parts.add(new Part(header, messages.stream().map(Reading::bytes).toList()));
            messages.clear();
            batch = Optional.empty();
        }

        private Optional<Problem> endFile(String said) {
            // A file may hold messages without batches around them.
            if (batch.isEmpty() && !messages.isEmpty()) {
                close("");
            }
            if (!isFileOpen || batch.isPresent() || isOther(said, parts.size())) {
                return Optional.of(new Problem("FTS-1", "the file has another number of batches"));
            }
            isFileOpen = false;
            return Optional.empty();
        }

        private static boolean isOther(String said, int count) {
            return !said.isEmpty() && !said.equals(String.valueOf(count));
        }

        private static Bytes bytes(List<String> segments) {
            return Bytes.of(segments.stream()
                    .collect(Collectors.joining("\r", "", "\r"))
                    .getBytes(StandardCharsets.ISO_8859_1));
        }

        Optional<Problem> unfinished() {
            if (batch.isPresent()) {
                return Optional.of(new Problem("BTS", "the end of the batch is missing"));
            }
            return isFileOpen
                    ? Optional.of(new Problem("FTS", "the end of the file is missing"))
                    : messages.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Problem("MSH", "stands behind the end of the batch"));
        }

        V2Batch whole() {
            return new V2Batch(file, List.copyOf(parts));
        }
    }
}
