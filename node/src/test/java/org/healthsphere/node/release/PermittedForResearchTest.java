package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.research.ResearchConsent.Meant;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PermittedForResearchTest {
    private static final String RESEARCH =
            "'purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'HRESCH'}]";

    private final House house = new House();
    private final PermittedForResearch research = new PermittedForResearch(House.NORTH, house.view, house.clock);

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void nobody_is_counted_who_did_not_say_yes() {
        assertThat(counted()).isEmpty();
        assertThat(research.now(PurposeOfUse.HRESCH, "study").orElseThrow().height())
                .isEqualTo(1);
    }

    @Test
    void who_said_yes_is_counted_without_what_she_keeps_back() {
        house.says("ann", House.consent("{'type':'permit',%s}".formatted(RESEARCH)), PurposeOfUse.HRESCH);
        house.says("bea", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        var label = new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "HIV");
        house.says("cem", House.consent("""
                        {'type':'permit',%s,'provision':[{'type':'deny','securityLabel':[{'system':'%s','code':'HIV'}]}]}""".formatted(RESEARCH, label.system())), PurposeOfUse.HRESCH);
        var hidden = new ReleaseFilter.Hidden(false, Set.of(), Set.of(label), Set.of());
        var permission = research.now(PurposeOfUse.HRESCH, "study").orElseThrow();
        var filter = permission.filter();
        assertThat(filter.hiddenOf("ann")).isEqualTo(ReleaseFilter.Hidden.nothing());
        assertThat(filter.hiddenOf("bea")).isEqualTo(ReleaseFilter.Hidden.everything());
        assertThat(filter.hiddenOf("cem")).isEqualTo(hidden);
        assertThat(filter.hiddenOf("somebody else")).isEqualTo(ReleaseFilter.Hidden.everything());
        assertThat(permission.height()).isEqualTo(house.view.height());
    }

    private static String research(DataUse... uses) {
        var all = Arrays.stream(uses)
                .map(use -> ",{'system':'" + DataUse.SYSTEM + "','code':'" + use.code() + "'}")
                .collect(Collectors.joining());
        return "{'type':'permit'," + RESEARCH.substring(0, RESEARCH.length() - 1) + all + "]}";
    }

    private Set<String> counted(DataUse... uses) {
        return counted(new Meant(Set.of(uses), Set.of()));
    }

    private Set<String> counted(Meant meant) {
        var filter =
                research.now(PurposeOfUse.HRESCH, "study", meant).orElseThrow().filter();
        return Stream.of("ann", "bea", "cem", "dia", "somebody else")
                .filter(patient -> !filter.hiddenOf(patient).all())
                .collect(Collectors.toSet());
    }

    @Test
    void each_patient_is_counted_for_what_his_own_consent_permits() {
        house.says("ann", House.consent(research(DataUse.GRU)), PurposeOfUse.HRESCH);
        house.says("bea", House.consent(research(DataUse.HMB, DataUse.NCU)), PurposeOfUse.HRESCH);
        house.says("cem", House.consent(research(DataUse.DS)), PurposeOfUse.HRESCH);
        house.says("dia", House.consent(research()), PurposeOfUse.HRESCH);
        assertThat(counted(DataUse.GRU)).containsExactlyInAnyOrder("ann", "dia");
        assertThat(counted(DataUse.HMB)).containsExactlyInAnyOrder("ann", "dia");
        assertThat(counted(DataUse.HMB, DataUse.NCU)).containsExactlyInAnyOrder("ann", "bea", "dia");
        assertThat(counted(DataUse.DS, DataUse.NCU)).containsExactlyInAnyOrder("ann", "bea", "cem", "dia");
        assertThat(counted()).as("a question that names no use asks for any").containsExactlyInAnyOrder("ann", "dia");
    }

    @Test
    void research_on_a_disease_counts_whose_consent_names_it_or_what_it_is_a_kind_of() {
        var diabetes = new Coding("http://snomed.info/sct", "73211009");
        var kind = new Coding("http://snomed.info/sct", "44054006");
        var disease = ",{'system':'http://snomed.info/sct','code':'73211009'}]";
        house.says("ann", House.consent(research(DataUse.DS).replaceFirst("\\]", disease)), PurposeOfUse.HRESCH);
        house.says("bea", House.consent(research(DataUse.HMB)), PurposeOfUse.HRESCH);
        assertThat(about(kind, diabetes)).containsExactlyInAnyOrder("ann", "bea");
        assertThat(about(diabetes)).containsExactlyInAnyOrder("ann", "bea");
        assertThat(about(new Coding("http://snomed.info/sct", "195967001"))).containsExactly("bea");
    }

    private Set<String> about(Coding... diseases) {
        return counted(new Meant(Set.of(DataUse.DS), Set.of(diseases)));
    }

    @Test
    void a_stale_view_permits_no_study() {
        house.says("ann", House.consent("{'type':'permit',%s}".formatted(RESEARCH)), PurposeOfUse.HRESCH);
        house.clock.advance(House.BOUND.plusMillis(1));
        assertThat(research.now(PurposeOfUse.HRESCH, "study"))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("a fresh view of consent")));
        house.follow();
        assertThat(research.now(PurposeOfUse.HRESCH, "study")).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void as_long_as_nobody_says_anything_else_the_filter_is_the_same_at_any_height() {
        house.says("ann", House.consent("{'type':'permit',%s}".formatted(RESEARCH)), PurposeOfUse.HRESCH);
        var first = research.now(PurposeOfUse.HRESCH, "study").orElseThrow().filter();
        assertThat(research.now(PurposeOfUse.HRESCH, "study").orElseThrow().filter())
                .isEqualTo(first);
        house.says("bea", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        assertThat(research.now(PurposeOfUse.HRESCH, "study").orElseThrow().filter())
                .isEqualTo(first);
        house.says("bea", House.consent("{'type':'permit',%s}".formatted(RESEARCH)), PurposeOfUse.HRESCH);
        assertThat(research.now(PurposeOfUse.HRESCH, "study").orElseThrow().filter())
                .isNotEqualTo(first);
    }
}
