package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;

/** Consents to research on a disease, and what is a kind of it. */
class DiseaseTermsTest {
    private static final String SNOMED = "http://snomed.info/sct";
    private static final Coding DIABETES = new Coding(SNOMED, "73211009");
    private static final Coding TYPE_2 = new Coding(SNOMED, "44054006");
    private static final Coding ASTHMA = new Coding(SNOMED, "195967001");

    private static String permits(DataUse use, Coding... diseases) {
        var all = new StringBuilder(Consents.coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", "HRESCH"))
                .append(',')
                .append(Consents.coding(DataUse.SYSTEM, use.code()));
        for (var disease : diseases) {
            all.append(',').append(Consents.coding(disease.system(), disease.code()));
        }
        return "{\"type\":\"permit\",\"purpose\":[" + all + "]}";
    }

    private static Opinion opinion(String provision, Coding... diseases) {
        var study = new ConsentRequest(
                new Requester(new NodeId("south"), "study:s", Role.RESEARCHER),
                PurposeOfUse.HRESCH,
                Instant.parse("2026-03-01T12:00:00Z"),
                Set.of(),
                Set.of(DataUse.DS),
                Set.of(diseases));
        return ConsentTerms.compile(Consents.with(provision)).orElseThrow().opinion(study);
    }

    @Test
    void it_is_permitted_for_that_disease_and_its_kinds_and_no_other() {
        var consent = permits(DataUse.DS, DIABETES);
        assertThat(opinion(consent, DIABETES)).isEqualTo(Opinion.PERMITS);
        assertThat(opinion(consent, TYPE_2, DIABETES))
                .as("a kind of it, with what it is a kind of")
                .isEqualTo(Opinion.PERMITS);
        assertThat(opinion(consent, ASTHMA)).isEqualTo(Opinion.SILENT);
        assertThat(opinion(consent)).as("of no disease").isEqualTo(Opinion.SILENT);
    }

    @Test
    void of_several_diseases_any_will_do_and_none_is_whichever_it_is() {
        assertThat(opinion(permits(DataUse.DS, DIABETES, ASTHMA), ASTHMA)).isEqualTo(Opinion.PERMITS);
        assertThat(opinion(permits(DataUse.DS), ASTHMA)).isEqualTo(Opinion.PERMITS);
        assertThat(opinion(permits(DataUse.HMB), ASTHMA)).isEqualTo(Opinion.PERMITS);
    }

    @Test
    void a_disease_goes_with_research_on_a_disease_only() {
        assertThat(ConsentTerms.compile(Consents.with(permits(DataUse.HMB, DIABETES))))
                .isInstanceOf(Outcome.Failure.class);
    }
}
