package org.healthsphere.node.web.me;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a patient does, without any script. */
class PatientFlowTest {
    private static final Map<String, String> ALL_BUT_MENTAL_HEALTH =
            Map.of("kind", "treatment", "except", "MENTAL_HEALTH", "duration", "open");
    private static final String SENTENCE = "<strong>Every hospital that treats me</strong> may see "
            + "<strong>everything except mental health</strong>, <strong>until I change it</strong>.";

    private final TestNode node;
    private final Reader ada;

    PatientFlowTest() throws Exception {
        node = new TestNode();
        ada = node.reader(Role.PATIENT);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void home_says_what_is_new_and_what_needs_her() throws Exception {
        assertThat(ada.get("/me").body())
                .contains("Hello, Ada Sample")
                .contains("You have not said who may see your record.")
                .contains("Your record was opened in an emergency.")
                .contains("Unconscious after a fall, allergies unknown")
                .contains("3 hours ago");
    }

    @Test
    void the_record_says_which_hospital_says_so_and_which_did_not_answer() throws Exception {
        assertThat(ada.get("/me/record").body())
                .contains("Type 2 diabetes")
                .contains("The hospital wrote: DM2 (local code 4411)")
                .contains("8.4 %")
                .contains("This is not the whole record.")
                .contains("Hillview Medical Centre cannot be reached. What it knows is missing here.")
                .contains("allergic, swelling");
    }

    @Test
    void a_consent_is_previewed_then_signed_then_in_force() throws Exception {
        var preview = ada.submit("/me/sharing", "/me/sharing/preview", ALL_BUT_MENTAL_HEALTH);
        assertThat(preview.statusCode()).isEqualTo(200);
        assertThat(preview.body())
                .contains(SENTENCE)
                .contains("Kept back: mental health.")
                .contains("4 more");
        assertThat(ada.get("/me/sharing").body()).contains("You have not signed anything.");

        var signed = sign(preview.body());
        assertThat(signed.headers().firstValue("Location")).contains("/me/sharing?done=signed");
        assertThat(ada.follow(signed).body())
                .contains("Signed. It is in force.")
                .contains(SENTENCE)
                .contains("Signed on 3 March 2026.")
                .contains("In force at Northfield Hospital.");
    }

    @Test
    void whose_results_counted_him_a_patient_sees_with_the_proof_of_it() throws Exception {
        assertThat(ada.get("/me/looked").body()).contains("href=\"/me/research\"");
        assertThat(ada.get("/me/research").body())
                .contains("&lt;b&gt;Ages")
                .contains("Asked for by Hillview")
                .contains("You were counted.")
                .contains("this is what the release itself says")
                .contains("Whether your consent permitted it cannot be told any more.")
                .contains("What proves this is no longer kept here.");
        assertThat(ada.get("/me/research/proof").body()).isEqualTo("{\"leaf\":1}");
        assertThat(node.reader(Role.RESEARCHER).get("/me/research").statusCode())
                .isEqualTo(403);
    }

    @Test
    void what_is_signed_twice_counts_once() throws Exception {
        var preview = ada.submit("/me/sharing", "/me/sharing/preview", ALL_BUT_MENTAL_HEALTH);
        assertThat(sign(preview.body()).headers().firstValue("Location")).contains("/me/sharing?done=signed");
        assertThat(sign(preview.body()).headers().firstValue("Location")).contains("/me/sharing?done=nothing");
        assertThat(ada.get("/me/sharing").body().split("class=\"card consent\"", -1))
                .hasSize(2);
    }

    @Test
    void a_new_consent_begins_with_the_old_one_and_takes_its_place() throws Exception {
        assertThat(sign(ada.submit("/me/sharing", "/me/sharing/preview", ALL_BUT_MENTAL_HEALTH)
                                .body())
                        .statusCode())
                .isEqualTo(303);
        assertThat(ada.get("/me/sharing").body())
                .contains("takes the place of what you signed before")
                .contains("value=\"MENTAL_HEALTH\" checked");
        var everything =
                ada.submit("/me/sharing", "/me/sharing/preview", Map.of("kind", "treatment", "duration", "open"));
        assertThat(everything.body()).contains("1 more").contains("no change");
        assertThat(ada.follow(sign(everything.body())).body())
                .contains("may see <strong>everything</strong>, <strong>until I change it</strong>.")
                .contains("What you said before (1)");
    }

    @Test
    void a_preview_of_somebody_else_or_of_long_ago_signs_nothing() throws Exception {
        var preview = ada.submit("/me/sharing", "/me/sharing/preview", ALL_BUT_MENTAL_HEALTH);
        var other = node.reader(Role.PATIENT);
        var handle = Reader.hidden(preview.body(), "preview");
        assertThat(other.submit("/me/sharing", "/me/sharing/sign", Map.of("preview", handle))
                        .headers()
                        .firstValue("Location"))
                .contains("/me/sharing?done=nothing");
        node.clock.advance(Duration.ofMinutes(29));
        assertThat(ada.get("/me").statusCode()).isEqualTo(200);
        node.clock.advance(Duration.ofMinutes(2));
        assertThat(sign(preview.body()).headers().firstValue("Location")).contains("/me/sharing?done=nothing");
    }

    @Test
    void a_consent_is_withdrawn_after_she_saw_what_changes() throws Exception {
        var preview = ada.submit("/me/sharing", "/me/sharing/preview", ALL_BUT_MENTAL_HEALTH);
        assertThat(sign(preview.body()).statusCode()).isEqualTo(303);
        var stop = Reader.link(ada.get("/me/sharing").body(), "/me/sharing/[0-9a-f]+/stop");
        assertThat(ada.get(stop).body()).contains("Before you stop it").contains("4 fewer");
        var stopped = ada.submit(stop, stop, Map.of());
        assertThat(ada.follow(stopped).body())
                .contains("Stopped. The hospitals no longer see more than you allow.")
                .contains("You have not signed anything.")
                .contains("What you said before (1)");
        assertThat(ada.follow(ada.get(stop)).body()).contains("Nothing was changed");
    }

    @Test
    void she_says_yes_and_no_to_research() throws Exception {
        assertThat(ada.get("/me/sharing").body()).contains("Studies may <strong>not</strong> count me.");
        var preview = ada.submit("/me/sharing", "/me/sharing/preview", Map.of("kind", "research", "duration", "open"));
        assertThat(preview.body()).contains("count you in a number");
        assertThat(sign(preview.body()).statusCode()).isEqualTo(303);
        var sharing = ada.get("/me/sharing").body();
        assertThat(sharing).contains("<strong>count me, without seeing me</strong>");
        var stop = Reader.link(sharing, "/me/sharing/[0-9a-f]+/stop");
        assertThat(ada.get(stop).body()).contains("From then on no study counts you.");
        assertThat(ada.submit(stop, stop, Map.of()).statusCode()).isEqualTo(303);
        assertThat(ada.get("/me/sharing").body()).contains("Studies may <strong>not</strong> count me.");
    }

    @Test
    void a_last_day_must_lie_ahead_and_the_form_keeps_what_was_chosen() throws Exception {
        var answer = ada.submit(
                "/me/sharing",
                "/me/sharing/preview",
                Map.of("kind", "treatment", "except", "HIV", "duration", "date", "until", "2026-03-03"));
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("Choose a last day that lies in the future")
                .contains("value=\"HIV\" checked")
                .contains("value=\"2026-03-03\"");
        var later = ada.submit(
                "/me/sharing",
                "/me/sharing/preview",
                Map.of("kind", "treatment", "duration", "date", "until", "2026-03-04"));
        assertThat(later.body()).contains("<strong>until 4 March 2026</strong>");
        assertThat(ada.submit("/me/sharing", "/me/sharing/preview", Map.of("kind", "other"))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void the_page_says_honestly_who_holds_her_key() throws Exception {
        assertThat(ada.get("/me/sharing").body())
                .contains("For now Northfield Hospital keeps this key for you, locked in its vault");
    }

    @Test
    void she_sees_who_looked_why_and_by_which_right() throws Exception {
        assertThat(ada.get("/me/looked").body())
                .contains("<strong>Dr C. Sample (Clinician) at Lakeside Clinic</strong> looked at "
                        + "your medicines and your results, to treat you.")
                .contains(
                        "You allowed this on 1 February 2026. Asked by Lakeside Clinic over the network of hospitals.")
                .contains("asked for your record, to treat you, and saw nothing.")
                .contains("You have not allowed this.")
                .contains("It is your record.");
    }

    @Test
    void proofs_and_receipts_are_files_to_keep() throws Exception {
        var receipt = ada.get("/me/looked/look-2/receipt");
        assertThat(receipt.body()).isEqualTo("a.b.c");
        assertThat(receipt.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"receipt.jws\"");
        assertThat(receipt.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(ada.get("/me/looked/look-99/receipt").statusCode()).isEqualTo(404);
        assertThat(ada.get("/me/sharing/0123/proof").statusCode()).isEqualTo(404);
        for (var other : new String[] {"sharing/0123/proofs", "sharing/0123/log-proof", "looked/look-99/proofs"}) {
            assertThat(ada.get("/me/" + other).statusCode()).as(other).isEqualTo(404);
        }
    }

    @Test
    void a_list_of_looks_that_is_not_all_says_from_when_on_it_is() throws Exception {
        assertThat(ada.get("/me/looked").body()).doesNotContain("is not shown here");
        node.patients.shorten(node.clock.instant().minusSeconds(60));
        assertThat(ada.get("/me/looked").body())
                .contains("What happened before 3 March 2026", "is not shown here. Ask Northfield Hospital")
                .doesNotContain("Nobody has asked for your record yet.");
        assertThat(ada.get("/me").body())
                .contains("So much has happened lately that this page looks back to 3 March 2026")
                .doesNotContain("Nobody but you has looked.", "Nothing needs you");
        node.patients.shorten(node.clock.instant().minus(Duration.ofDays(40)));
        assertThat(ada.get("/me").body())
                .contains("is not shown here. Ask Northfield Hospital")
                .doesNotContain("So much has happened lately");
    }

    @Test
    void what_the_law_permits_is_shown_beside_who_looked() throws Exception {
        assertThat(ada.get("/me/looked").body())
                .contains("What the law permits", "the health authority may be given:", "Infection Protection Act");
    }

    @Test
    void proofs_are_downloads_without_a_script_and_checked_in_the_page_with_one() throws Exception {
        var page = ada.get("/me/looked/look-2/proofs").body();
        assertThat(page)
                .contains("href=\"/me/looked/look-2/receipt\"", "href=\"/me/looked/look-2/log-proof\"")
                .contains("data-log-proof=\"/me/looked/look-2/log-proof\"")
                .contains("data-keys=\"{&#34;lakeside&#34;:");
        var script = Pattern.compile("<script type=\"module\" src=\"([^\"]+)\" integrity=\"([^\"]+)\"")
                .matcher(page);
        assertThat(script.find()).isTrue();
        var served = ada.get(script.group(1));
        assertThat(served.headers().firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
        assertThat(served.body()).contains("export async function verifyProof", "[data-log-proof]");
        assertThat(script.group(2))
                .isEqualTo("sha256-"
                        + Base64.getEncoder()
                                .encodeToString(
                                        Sha256.of(Bytes.utf8(served.body()).array())
                                                .bytes()));
        assertThat(ada.get("/me/looked/look-2/log-proof").statusCode())
                .as("members have not signed yet")
                .isEqualTo(503);
    }

    @Test
    void what_fails_behind_the_page_is_said_in_plain_words() throws Exception {
        node.patients.failWith(new Fault.Unavailable("the ledger at 10.0.0.7"));
        var answer = ada.get("/me");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .contains("This does not work right now.")
                .contains("Try again in a few minutes.")
                .doesNotContain("10.0.0.7")
                .doesNotContainPattern("\\b503\\b");
    }

    private HttpResponse<String> sign(String preview) throws Exception {
        return ada.submit("/me/sharing", "/me/sharing/sign", Map.of("preview", Reader.hidden(preview, "preview")));
    }

    @Test
    void one_doctor_can_be_meant_and_looked_through() throws Exception {
        var fields = Map.of("kind", "treatment", "duration", "open", "whom", "but", "hospital", "lakeside/clinician-7");
        var but = ada.submit("/me/sharing", "/me/sharing/preview", fields);
        assertThat(but.body())
                .contains(
                        "<strong>Every hospital that treats me, but not Dr. Example (Lakeside Clinic),</strong> may see ");
        assertThat(sign(but.body()).statusCode()).isEqualTo(303);
        assertThat(ada.get("/me/sharing").body()).contains("value=\"lakeside/clinician-7\" checked");
        var seen = ada.submit(
                "/me/sharing/seen", "/me/sharing/seen", Map.of("at", "lakeside/clinician-7", "purpose", "TREAT"));
        assertThat(seen.body()).contains("Dr. Example (Lakeside Clinic), for this reason: ");
    }

    @Test
    void a_no_to_one_doctor_is_not_lost_when_something_else_is_changed() throws Exception {
        var fields = Map.of("kind", "treatment", "duration", "open", "whom", "but", "hospital", "lakeside/clinician-7");
        assertThat(sign(ada.submit("/me/sharing", "/me/sharing/preview", fields).body())
                        .statusCode())
                .isEqualTo(303);
        node.patients.forgetPeople();
        assertThat(ada.get("/me/sharing").body()).contains("value=\"lakeside/clinician-7\" checked");
        assertThat(ada.submit("/me/sharing", "/me/sharing/preview", fields).body())
                .contains("<strong>Every hospital that treats me, but not Dr. Example (Lakeside Clinic),</strong> may");
    }

    @Test
    void a_yes_for_some_hospitals_or_for_all_but_some_is_a_sentence() throws Exception {
        var but = ada.submit(
                "/me/sharing",
                "/me/sharing/preview",
                Map.of(
                        "kind",
                        "treatment",
                        "duration",
                        "open",
                        "whom",
                        "but",
                        "hospital",
                        "lakeside",
                        "hide",
                        "VISITS"));
        assertThat(but.body())
                .contains("<strong>Every hospital that treats me, but not Lakeside Clinic,</strong> may see "
                        + "<strong>everything except my visits</strong>, <strong>until I change it</strong>.");
        assertThat(sign(but.body()).statusCode()).isEqualTo(303);
        assertThat(ada.get("/me/sharing").body())
                .contains("value=\"but\" checked", "value=\"lakeside\" checked", "value=\"VISITS\" checked");
        var only = ada.submit(
                "/me/sharing",
                "/me/sharing/preview",
                Map.of("kind", "treatment", "duration", "open", "whom", "only", "hospital", "hillview"));
        assertThat(only.body())
                .contains("<strong>Only Hillview Medical Centre</strong> may see <strong>everything</strong>, ");
        assertThat(ada.submit(
                                "/me/sharing",
                                "/me/sharing/preview",
                                Map.of("kind", "treatment", "duration", "open", "whom", "only", "hospital", "nobody"))
                        .body())
                .contains("Tick at least one hospital or person of the list.");
    }

    @Test
    void research_may_leave_kinds_out() throws Exception {
        assertThat(ada.submit(
                                "/me/sharing",
                                "/me/sharing/preview",
                                Map.of("kind", "research", "duration", "open", "except", "GENETICS"))
                        .body())
                .contains("<strong>but not by genetic tests</strong>");
    }

    @Test
    void what_somebody_in_particular_would_see_is_shown_before_signing_and_at_any_time() throws Exception {
        var preview = ada.submit("/me/sharing", "/me/sharing/preview", ALL_BUT_MENTAL_HEALTH)
                .body();
        var emergency = ada.post(
                        "/me/sharing/preview",
                        Map.of(
                                "csrf",
                                Reader.csrf(preview),
                                "preview",
                                Reader.hidden(preview, "preview"),
                                "at",
                                "hillview",
                                "purpose",
                                "ETREAT"))
                .body();
        assertThat(emergency)
                .contains(SENTENCE)
                .contains("Somebody at Hillview Medical Centre, in an emergency")
                .contains("Nothing would change in what hospitals see today.");
        assertThat(sign(emergency).headers().firstValue("Location")).contains("/me/sharing?done=signed");
        var seen = ada.submit("/me/sharing/seen", "/me/sharing/seen", Map.of("at", "lakeside", "purpose", "TREAT"));
        assertThat(seen.body())
                .contains("Somebody who treats you at Lakeside Clinic")
                .contains("<th scope=\"row\">Results</th><td class=\"number\">4</td>");
        assertThat(ada.submit("/me/sharing/seen", "/me/sharing/seen", Map.of("at", "lakeside", "purpose", "HRESCH"))
                        .body())
                .contains("Would see nothing of it.");
    }
}
