package org.healthsphere.federation.linkage;

/** How well two descriptions agree in every field, in one number: two pairs of the same number look alike. */
@SuppressWarnings("EnumOrdinal") // the layout of a number that no other process sees
record Levels(int code) {
    private static final int BITS = 3;
    private static final int MASK = (1 << BITS) - 1;
    private static final Field[] FIELDS = Field.values();

    static Levels of(Described one, Described other) {
        var code = 0;
        for (var field : FIELDS) {
            code |= field.level(one, other) << (BITS * field.ordinal());
        }
        return new Levels(code);
    }

    int of(Field field) {
        return code >>> (BITS * field.ordinal()) & MASK;
    }

    boolean differ(Field field) {
        return of(field) == Field.DIFFERS;
    }

    /** Whether it is somebody else whatever else agrees: another given name, born on another day. */
    boolean areTwoPeople() {
        return differ(Field.GIVEN) && differ(Field.BIRTH);
    }

    /**
     * Whether something can be learnt of it about one person written down twice. Fathers and sons, and the rest of a household, share so
     * much that they would be taken for people who change their dates of birth.
     */
    boolean mayTeach() {
        return !differ(Field.GIVEN) && !differ(Field.BIRTH);
    }

    boolean agree(Field field) {
        return of(field) == field.best();
    }
}
