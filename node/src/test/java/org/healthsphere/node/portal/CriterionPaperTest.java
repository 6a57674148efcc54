package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.federation.research.cohort.CohortJson;
import org.healthsphere.federation.research.json.StrictObject;
import org.healthsphere.node.web.desk.CriterionForm;
import org.healthsphere.node.web.page.Form;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is filled in on the page of cohorts, in their language. */
class CriterionPaperTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 1);

    private static String json(String fields) {
        var all = new HashMap<String, List<String>>();
        Stream.of(fields.split("&"))
                .map(field -> field.split("=", 2))
                .forEach(field -> all.put(field[0], List.of(field[1])));
        return new CriterionPaper(new CriterionForm(new Form(Map.copyOf(all))), TODAY, Optional.empty())
                .json()
                .toString()
                .replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            kind=deceased;                          {'demo':{'deceased':true}}
            kind=deceased&not=yes;                  {'not':{'demo':{'deceased':true}}}
            kind=region&region= sw1;                {'demo':{'region':'SW1'}}
            kind=sex&sex=other;                     {'demo':{'sex':'other'}}
            kind=Device&concept=s|1;                {'has':{'type':'Device','code':{'is-a':'s|1'}}}
            kind=Condition&ecl=<< 73211009;         {'has':{'type':'Condition','code':{'ecl':'<< 73211009'}}}
            kind=Condition&concept=s|1&status=active recurrence; {'has':{'type':'Condition','code':{'is-a':'s|1'},'status':['active','recurrence']}}
            kind=Observation&concept=s|1&abnormal=yes;           {'has':{'type':'Observation','code':{'is-a':'s|1'},'value':{'abnormal':true}}}
            kind=Observation&concept=s|1&op=ge&value=5&unit=%;   {'has':{'type':'Observation','code':{'is-a':'s|1'},'value':{'ucum':'%','val':5,'op':'ge'}}}
            kind=Observation&concept=s|1&op=ge&value=5&valueTo=7&unit=%; {'has':{'type':'Observation','code':{'is-a':'s|1'},'value':{'ucum':'%','from':5,'to':7}}}
            """)
    void a_criterion_is_what_was_filled_in_and_is_in_the_language(String fields, String expected) {
        var json = json(fields);
        assertThat(json).isEqualTo(expected);
        assertThat(StrictObject.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), CohortJson::cohort)
                        .orElseThrow())
                .isNotNull();
    }
}
