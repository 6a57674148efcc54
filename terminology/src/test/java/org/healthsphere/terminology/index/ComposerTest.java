package org.healthsphere.terminology.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.terminology.Samples.filter;
import static org.healthsphere.terminology.TerminologyContract.fault;

import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.terminology.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be evaluated is a fault that names it; never an empty set. */
class ComposerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "concept; similar; .*; the operator 'similar' is not supported",
                "concept; is-a; yeti; there is no code 'yeti'",
                "legs; is-a; bird; 'is-a' asks for the property 'concept'",
                "wings; =; 2; there is no property 'wings'",
                "wings; exists; true; there is no property 'wings'",
                "parent; =; yeti; there is no code 'yeti'",
                "legs; exists; maybe; 'exists' asks for true or false",
                "code; in; duck,yeti; there is no code 'yeti'"
            })
    void a_filter_that_cannot_be_honoured_is_refused(String property, String op, String value, String why) {
        assertThat(expansion("{\"include\":[" + filter(property, op, value) + "]}"))
                .isEqualTo(new Fault.Invalid(
                        List.of(new Problem("https://example.org/animals|1.0 filter " + property + " " + op, why))));
    }

    @Test
    void an_unknown_system_version_code_or_value_set_is_named() {
        assertThat(expansion("{\"include\":[{\"system\":\"https://example.org/none\"}]}"))
                .isEqualTo(new Fault.NotFound("code system https://example.org/none"));
        assertThat(expansion("{\"include\":[{\"system\":\"https://example.org/animals\",\"version\":\"2\"}]}"))
                .isEqualTo(new Fault.VersionMismatch(
                        "code system https://example.org/animals is not held in version 2 but in 1.0"));
        assertThat(
                        expansion(
                                "{\"include\":[{\"system\":\"https://example.org/animals\",\"concept\":[{\"code\":\"yeti\"}]}]}"))
                .isEqualTo(new Fault.Invalid(
                        List.of(new Problem("https://example.org/animals|1.0", "there is no code 'yeti'"))));
        assertThat(expansion("{\"include\":[{\"valueSet\":[\"https://example.org/vs/none\"]}]}"))
                .isEqualTo(new Fault.NotFound("value set https://example.org/vs/none"));
    }

    @Test
    void what_is_wrong_in_an_exclude_is_a_fault_too() {
        assertThat(expansion("{\"include\":[{\"system\":\"https://example.org/animals\"}],"
                        + "\"exclude\":[{\"system\":\"https://example.org/none\"}]}"))
                .isEqualTo(new Fault.NotFound("code system https://example.org/none"));
    }

    @Test
    void value_sets_that_import_each_other_are_refused() {
        var sources = new ArrayList<>(Samples.sources());
        sources.add(Samples.valueSet("hen", "{\"include\":[{\"valueSet\":[\"https://example.org/vs/egg\"]}]}"));
        sources.add(Samples.valueSet("egg", "{\"include\":[{\"valueSet\":[\"https://example.org/vs/hen\"]}]}"));
        var terminology = Samples.compiled(sources).orElseThrow();
        assertThat(fault(terminology.expand("https://example.org/vs/hen")))
                .isEqualTo(new Fault.Invalid(
                        List.of(new Problem("https://example.org/vs/hen|1", "imports itself, directly or by others"))));
    }

    @Test
    void a_value_set_imported_twice_is_no_cycle() {
        var sources = new ArrayList<>(Samples.sources());
        sources.add(Samples.valueSet(
                "twice",
                "{\"include\":[{\"valueSet\":[\"https://example.org/vs/birds\"]},"
                        + "{\"valueSet\":[\"https://example.org/vs/swimming-birds\"]}]}"));
        var terminology = Samples.compiled(sources).orElseThrow();
        assertThat(terminology
                        .expand("https://example.org/vs/twice")
                        .orElseThrow()
                        .digest())
                .isEqualTo(terminology
                        .expand("https://example.org/vs/birds")
                        .orElseThrow()
                        .digest());
    }

    private static Fault expansion(String compose) {
        var sources = new ArrayList<>(Samples.sources());
        sources.add(Samples.valueSet("tested", compose));
        return fault(Samples.compiled(sources).orElseThrow().expand("https://example.org/vs/tested"));
    }
}
