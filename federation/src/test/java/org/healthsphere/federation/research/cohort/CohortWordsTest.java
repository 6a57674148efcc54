package org.healthsphere.federation.research.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a cohort is said to be, in each language. */
class CohortWordsTest {
    private static Cohort cohort(String json) {
        return StrictObject.read(Bytes.utf8(json.replace('\'', '"')).array(), CohortJson::cohort)
                .orElseThrow();
    }

    private static final String HAS =
            "{'has':{'type':'Observation','code':{'codes':[{'system':'s','code':'1'},{'system':'s','code':'2'}]},%s}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
            en; 'value':{'op':'ge','val':5,'ucum':'%'},'atLeast':3; has at least 3 records of type Observation with the code s|1 or s|2, measured at least 5 %
            en; 'value':{'from':5,'to':7.5,'ucum':'%'};     has a record of type Observation with the code s|1 or s|2, measured from 5 to 7.5 %
            en; 'value':{'abnormal':true};                  has a record of type Observation with the code s|1 or s|2, with a result marked as abnormal
            en; 'value':{'concept':{'ecl':'<< 1'}};         has a record of type Observation with the code s|1 or s|2, with the result a concept that meets << 1
            en; 'status':['final','amended'];               has a record of type Observation with the code s|1 or s|2, whose status is amended or final
            de; 'when':{'from':'2020-01-01','to':'2020-12-31'}; hat einen Eintrag vom Typ Observation mit dem Code s|1 oder s|2, datiert vom 2020-01-01 bis zum 2020-12-31
            es; 'within':{'type':'Encounter','code':{'vs':'v'}}; tiene un registro de tipo Observation con el código s|1 o s|2, como parte de un registro de tipo Encounter con un código del conjunto de valores v
            fr; 'within':{'type':'Encounter','code':{'is-a':'s|1'}}; a une entrée de type Observation avec le code s|1 ou s|2, comme partie d’une entrée de type Encounter avec s|1 ou quelque chose en dessous
            """)
    void a_criterion_about_records_reads_as_it_is_meant(String language, String part, String words) {
        assertThat(CohortWords.in(language).steps(cohort(HAS.formatted(part)))).containsExactly(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            textBlock =
                    """
            en; {'demo':{'deceased':true}};                          has died
            de; {'not':{'demo':{'deceased':true}}};                  nicht: ist gestorben
            es; {'demo':{'region':'280'}};                           vive donde los códigos postales empiezan por 280
            fr; {'demo':{'age':{'at':'2026-01-01','min':1,'max':9}}}; de 1 à 9 ans le 2026-01-01
            de; {'demo':{'sex':'other'}};                            administratives Geschlecht divers
            pt; {'demo':{'sex':'other'}};                            administrative gender other
            """)
    void a_person_is_described_in_the_language_that_is_asked_for(String language, String cohort, String words) {
        assertThat(CohortWords.in(language).steps(cohort(cohort))).containsExactly(words);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
            0;      0;     0 days after the first record of type Condition with a code of the value set b
            10;     36525; 10 days or more after the first record of type Condition with a code of the value set b
            0;      90;    from 0 to 90 days after the first record of type Condition with a code of the value set b
            -90;    30;    from 90 days before to 30 days after the first record of type Condition with a code of the value set b
            -90;    -1;    from 1 to 90 days before the first record of type Condition with a code of the value set b
            -7;     -7;    7 days before the first record of type Condition with a code of the value set b
            """)
    void days_lie_before_or_after(int least, int most, String words) {
        var sequence = cohort(
                "{'seq':{'which':'first','first':{'type':'Condition','code':{'vs':'b'}},'then':{'type':'Condition','code':{'vs':'a'}},'gap':{'min':%s,'max':%s}}}"
                        .formatted(least, most));
        assertThat(CohortWords.in("en").steps(sequence))
                .containsExactly("has a record of type Condition with a code of the value set a, " + words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de", "es", "fr"})
    void every_cohort_has_words_in_every_language(String language) {
        var chance = new RandomCohorts(new SplittableRandom(11));
        for (var i = 0; i < 500; i++) {
            var cohort = chance.cohort(3);
            var english = CohortWords.in("en").of(cohort);
            var lines = CohortWords.in(language).of(cohort);
            assertThat(lines)
                    .extracting(CohortWords.Line::depth)
                    .isEqualTo(english.stream().map(CohortWords.Line::depth).toList());
            assertThat(lines).noneMatch(line -> line.text().contains("{"));
            assertThat(lines.equals(english)).isEqualTo(language.equals("en"));
        }
    }
}
