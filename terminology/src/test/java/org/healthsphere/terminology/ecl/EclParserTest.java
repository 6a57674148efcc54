package org.healthsphere.terminology.ecl;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.ecl.Ecl.Cardinality;
import org.healthsphere.terminology.ecl.Ecl.Kinship;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EclParserTest {
    private static final Ecl DIABETES = new Ecl.Concept("73211009");
    private static final Ecl SITE = new Ecl.Concept("363698007");

    private static Ecl parse(String text) {
        return EclParser.parse(text).orElseThrow();
    }

    @Test
    void signs_terms_blanks_and_comments_are_read() {
        var below = new Ecl.Related(Kinship.DESCENDANT_OR_SELF, DIABETES);
        assertThat(parse("<<73211009")).isEqualTo(below);
        assertThat(parse(" << /* all of it */ 73211009 |Diabetes (any)| ")).isEqualTo(below);
        assertThat(parse("<<!73211009")).isEqualTo(new Ecl.Related(Kinship.CHILD_OR_SELF, DIABETES));
        assertThat(parse("!!> (<73211009)"))
                .isEqualTo(new Ecl.Related(Kinship.TOP, new Ecl.Related(Kinship.DESCENDANT, DIABETES)));
        assertThat(parse("^ *")).isEqualTo(new Ecl.MemberOf(new Ecl.Every()));
    }

    @Test
    void operators_join_and_brackets_bind() {
        assertThat(parse("73211009 AND * and *"))
                .isEqualTo(new Ecl.And(new Ecl.And(DIABETES, new Ecl.Every()), new Ecl.Every()));
        assertThat(parse("(73211009 OR *) MINUS *"))
                .isEqualTo(new Ecl.Minus(new Ecl.Or(DIABETES, new Ecl.Every()), new Ecl.Every()));
    }

    @Test
    void refinements_have_groups_cardinalities_and_numbers() {
        var attribute = new Ecl.Attribute(Cardinality.SOME, false, SITE, new Ecl.Codes(true, DIABETES));
        assertThat(parse("*: 363698007 = 73211009")).isEqualTo(new Ecl.Refined(new Ecl.Every(), attribute));
        var twice =
                new Ecl.Attribute(new Cardinality(2, Integer.MAX_VALUE), true, SITE, new Ecl.Codes(false, DIABETES));
        var grouped = new Ecl.Grouped(new Cardinality(0, 1), new Ecl.All(List.of(attribute, twice)));
        assertThat(parse("*: [0..1] { 363698007 = 73211009, [2..*] R 363698007 != 73211009 }"))
                .isEqualTo(new Ecl.Refined(new Ecl.Every(), grouped));
        var number = new Ecl.Attribute(Cardinality.SOME, false, SITE, new Ecl.Numeric("<=", new BigDecimal("-1.5")));
        assertThat(parse("*: 363698007 <= #-1.5")).isEqualTo(new Ecl.Refined(new Ecl.Every(), number));
    }

    @Test
    void filters_are_read_and_texts_may_hold_quotes() {
        assertThat(parse("* {{ term = (\"a \\\"b\\\"\" \"c\"), language = (de fr) }} {{ C active = 0 }}"))
                .isEqualTo(new Ecl.Filtered(
                        new Ecl.Filtered(
                                new Ecl.Every(),
                                List.of(
                                        new Ecl.Term(true, List.of("a \"b\"", "c")),
                                        new Ecl.Language(List.of("de", "fr")))),
                        List.of(new Ecl.Active(false))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "<< 73211008 -> character 12: '73211008' is not a SNOMED CT identifier",
                "73211009 AND * OR * -> AND and OR are mixed without brackets",
                "73211009 |Diabetes -> a term does not end",
                "73211009 * -> there is more than one expression",
                "(73211009 -> ')' is missing",
                "* {{ +HISTORY }} -> history supplements are not supported",
                "* {{ M active = 1 }} -> filters of members are not supported",
                "^ [referencedComponentId] 73211009 -> fields of reference sets are not supported",
                "*: [3..1] * = * -> wants more than it allows",
                "*: 363698007 -> a comparison is missing"
            })
    void what_cannot_be_read_is_told_with_its_place(String text, String why) {
        assertThat(EclParser.parse(text))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault().toString()).contains(why.strip()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<", "*:", "* AND", "{{", "\"", "|", "*: {", "* {{ term = \"", "/*", "!!"})
    void half_an_expression_is_refused(String text) {
        assertThat(EclParser.parse(text)).isInstanceOf(Outcome.Failure.class);
    }
}
