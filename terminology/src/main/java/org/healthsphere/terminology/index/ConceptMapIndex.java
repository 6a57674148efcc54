package org.healthsphere.terminology.index;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ConceptMap;
import org.healthsphere.terminology.content.ConceptMap.Ground;
import org.healthsphere.terminology.content.ConceptMap.Mapping;
import org.healthsphere.terminology.content.ConceptMap.Unmapped;
import org.healthsphere.terminology.content.Equivalences;

/** A compiled concept map, read where it lies. */
final class ConceptMapIndex {
    private final Canonical id;
    private final Strings strings;
    private final IntBuffer rows;
    private final IntBuffer reverse;
    private final List<Unmapped> unmapped = new ArrayList<>();

    ConceptMapIndex(Txi file) {
        id = file.id();
        strings = new Strings(file);
        rows = file.ints(Section.MAP_ROWS);
        reverse = file.ints(Section.MAP_REVERSE);
        file.header()
                .path("unmapped")
                .forEach(rule -> unmapped.add(new Unmapped(
                        rule.path("source").asText(),
                        rule.path("target").asText(),
                        ConceptMap.Mode.valueOf(rule.path("mode").asText()),
                        rule.path("code").asText())));
    }

    Canonical id() {
        return id;
    }

    /** Whether the canonical, with a version or without, is that of this map. */
    boolean isNamed(Canonical other) {
        return other.equals(id) || (!other.hasVersion() && other.url().equals(id.url()));
    }

    /** The maps that a code is left to which this one does not list. */
    List<Canonical> others(Coding source) {
        return lists(source)
                ? List.of()
                : rules(source)
                        .filter(rule -> rule.mode() == ConceptMap.Mode.OTHER_MAP)
                        .map(rule -> Canonical.parse(rule.code()))
                        .toList();
    }

    private boolean lists(Coding source) {
        var system = strings.find(source.system());
        var code = strings.find(source.code());
        if (system == Strings.NONE || code == Strings.NONE) {
            return false;
        }
        var start = first(ConceptMapCompiler.SOURCE_SYSTEM, system, code, false);
        return start < size() && is(start, ConceptMapCompiler.SOURCE_SYSTEM, system, code);
    }

    private Stream<Unmapped> rules(Coding source) {
        return unmapped.stream().filter(rule -> rule.source().equals(source.system()));
    }

    /** The lines that start from the code, or the rule for codes that have none; those that say "no match" left out. */
    List<Mapping> from(Coding source) {
        if (!lists(source)) {
            return otherwise(source);
        }
        List<Mapping> found = new ArrayList<>();
        var system = strings.find(source.system());
        var code = strings.find(source.code());
        var column = ConceptMapCompiler.SOURCE_SYSTEM;
        var start = first(column, system, code, false);
        for (var i = start; i < size() && is(i, column, system, code); i++) {
            add(mapping(i), found);
        }
        return found;
    }

    /** What becomes of a code that the map does not list. */
    private List<Mapping> otherwise(Coding source) {
        return rules(source)
                .flatMap(rule -> switch (rule.mode()) {
                    case FIXED -> Stream.of(line(source, new Coding(rule.target(), rule.code()), "inexact"));
                    case PROVIDED -> Stream.of(line(source, new Coding(rule.target(), source.code()), "equivalent"));
                    case OTHER_MAP -> Stream.empty();
                })
                .toList();
    }

    private static Mapping line(Coding source, Coding target, String equivalence) {
        return new Mapping(source, target, equivalence, new Ground("", "", ""));
    }

    /** The lines that lead to the code, turned round. */
    List<Mapping> to(Coding target) {
        List<Mapping> found = new ArrayList<>();
        var system = strings.find(target.system());
        var code = strings.find(target.code());
        if (system == Strings.NONE || code == Strings.NONE) {
            return found;
        }
        var column = ConceptMapCompiler.TARGET_SYSTEM;
        for (var i = first(column, system, code, true); i < size() && is(reverse.get(i), column, system, code); i++) {
            var line = mapping(reverse.get(i));
            add(turned(line), found);
        }
        return found;
    }

    private static Mapping turned(Mapping line) {
        var to = line.source();
        return new Mapping(line.target(), to, Equivalences.inverse(line.equivalence()), line.ground());
    }

    private static void add(Mapping line, List<Mapping> found) {
        if (!Equivalences.isNone(line.equivalence())) {
            found.add(line);
        }
    }

    /** Every line, those that say "no match" too. */
    List<Mapping> lines() {
        List<Mapping> all = new ArrayList<>();
        for (var row = 0; row < size(); row++) {
            all.add(mapping(row));
        }
        return all;
    }

    private int size() {
        return reverse.limit();
    }

    /** The first place at which the system and the code, side by side from the column, are not smaller. */
    private int first(int column, int system, int code, boolean reversed) {
        var low = 0;
        var high = size();
        while (low < high) {
            var middle = (low + high) >>> 1;
            var row = reversed ? reverse.get(middle) : middle;
            var order = Integer.compare(cell(row, column), system);
            if (order < 0 || (order == 0 && cell(row, column + 1) < code)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean is(int row, int column, int system, int code) {
        return cell(row, column) == system && cell(row, column + 1) == code;
    }

    private int cell(int row, int column) {
        return rows.get(row * ConceptMapCompiler.WIDTH + column);
    }

    private String text(int row, int column) {
        return strings.get(cell(row, column));
    }

    private Mapping mapping(int row) {
        return new Mapping(
                new Coding(text(row, ConceptMapCompiler.SOURCE_SYSTEM), text(row, ConceptMapCompiler.SOURCE_CODE)),
                new Coding(text(row, ConceptMapCompiler.TARGET_SYSTEM), text(row, ConceptMapCompiler.TARGET_CODE)),
                text(row, ConceptMapCompiler.EQUIVALENCE),
                new Ground(
                        text(row, ConceptMapCompiler.JUSTIFICATION),
                        text(row, ConceptMapCompiler.AUTHOR),
                        text(row, ConceptMapCompiler.COMMENT)));
    }
}
