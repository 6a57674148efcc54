package org.healthsphere.node.research;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

class TerminologyConceptsTest {
    private static final Coding KIDNEY = new Coding(Records.CONDITIONS, "type-2-diabetes-kidney");

    private final TerminologyConcepts concepts = new TerminologyConcepts(new SmallTree());

    @Test
    void a_code_means_itself_and_what_is_below_it() {
        var set =
                concepts.isA(new Coding(Records.CONDITIONS, "type-2-diabetes")).orElseThrow();
        assertThat(set.contains(KIDNEY)).isTrue();
        assertThat(set.contains(new Coding(Records.CONDITIONS, "gout"))).isFalse();
        assertThat(set.digest()).isEqualTo(Sha256.of("type-2-diabetes,type-2-diabetes-kidney"));
    }

    @Test
    void a_value_set_means_its_expansion() {
        var set = concepts.valueSet(SmallTree.VALUE_SET).orElseThrow();
        assertThat(set.contains(KIDNEY)).isTrue();
        assertThat(set.contains(new Coding(Records.CONDITIONS, "type-2-diabetes")))
                .isFalse();
        assertThat(set.digest()).isEqualTo(Sha256.of("kidneys"));
    }

    @Test
    void what_the_terminology_does_not_know_is_its_fault() {
        assertThat(concepts.valueSet("urn:unknown"))
                .isEqualTo(Outcome.failed(new Fault.NotFound("value set urn:unknown")));
        assertThat(concepts.isA(new Coding("s", "c"))).isEqualTo(Outcome.failed(new Fault.NotFound("code s|c")));
    }
}
