package org.healthsphere.federation.research.imports;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** The languages that cohorts are taken over from. */
public enum CohortImport {
    /** The Clinical Cohort Definition Language of the German research data portal for health, also known as its structured query. */
    CCDL,
    /** The abstract syntax tree of Samply's Lens and Focus. */
    SAMPLY;

    private static final Map<String, CohortImport> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(CohortImport::word, Function.identity()));

    /** Both by their names in lower case. */
    public static Map<String, CohortImport> byName() {
        return BY_NAME;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The same cohort in our language; {@link org.healthsphere.specs.Fault.Invalid} with the path of everything that it cannot say.
     *
     * @param at the day on which ages count: both languages mean the day of asking, which is another one each time
     */
    public Outcome<Cohort> read(Bytes document, LocalDate at) {
        return StrictObject.read(document.array(), json -> switch (this) {
            case CCDL -> new CcdlReader(at).cohort(json);
            case SAMPLY -> new SamplyReader(at).cohort(json);
        });
    }
}
