package org.healthsphere.specs;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** For what data may be used, in terms of the Data Use Ontology of the GA4GH (DUO, releases of 2021 and later). */
public enum DataUse {
    /** General research use. */
    GRU("DUO:0000042"),
    /** Health, medical or biomedical research. */
    HMB("DUO:0000006"),
    /** Research on one disease. */
    DS("DUO:0000007"),
    /** Only where the patients are not meant to be used by those who work for profit. */
    NPU("DUO:0000045"),
    /** Not for commercial use. */
    NCU("DUO:0000046"),
    /** Only with ethics approval. */
    IRB("DUO:0000021"),
    /** Results are to be published. */
    PUB("DUO:0000019"),
    /** Only together with those who gave the data. */
    COL("DUO:0000020"),
    /** Only in some countries. */
    GS("DUO:0000022"),
    /** Results are not published before a day. */
    MOR("DUO:0000024"),
    /** Only for some time. */
    TS("DUO:0000025"),
    /** Only by those who are approved. */
    US("DUO:0000026"),
    /** Only in the project that is approved. */
    PS("DUO:0000027"),
    /** Only in institutions that are approved. */
    IS("DUO:0000028"),
    /** What is derived comes back to those who gave the data. */
    RTN("DUO:0000029"),
    /** Not to develop methods. */
    NMDS("DUO:0000015"),
    /** Only for research in genetics. */
    GSO("DUO:0000016"),
    /** Neither for profit nor for commercial use. */
    NPUNCU("DUO:0000018"),
    /** Not on populations and ancestry. */
    NPOA("DUO:0000044");

    /** The system of codings that name these in a consent. */
    public static final String SYSTEM = "http://purl.obolibrary.org/obo/duo.owl";

    private static final Set<DataUse> PERMISSIONS = Set.of(GRU, HMB, DS);
    private static final Map<String, DataUse> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(DataUse::code, Function.identity()));

    private final String code;

    DataUse(String code) {
        this.code = code;
    }

    public String code() {
        return code;
    }

    public static Map<String, DataUse> byCode() {
        return BY_CODE;
    }

    /**
     * Whether a use is one of those that consents permit.
     *
     * <p>A study names exactly one kind of research; it must be what is permitted or narrower. Whatever consents demand beside, the study
     * must have promised.
     *
     * @param permitted one kind of research, and what is demanded of it
     * @param asked one kind of research, and what the study promises; whoever names nothing asks for research of any kind and promises nothing
     */
    public static boolean permits(Set<DataUse> permitted, Set<DataUse> asked) {
        return asked.isEmpty() ? named(permitted, Set.of(GRU)) : named(permitted, asked);
    }

    private static boolean named(Set<DataUse> permitted, Set<DataUse> asked) {
        var kind = kind(asked);
        var demanded = permitted.stream().filter(use -> !PERMISSIONS.contains(use));
        return kind.size() == 1
                && promised(asked).containsAll(demanded.toList())
                && kind.stream().allMatch(use -> kind(permitted).stream().anyMatch(use::isWithin));
    }

    /** Neither for profit nor for commercial use is both, and both is that. */
    private static Set<DataUse> promised(Set<DataUse> asked) {
        var both = Set.of(NPU, NCU);
        return Stream.of(
                        asked,
                        asked.contains(NPUNCU) ? both : Set.<DataUse>of(),
                        asked.containsAll(both) ? Set.of(NPUNCU) : Set.<DataUse>of())
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Set<DataUse> kind(Set<DataUse> uses) {
        return uses.stream().filter(PERMISSIONS::contains).collect(Collectors.toUnmodifiableSet());
    }

    private boolean isWithin(DataUse wider) {
        return this == wider || wider == GRU || (wider == HMB && this == DS);
    }
}
