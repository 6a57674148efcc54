package org.healthsphere.node.web.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A clinician hands a record to another hospital, and reads what others have handed over; without any script. */
class HandoverFlowTest {
    private final TestNode node;
    private final Reader clinician;

    HandoverFlowTest() throws Exception {
        node = new TestNode();
        clinician = node.reader(Role.CLINICIAN);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    private String page() throws Exception {
        var found = clinician.follow(clinician.submit("/desk", "/desk/find", Map.of("name", "ada")));
        return Reader.link(found.body(), "/desk/patient/") + "/handover";
    }

    @Test
    void a_referral_is_sent_and_arrives() throws Exception {
        var page = page();
        assertThat(clinician.get(page).body())
                .contains("Ada Sample")
                .contains("Lakeside Clinic")
                .contains("Hillview Medical Centre")
                .doesNotContain("Northfield Hospital</option>");
        var sent = clinician.submit(
                page, page, Map.of("member", "lakeside", "kind", "referral", "words", "Please see her feet."));
        assertThat(sent.statusCode()).isEqualTo(200);
        assertThat(sent.body()).contains("The other hospital has it.").contains("Lakeside Clinic");
        assertThat(clinician.get("/desk/inbox").body())
                .contains("What I sent")
                .contains("Referral</strong> · Lakeside Clinic");
    }

    @Test
    void an_inbox_that_has_more_than_it_shows_says_so() throws Exception {
        assertThat(clinician.get("/desk/inbox").body()).containsOnlyOnce("Older ones are not shown here.");
    }

    @Test
    void who_is_away_gets_it_later_and_where_nothing_may_go_nothing_goes() throws Exception {
        var page = page();
        assertThat(clinician
                        .submit(
                                page,
                                page,
                                Map.of("member", "hillview", "kind", "discharge", "words", "She went home."))
                        .body())
                .contains("It is tried again by itself.");
        var refused = clinician.submit(
                page, page, Map.of("member", "lakeside", "kind", "discharge", "words", "She went home."));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("Nothing of this record may be given to that hospital.")
                .contains("She went home.</textarea>");
    }

    @Test
    void what_is_missing_is_named_and_what_was_entered_stays() throws Exception {
        var page = page();
        var words = clinician.submit(page, page, Map.of("member", "lakeside", "kind", "referral"));
        assertThat(words.statusCode()).isEqualTo(422);
        assertThat(words.body()).contains("Say in a few sentences what it is about.");
        assertThat(clinician
                        .submit(page, page, Map.of("member", "lakeside", "words", "Feet"))
                        .body())
                .contains("Say whether it is a referral or a discharge summary.")
                .contains(">Feet</textarea>");
        assertThat(clinician
                        .submit(page, page, Map.of("member", "elsewhere", "kind", "referral", "words", "Feet"))
                        .body())
                .contains("Choose a hospital.");
    }

    @Test
    void the_inbox_leads_to_the_record_and_the_document_and_no_address_names_anybody() throws Exception {
        var inbox = clinician.get("/desk/inbox").body();
        assertThat(inbox).contains("Ada Sample", "Referral", "Lakeside Clinic", "Urgent", "Please see her feet.");
        assertThat(inbox).doesNotContain("patient-1").doesNotContain("document-1");
        assertThat(clinician.settled(Reader.link(inbox, "/desk/patient/")).body())
                .contains("HbA1c");
        var document = Reader.link(inbox, "/desk/inbox/");
        assertThat(clinician.get(document).body()).isEqualTo("{\"id\":\"document-1\"}");
        var cda = clinician.get(document.replace("/json", "/xml"));
        assertThat(cda.headers().firstValue("Content-Type")).contains("text/xml");
        assertThat(cda.body()).isEqualTo("<ClinicalDocument/>");
        assertThat(clinician.get("/desk/inbox/0000000000000000000000/json").statusCode())
                .isEqualTo(410);
    }

    @Test
    void the_record_is_also_a_c_cda_to_keep() throws Exception {
        var record = page().replace("/handover", "/ccd");
        var file = clinician.get(record);
        assertThat(file.headers().firstValue("Content-Type")).contains("text/xml");
        assertThat(file.body()).isEqualTo("<ClinicalDocument/>");
    }
}
