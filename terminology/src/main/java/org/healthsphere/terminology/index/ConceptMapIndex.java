package org.healthsphere.terminology.index;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ConceptMap.Ground;
import org.healthsphere.terminology.content.ConceptMap.Mapping;
import org.healthsphere.terminology.content.Equivalences;

/** A compiled concept map, read where it lies. */
final class ConceptMapIndex {
    private final Canonical id;
    private final Strings strings;
    private final IntBuffer rows;
    private final IntBuffer reverse;

    ConceptMapIndex(Txi file) {
        id = file.id();
        strings = new Strings(file);
        rows = file.ints(Section.MAP_ROWS);
        reverse = file.ints(Section.MAP_REVERSE);
    }

    Canonical id() {
        return id;
    }

    /** The lines that start from the code, those that say "no match" left out. */
    List<Mapping> from(Coding source) {
        List<Mapping> found = new ArrayList<>();
        var system = strings.find(source.system());
        var code = strings.find(source.code());
        if (system == Strings.NONE || code == Strings.NONE) {
            return found;
        }
        var column = ConceptMapCompiler.SOURCE_SYSTEM;
        for (var i = first(column, system, code, false); i < size() && is(i, column, system, code); i++) {
            add(mapping(i), found);
        }
        return found;
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
