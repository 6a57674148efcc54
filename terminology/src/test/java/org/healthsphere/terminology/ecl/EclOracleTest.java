package org.healthsphere.terminology.ecl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.TerminologyContract;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.load.Progress;
import org.healthsphere.terminology.load.Releases;
import org.healthsphere.terminology.load.SyntheticSnomed;
import org.healthsphere.terminology.load.Wishes;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random expressions over an invented edition: the index says what somebody says who walks from concept to concept. */
class EclOracleTest {
    private static final int EXPRESSIONS = 100;
    private static final SyntheticSnomed EDITION = SyntheticSnomed.of(11, 250);
    private static final NaiveEcl NAIVE = new NaiveEcl(EDITION);

    @TempDir
    static Path folder;

    private static CompiledTerminology terminology;

    @BeforeAll
    static void load() throws IOException {
        List<Content> contents = new ArrayList<>();
        var _ = Releases.read(EDITION.write(folder, 1), Wishes.NONE, Progress.UNHEARD, contents::add)
                .orElseThrow();
        terminology = Samples.compiledContents(contents).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_index_agrees_with_a_walk(long seed) {
        var expressions = new RandomEcl(new Random(seed), EDITION);
        var some = 0;
        for (var i = 0; i < EXPRESSIONS; i++) {
            var text = expressions.next();
            var expected = NAIVE.set(EclParser.parse(text).orElseThrow());
            assertThat(codes(text)).as(text).isEqualTo(expected);
            some += expected.isEmpty() ? 0 : 1;
        }
        assertThat(some).as("expressions with an answer").isGreaterThan(EXPRESSIONS / 4);
    }

    private static Set<String> codes(String expression) {
        return terminology.expand("http://snomed.info/sct?fhir_vs=ecl/" + expression).orElseThrow().concepts().stream()
                .map(concept -> concept.coding().code())
                .collect(Collectors.toSet());
    }

    @Test
    void the_other_implicit_value_sets_are_those_of_expressions() {
        var root = EDITION.concepts.getFirst().id();
        var refset = EDITION.refsets.getFirst();
        var sct = "http://snomed.info/sct";
        var edition = sct + "/" + SyntheticSnomed.MODULE;
        assertThat(valueSet(sct + "?fhir_vs")).isEqualTo(codes("*"));
        assertThat(valueSet(edition + "/version/20260101?fhir_vs=isa/" + root)).isEqualTo(codes("<< " + root));
        assertThat(valueSet(edition + "?fhir_vs=refset/" + refset)).isEqualTo(codes("^ " + refset));
        assertThat(valueSet(sct + "?fhir_vs=refset")).isEqualTo(Set.copyOf(EDITION.refsets));
        assertThat(valueSet(sct + "?fhir_vs=ecl/%3C%20" + root)).isEqualTo(codes("< " + root));
        assertThat(TerminologyContract.fault(terminology.expand(edition + "/version/19990101?fhir_vs")))
                .isInstanceOf(Fault.NotFound.class);
    }

    private static Set<String> valueSet(String url) {
        return terminology.expand(url).orElseThrow().concepts().stream()
                .map(concept -> concept.coding().code())
                .collect(Collectors.toSet());
    }

    @Test
    void an_unknown_concept_is_named_and_never_an_empty_set() {
        var answer = terminology.expand("http://snomed.info/sct?fhir_vs=ecl/<< 404684003");
        assertThat(answer).isInstanceOf(Outcome.Failure.class);
        assertThat(TerminologyContract.fault(answer).toString()).contains("there is no concept '404684003'");
    }

    @Test
    void an_expression_that_would_take_too_long_is_refused() {
        var attribute = EDITION.attributes.getFirst();
        var text = "*: " + attribute + " = *";
        for (var i = 0; i < 40; i++) {
            text = "(" + text + ") OR (" + "*: [2..3] " + attribute + " = (" + "> ".repeat(1) + "*))";
        }
        var nested = "http://snomed.info/sct?fhir_vs=ecl/" + "(".repeat(100) + "*" + ")".repeat(100);
        assertThat(TerminologyContract.fault(terminology.expand(nested)).toString())
                .contains("nested too deeply");
        assertThat(TerminologyContract.fault(
                        terminology.expand("http://snomed.info/sct?fhir_vs=ecl/" + "* OR ".repeat(10_000) + "*")))
                .isInstanceOf(Fault.TooCostly.class);
        assertThat(terminology.expand("http://snomed.info/sct?fhir_vs=ecl/" + text))
                .isInstanceOf(Outcome.class);
    }
}
