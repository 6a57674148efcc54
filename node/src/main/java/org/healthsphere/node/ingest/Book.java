package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.healthsphere.node.store.Commit;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;

/**
 * What was stored, message by message: the marks that make a delivery count once, and the sums over them.
 *
 * <p>The marks are the truth, the sums are read from them at start.
 */
final class Book {
    private static final String SPACE = "source-message";
    // A mark is small: of the code systems in one message, these many are named.
    private static final int SYSTEMS = 5;
    private static final int UNMAPPED = 8;
    private static final int LONGEST = 64;

    /** Who has more codes without a meaning begins with the frequent ones. */
    private static final int MOST_UNMAPPED = 20_000;

    private final Map<String, Coverage> bySource = new TreeMap<>();
    private final Map<Coding, Long> unmapped = new HashMap<>();

    Book(RecordSink sink) {
        try (var marks = sink.marks(SPACE)) {
            marks.forEach(m -> add(Json.tree(m.value())));
        }
    }

    /** Whether the message was stored before. */
    static boolean holds(RecordSink sink, MessageId id) {
        return sink.mark(SPACE, id.key()).isPresent();
    }

    static Commit.Mark mark(MessageId id, Translations.Tally tally, Mapped mapped) {
        var value = Json.object();
        value.put("source", id.source()).put("leftOut", mapped.remarks().size());
        if (mapped.records() != 1 || mapped.rest().isPresent()) {
            value.put(
                    "records",
                    mapped.records() - mapped.rest().map(Mapped.Rest::records).orElse(0));
        }
        var bySystem = value.putObject("codes");
        named(tally.bySystem())
                .forEach((system, c) -> bySystem.putArray(system)
                        .add(c.translated())
                        .add(c.untranslated())
                        .add(c.standard()));
        var unmapped = tally.unmapped().stream()
                .filter(coding -> coding.code().length() <= LONGEST)
                .limit(UNMAPPED)
                .toList();
        if (!unmapped.isEmpty()) {
            var list = value.putArray("unmapped");
            unmapped.forEach(coding -> list.addArray().add(coding.system()).add(coding.code()));
        }
        return new Commit.Mark(SPACE, id.key(), Json.bytes(value));
    }

    private static Map<String, Coverage.Codes> named(Map<String, Coverage.Codes> codes) {
        var named = new LinkedHashMap<String, Coverage.Codes>();
        codes.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Coverage.Codes> e) ->
                                -e.getValue().translated() - e.getValue().untranslated())
                        .thenComparing(Map.Entry::getKey))
                .forEach(e ->
                        named.merge(named.size() < SYSTEMS ? e.getKey() : "other", e.getValue(), Coverage.Codes::plus));
        return named;
    }

    synchronized void add(Bytes mark) {
        add(Json.tree(mark));
    }

    private synchronized void add(JsonNode mark) {
        var codes = new TreeMap<String, Coverage.Codes>();
        mark.path("codes")
                .properties()
                .forEach(e -> codes.put(
                        e.getKey(),
                        new Coverage.Codes(
                                e.getValue().path(0).asLong(),
                                e.getValue().path(1).asLong(),
                                e.getValue().path(2).asLong())));
        for (var code : mark.path("unmapped")) {
            var coding = new Coding(code.path(0).asText(""), code.path(1).asText(""));
            if (unmapped.size() < MOST_UNMAPPED || unmapped.containsKey(coding)) {
                unmapped.merge(coding, 1L, Long::sum);
            }
        }
        var records = mark.path("records").asLong(1);
        var one = new Coverage(
                new IngestReport(records, records, 0),
                codes,
                mark.path("leftOut").asLong(),
                0);
        bySource.merge(mark.path("source").asText(), one, Coverage::plus);
    }

    /** In how many messages there was each code that no map knew at the time. */
    synchronized Map<Coding, Long> unmapped() {
        return Map.copyOf(unmapped);
    }

    synchronized void repeated(String source) {
        bySource.merge(source, new Coverage(IngestReport.NONE, Map.of(), 0, 1), Coverage::plus);
    }

    synchronized Map<String, Coverage> bySource() {
        return new TreeMap<>(bySource);
    }
}
