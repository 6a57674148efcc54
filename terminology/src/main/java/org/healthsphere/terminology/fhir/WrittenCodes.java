package org.healthsphere.terminology.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsphere.terminology.fhir.ExpansionFrame.Whole;
import org.healthsphere.terminology.index.JsonBytes;

/** The codes of an expansion as they are written, one behind the other: a page of them is a piece of it, and all of them are. */
final class WrittenCodes {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ROOM = 1_024;
    private static final int ROOM_OF_CODE = 128;
    private static final byte[] CONTAINS = ",\"contains\":[".getBytes(UTF_8);
    private static final byte[] EXTENSION = ",\"extension\":".getBytes(UTF_8);

    private final ExpansionFrame frame;
    private final int total;
    private final Flat flat;
    private final Optional<byte[]> nested;

    private WrittenCodes(ExpansionFrame frame, int total, Flat flat, Optional<byte[]> nested) {
        this.frame = frame;
        this.total = total;
        this.flat = flat;
        this.nested = nested;
    }

    /** The codes, unless each page has something else to tell than they do: which supplements it took, or that there are more. */
    static Optional<WrittenCodes> of(Asked asked, ExpansionHead head, Collected collected, String text) {
        var tellsMore = collected.isUnclosed()
                || collected.all().stream().map(Entry::view).distinct().anyMatch(view -> !view.supplements()
                        .isEmpty());
        if (tellsMore) {
            return Optional.empty();
        }
        var whole = new Whole(collected.total(), collected.digest(), false);
        var frame = new ExpansionFrame(ExpansionFrame.definition(head), head, collected, whole, text);
        var isNested = collected.isNested() && !asked.is("excludeNested");
        return Optional.of(new WrittenCodes(
                frame,
                collected.total(),
                Flat.of(asked, collected),
                isNested ? Optional.of(nested(asked, collected)) : Optional.empty()));
    }

    /** Everything of the expansion from its codes on. */
    private static byte[] nested(Asked asked, Collected collected) {
        var json = new ExpansionJson(asked, collected.tellsVersions());
        var expansion = JsonNodeFactory.instance.objectNode();
        json.write(collected.roots(), true, expansion);
        json.declare(expansion);
        var into = new JsonBytes(ROOM + ROOM_OF_CODE * collected.total());
        for (var element : expansion.properties()) {
            into.raw(',').text(element.getKey()).raw(':').raw(bytes(element.getValue()));
        }
        return into.taken().array();
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    Reply page(Wanted wanted) {
        var page = wanted.page();
        var all = nested.filter(_ -> page.isAll(total));
        var from = Math.min(total, page.offset().orElse(0));
        var to = (int) Math.min(total, (long) from + page.count().orElse(total));
        var into = new JsonBytes(ROOM + all.map(bytes -> bytes.length).orElseGet(() -> flat.length(from, to)));
        frame.open(wanted, into);
        if (all.isPresent()) {
            into.raw(all.orElseThrow());
        } else if (to > from) {
            flat.write(from, to, into);
        }
        return new Reply(200, into.raw('}').raw('}').taken());
    }

    /**
     * The codes without order of above and below.
     *
     * @param codes each with a comma behind it
     * @param starts where each begins, and where the last one ends
     * @param declared of those with properties, what they are
     */
    private record Flat(byte[] codes, int[] starts, NavigableMap<Integer, Map<String, String>> declared) {
        static Flat of(Asked asked, Collected collected) {
            var into = new JsonBytes(ROOM_OF_CODE * (1 + collected.total()));
            var starts = new int[collected.total() + 1];
            NavigableMap<Integer, Map<String, String>> declared = new TreeMap<>();
            var at = 0;
            for (var entry : collected.all()) {
                var json = new ExpansionJson(asked, collected.tellsVersions());
                var element = JsonNodeFactory.instance.objectNode();
                json.write(List.of(entry), false, element);
                into.raw(bytes(element.path("contains").path(0))).raw(',');
                if (!json.declared().isEmpty()) {
                    declared.put(at, json.declared());
                }
                starts[++at] = into.length();
            }
            return new Flat(into.taken().array(), starts, declared);
        }

        int length(int from, int to) {
            return starts[to] - starts[from];
        }

        void write(int from, int to, JsonBytes into) {
            into.raw(CONTAINS).raw(codes, starts[from], starts[to]).endOfList();
            Map<String, String> told = new LinkedHashMap<>();
            declared.subMap(from, to).values().forEach(some -> some.forEach(told::putIfAbsent));
            if (!told.isEmpty()) {
                ObjectNode expansion = JsonNodeFactory.instance.objectNode();
                ExpansionJson.declare(told, expansion);
                into.raw(EXTENSION).raw(bytes(expansion.path("extension")));
            }
        }
    }
}
