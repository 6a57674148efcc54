package org.healthsphere.node.web.me;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The patient's own record, read without script. */
class RecordFlowTest {
    private final TestNode node;
    private final Reader ada;

    RecordFlowTest() throws Exception {
        node = new TestNode();
        ada = node.reader(Role.PATIENT);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void by_time_the_newest_comes_first_and_what_is_missing_is_said() throws Exception {
        var page = ada.get("/me/record/timeline").body();
        assertThat(page)
                .contains("Hillview Medical Centre cannot be reached. What it knows is missing here.")
                .containsSubsequence(
                        "id=\"year-2026\"",
                        "11 February 2026",
                        "HbA1c",
                        "id=\"year-2025\"",
                        "id=\"year-2009\"",
                        "Penicillin");
    }

    @Test
    void what_was_measured_twice_is_drawn_and_stands_in_a_table_beside_it() throws Exception {
        var page = ada.get("/me/record/curves").body();
        assertThat(page)
                .contains("<h2 id=\"curve-0\">HbA1c <span class=\"quiet\">%</span></h2>")
                .contains("2 measurements between 7.9 and 8.4. The last one: 8.4 %, on 11 February 2026.")
                .contains("The band shows the usual values.")
                .containsSubsequence(
                        "<th scope=\"row\">11 Feb 2026</th><td class=\"number\">8.4</td>", "19 Aug 2025", "7.9")
                .doesNotContain("Creatinine");
        assertThat(page.split("<circle class=\"dot\"", -1)).hasSize(3);
    }

    @Test
    void numbers_and_dates_are_those_of_the_readers_language() throws Exception {
        var page = node.reader(Role.PATIENT)
                .withHeader("Accept-Language", "de-DE")
                .get("/me/record/curves")
                .body();
        assertThat(page).contains("2 Messungen zwischen 7,9 und 8,4. Die letzte: 8,4 %, am 11. Februar 2026.");
    }

    @Test
    void documents_are_opened_where_a_hospital_has_them_and_named_where_none_does() throws Exception {
        var page = ada.get("/me/record").body();
        assertThat(page)
                .contains("Open (PDF, from Northfield Hospital)")
                .contains("XML document: it is kept neither here nor at Lakeside Clinic");
        var way = Reader.link(page, "/me/record/documents/");
        var document = ada.get(way);
        assertThat(document.body()).isEqualTo("%PDF letter");
        assertThat(document.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"document.pdf\"");
        assertThat(way).doesNotContain("letter");
        assertThat(node.reader(Role.PATIENT).get(way).statusCode()).isEqualTo(410);
    }

    @Test
    void the_record_is_taken_along_as_a_page_of_its_own() throws Exception {
        var file = ada.get("/me/record/summary");
        assertThat(file.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"my-record.html\"");
        assertThat(file.body())
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
                .contains("Health record of Ada Sample", "born 17 April 1961", "Type 2 diabetes", "Hospitals disagree")
                .contains("This is not the whole record.")
                .doesNotContain("<script", "http://", "https://", "src=", "href=");
    }

    @Test
    void the_record_is_taken_along_as_an_international_patient_summary() throws Exception {
        var file = ada.get("/me/record/ips");
        assertThat(file.headers().firstValue("Content-Type")).contains("application/fhir+json");
        assertThat(file.body()).isEqualTo("{\"type\":\"document\"}");
    }
}
