package org.healthsphere.federation.research.cohort;

import com.fasterxml.jackson.databind.JsonNode;
import org.healthsphere.federation.research.cohort.Cohort.Has;
import org.healthsphere.federation.research.json.StrictObject;

/** Cohorts and their criteria as parts of other documents, in the JSON of the cohort language. */
public final class CohortJson {
    private CohortJson() {}

    public static Cohort cohort(StrictObject json) {
        return CohortReader.cohort(json);
    }

    public static Has has(StrictObject json) {
        return CohortReader.has(json);
    }

    /** In the one spelling of what it means. */
    public static JsonNode json(Cohort cohort) {
        return CohortWriter.json(NormalForm.of(cohort));
    }

    /** A criterion without the member that names its kind. */
    public static JsonNode json(Has has) {
        return CohortWriter.json(NormalForm.of(has)).path("has");
    }
}
