package org.healthsphere.node.web.me;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A patient brings a document, without any script: chosen, looked at, confirmed. */
class BringFlowTest {
    private static final String PAGE = "/me/record/add";

    private final TestNode node;
    private final Reader ada;

    BringFlowTest() throws Exception {
        node = new TestNode();
        ada = node.reader(Role.PATIENT);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    private HttpResponse<String> bring(String words) throws Exception {
        return ada.upload(PAGE, "document", Bytes.utf8(words));
    }

    private HttpResponse<String> confirm(String offer) throws Exception {
        return ada.submit(PAGE, PAGE + "/confirm", Map.of("offer", Reader.hidden(offer, "offer")));
    }

    @Test
    void what_a_document_would_add_is_shown_and_added_when_it_is_confirmed() throws Exception {
        assertThat(ada.get("/me/record").body()).contains("href=\"" + PAGE + "\"");
        var offer = bring("Hazelnut");
        assertThat(offer.statusCode()).isEqualTo(200);
        assertThat(offer.body())
                .contains("<h1>What it would add</h1>", "<strong>Ada Sample</strong> · born 17 April 1961", "Is this you?")
                .contains("<strong>Hazelnut</strong>", "Northfield Hospital · brought by the patient")
                .contains("Add 1 entry to my record", "2 things in it cannot be read here");
        var added = confirm(offer.body());
        assertThat(added.headers().firstValue("Location")).contains("/me/record?done=brought");
        assertThat(ada.follow(added).body()).contains("Added. It is marked as brought by you.");
        assertThat(ada.follow(confirm(bring("Hazelnut").body())).body()).contains("Nothing was added twice.");
    }

    @Test
    void an_offer_is_confirmed_once_by_who_got_it() throws Exception {
        var offer = bring("Hazelnut").body();
        var eve = node.reader("patient-3", "Eve Sample");
        assertThat(eve.submit(PAGE, PAGE + "/confirm", Map.of("offer", Reader.hidden(offer, "offer")))
                        .body())
                .contains("What you looked at is no longer at hand.");
        assertThat(confirm(offer).statusCode()).isEqualTo(303);
        assertThat(confirm(offer).statusCode()).isEqualTo(422);
    }

    @Test
    void what_the_hospital_has_to_look_at_first_is_said_to_wait() throws Exception {
        assertThat(ada.follow(confirm(bring("waits").body())).body())
                .contains("The hospital has the document and looks at it.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|Choose a file first.",
                "other|It is of somebody who was born on another day than you.",
                "hostile|a document type declaration (DOCTYPE) is not allowed",
                "consent|says something that cannot be added to your record."
            })
    void what_is_not_taken_is_refused_with_a_reason(String words, String reason) throws Exception {
        var answer = bring(words);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("This file was not taken. Nothing was kept.", reason);
    }

    @Test
    void a_file_of_more_than_four_megabytes_is_refused_whatever_it_is() throws Exception {
        var answer = bring("x".repeat(4 * 1024 * 1024 + 1));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("It is larger than 4 megabytes.");
        assertThat(bring("x".repeat(4 * 1024 * 1024)).statusCode()).isEqualTo(200);
    }

    @Test
    void a_form_of_another_place_brings_nothing() throws Exception {
        assertThat(ada.uploadBare(PAGE, "document", Bytes.utf8("Hazelnut"), Map.of("csrf", "guess"))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void a_hospital_that_takes_none_says_so() throws Exception {
        node.brought.open = false;
        assertThat(ada.get("/me/record").body()).doesNotContain(PAGE);
        assertThat(ada.get(PAGE).body())
                .contains("Northfield Hospital takes no documents from patients here.")
                .doesNotContain("type=\"file\"");
    }
}
