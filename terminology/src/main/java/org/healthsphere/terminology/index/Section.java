package org.healthsphere.terminology.index;

/** The parts of a compiled file. The ordinal is what the file says: new ones are added at the end. */
enum Section {
    STRING_OFFSETS,
    STRING_BYTES,
    CODES,
    CODE_TABLE,
    DISPLAYS,
    DEFINITIONS,
    FLAGS,
    PARENT_OFFSETS,
    PARENTS,
    ANCESTOR_OFFSETS,
    ANCESTORS,
    DESCENDANT_OFFSETS,
    DESCENDANT_RUNS,
    DESIGNATION_OFFSETS,
    DESIGNATIONS,
    VALUE_OFFSETS,
    VALUES,
    VALUE_KEYS,
    VALUE_RUN_OFFSETS,
    VALUE_RUNS,
    MAP_ROWS,
    MAP_REVERSE
}
