package org.healthsphere.terminology.index;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The parts of a compiled file, by the numbers under which they stand in it: numbers are never given anew. */
enum Section {
    STRING_OFFSETS(0),
    STRING_BYTES(1),
    CODES(2),
    CODE_TABLE(3),
    DISPLAYS(4),
    DEFINITIONS(5),
    FLAGS(6),
    PARENT_OFFSETS(7),
    PARENTS(8),
    ANCESTOR_OFFSETS(9),
    ANCESTORS(10),
    DESCENDANT_OFFSETS(11),
    DESCENDANT_RUNS(12),
    DESIGNATION_OFFSETS(13),
    DESIGNATIONS(14),
    VALUE_OFFSETS(15),
    VALUES(16),
    VALUE_KEYS(17),
    VALUE_RUN_OFFSETS(18),
    VALUE_RUNS(19),
    MAP_ROWS(20),
    MAP_REVERSE(21),
    EXTENSIONS(22);

    private static final Map<Integer, Section> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Section::number, Function.identity()));

    private final int number;

    Section(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    static Section of(int number) {
        var section = BY_NUMBER.get(number);
        if (section == null) {
            throw new IllegalArgumentException("no section of a compiled terminology file: " + number);
        }
        return section;
    }
}
