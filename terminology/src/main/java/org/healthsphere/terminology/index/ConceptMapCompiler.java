package org.healthsphere.terminology.index;

import static org.healthsphere.terminology.index.Txi.Kind.CONCEPT_MAP;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.terminology.content.ConceptMap;
import org.healthsphere.terminology.content.ConceptMap.Mapping;

/** Compiles a concept map: its lines as rows of string numbers, sorted by source, and their order by target. */
final class ConceptMapCompiler {
    static final int SOURCE_SYSTEM = 0;
    static final int SOURCE_CODE = 1;
    static final int TARGET_SYSTEM = 2;
    static final int TARGET_CODE = 3;
    static final int EQUIVALENCE = 4;
    static final int JUSTIFICATION = 5;
    static final int AUTHOR = 6;
    static final int COMMENT = 7;
    static final int WIDTH = 8;
    private static final Comparator<int[]> BY_SOURCE = Arrays::compare;
    private static final Comparator<int[]> BY_TARGET = Comparator.<int[]>comparingInt(row -> row[TARGET_SYSTEM])
            .thenComparingInt(row -> row[TARGET_CODE])
            .thenComparing(BY_SOURCE);

    private ConceptMapCompiler() {}

    static byte[] compile(ConceptMap map) {
        Set<String> all = new HashSet<>();
        map.mappings().forEach(mapping -> cells(mapping).forEach(all::add));
        var strings = new StringTable(all);
        var rows = map.mappings().stream()
                .map(mapping -> cells(mapping).mapToInt(strings::number).toArray())
                .sorted(BY_SOURCE)
                .toArray(int[][]::new);
        var reverse = IntStream.range(0, rows.length)
                .boxed()
                .sorted((a, b) -> BY_TARGET.compare(rows[a], rows[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        var header = Compiler.header(CONCEPT_MAP, map);
        var rules = header.putArray("unmapped");
        map.unmapped()
                .forEach(rule -> rules.addObject()
                        .put("source", rule.source())
                        .put("target", rule.target())
                        .put("mode", rule.mode().name())
                        .put("code", rule.code()));
        var file = new TxiWriter(header);
        strings.writeTo(file);
        return file.ints(
                        Section.MAP_ROWS,
                        Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray())
                .ints(Section.MAP_REVERSE, reverse)
                .toBytes();
    }

    /** In the order of the columns above. */
    private static Stream<String> cells(Mapping mapping) {
        return Stream.of(
                mapping.source().system(),
                mapping.source().code(),
                mapping.target().system(),
                mapping.target().code(),
                mapping.equivalence(),
                mapping.ground().justification(),
                mapping.ground().author(),
                mapping.ground().comment());
    }
}
