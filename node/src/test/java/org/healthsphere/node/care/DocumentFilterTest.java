package org.healthsphere.node.care;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentFilterTest {
    private static final JsonNode DOCUMENT = House.tree("""
            {'resourceType':'DocumentReference','status':'current','date':'2026-02-03T10:00:00Z',
             'masterIdentifier':{'system':'urn:ietf:rfc:3986','value':'urn:oid:1.2.3'},
             'identifier':[{'system':'urn:x','value':'d1'}],
             'type':{'coding':[{'system':'http://loinc.org','code':'18842-5'}]},
             'category':[{'coding':[{'system':'urn:c','code':'report'}]},{'coding':[{'system':'urn:c','code':'letter'}]}],
             'securityLabel':[{'coding':[{'system':'urn:s','code':'N'}]}],
             'context':{'event':[{'coding':[{'code':'stay'}]}],'practiceSetting':{'coding':[{'code':'icu'}]},
              'period':{'start':'2026-01-01','end':'2026-01-31'}},
             'content':[{'attachment':{'creation':'2026-02-02'},'format':{'system':'urn:f','code':'pdf'}}]}""".replace('\'', '"'));

    @ParameterizedTest
    @CsvSource({
        "status, current, true",
        "status, superseded, false",
        "'status', 'superseded,current', true",
        "type, http://loinc.org|18842-5, true",
        "type, 18842-5, true",
        "type, http://loinc.org|, true",
        "type, urn:other|18842-5, false",
        "category, urn:c|letter, true",
        "identifier, urn:x|d1, true",
        "identifier, urn:ietf:rfc:3986|urn:oid:1.2.3, true",
        "identifier, d2, false",
        "format, urn:f|pdf, true",
        "event, stay, true",
        "setting, icu, true",
        "facility, icu, false",
        "security-label, N, true",
        "date, 2026-02-03, true",
        "date, ge2026-02-03, true",
        "date, gt2026-02-03, false",
        "date, lt2026-02-03, false",
        "date, le2026-02, true",
        "creation, 2026-02, true",
        "creation, lt2026-02-02, false",
        "period, ge2026-01-31, true",
        "period, gt2026-01-31, false",
        "period, 2026, true",
    })
    void a_document_is_admitted_when_it_says_what_is_asked_for(String name, String value, boolean admitted) {
        assertThat(DocumentFilter.of(List.of(Map.entry(name, value)))
                        .orElseThrow()
                        .admits(DOCUMENT))
                .isEqualTo(admitted);
    }

    @Test
    void what_is_not_looked_at_is_refused() {
        assertThat(DocumentFilter.of(List.of(
                        Map.entry("patient", "p1"),
                        Map.entry("author.family", "X"),
                        Map.entry("date", "soon"),
                        Map.entry("_format", "json"))))
                .isEqualTo(Outcome.failed(new Fault.Invalid(List.of(
                        new Problem("author.family", "is no parameter that is looked at here"),
                        new Problem("date", "is no date: use a form like ge2026-03-01")))));
    }
}
