package org.healthsphere.node.web.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.SiteAnswer;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a clinician does, without any script. */
class ClinicFlowTest {
    private static final Map<String, String> BROKEN =
            Map.of("reason", "Unconscious, allergies unknown", "understood", "yes");

    private final TestNode node;
    private final Reader clinician;

    ClinicFlowTest() throws Exception {
        node = new TestNode();
        clinician = node.reader(Role.CLINICIAN);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void a_patient_is_found_without_her_name_in_any_address() throws Exception {
        var sent = clinician.submit("/desk", "/desk/find", Map.of("name", "ada"));
        assertThat(sent.statusCode()).isEqualTo(303);
        var address = sent.headers().firstValue("Location").orElseThrow();
        assertThat(address).matches("/desk/found/[A-Za-z0-9_-]{22}");
        var found = clinician.get(address).body();
        assertThat(found).contains("1 patient").contains("Ada Sample").contains("born 17 April 1961");
        assertThat(Reader.link(found, "/desk/patient/"))
                .matches("/desk/patient/[A-Za-z0-9_-]{22}")
                .doesNotContain("patient-1");
    }

    @Test
    void a_search_for_nothing_and_a_search_in_vain_are_told_what_to_do() throws Exception {
        var empty = clinician.submit("/desk", "/desk/find", Map.of());
        assertThat(empty.statusCode()).isEqualTo(422);
        assertThat(empty.body()).contains("Enter a name, a date of birth or a record number.");
        var wrong = clinician.submit("/desk", "/desk/find", Map.of("name", "ada", "born", "17.4.61"));
        assertThat(wrong.body()).contains("The date of birth is not a date.");
        var none = clinician.follow(clinician.submit("/desk", "/desk/find", Map.of("name", "nobody")));
        assertThat(none.body()).contains("No patient found").contains("Nobody here matches all of it.");
    }

    @Test
    void the_patient_page_says_who_answered_what_is_uncertain_and_nothing_of_what_is_hidden() throws Exception {
        assertThat(clinician.settled(patient()).body())
                .contains("Not everybody answered")
                .contains("Hillview Medical Centre cannot be reached")
                .contains("Hospitals disagree")
                .contains("HbA1c")
                .contains("usual: below 6.5 %")
                .doesNotContain("Sertraline")
                .doesNotContain("Depression")
                .doesNotContain("mental")
                .doesNotContain("kept back")
                .doesNotContain("Kept back");
    }

    @Test
    void who_waits_sees_who_has_answered_and_gets_the_record_once_it_is_there() throws Exception {
        var others = new CountDownLatch(1);
        var told = new CountDownLatch(1);
        var asked = new AtomicInteger();
        node.desk.whileAsking(heard -> {
            asked.incrementAndGet();
            var hospital = new Hospital("quick", "Quick Answers Hospital");
            heard.accept(new SiteAnswer(hospital, SiteAnswer.Status.ANSWERED, 3, Duration.ofMillis(40)));
            told.countDown();
            waitFor(others);
        });
        var address = patient();
        assertThat(clinician.get(address).body()).contains("Asking the hospitals");
        waitFor(told);
        for (var i = 0; i < 2; i++) {
            assertThat(clinician.get(address).body())
                    .contains("Asking the hospitals")
                    .contains("Quick Answers Hospital")
                    .contains("content=\"1; url=" + address + "\"")
                    .doesNotContain("HbA1c");
        }
        others.countDown();
        assertThat(clinician.settled(address).body())
                .contains("Not everybody answered")
                .contains("HbA1c");
        assertThat(asked).as("whoever looks again does not ask again").hasValue(1);
        assertThat(clinician.settled(address).body()).contains("HbA1c");
        assertThat(asked).as("and it is given once").hasValue(2);
    }

    @Test
    void a_record_that_nobody_came_for_in_time_is_asked_for_anew() throws Exception {
        var others = new CountDownLatch(1);
        var asked = new CountDownLatch(2);
        node.desk.whileAsking(_ -> {
            asked.countDown();
            waitFor(others);
        });
        var address = patient();
        assertThat(clinician.get(address).body()).contains("Asking the hospitals");
        node.clock.advance(Duration.ofMinutes(16));
        assertThat(clinician.get(address).body()).contains("Asking the hospitals");
        waitFor(asked);
        others.countDown();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_summary_is_a_file_to_keep() throws Exception {
        var summary = clinician.get(patient() + "/summary");
        assertThat(summary.headers().firstValue("Content-Type")).contains("application/fhir+json");
        assertThat(summary.body()).contains("\"document\"");
    }

    @Test
    void the_glass_breaks_for_a_reason_and_for_half_an_hour() throws Exception {
        var emergency = patient() + "/emergency";
        assertThat(clinician.get(emergency).body()).contains("The patient is told within a minute");
        var opened = clinician.submit(emergency, emergency, BROKEN);
        var address = opened.headers().firstValue("Location").orElseThrow();
        assertThat(clinician.settled(address).body())
                .contains("Emergency access until 10:45")
                .contains("Sertraline");
        assertThat(node.desk.reasons()).containsExactly("Unconscious, allergies unknown");
        node.clock.advance(Duration.ofMinutes(29));
        assertThat(clinician.get(address).statusCode()).isEqualTo(200);
        node.clock.advance(Duration.ofMinutes(1));
        var closed = clinician.get(address);
        assertThat(closed.statusCode()).isEqualTo(410);
        assertThat(closed.body()).contains("This way has closed.").contains("Search again");
    }

    @Test
    void the_glass_does_not_break_without_reason_or_confirmation() throws Exception {
        var emergency = patient() + "/emergency";
        var bare = clinician.submit(emergency, emergency, Map.of("reason", "urgent", "understood", "yes"));
        assertThat(bare.statusCode()).isEqualTo(422);
        assertThat(bare.body()).contains("Write why it is necessary").contains("urgent");
        var unconfirmed = clinician.submit(emergency, emergency, Map.of("reason", "Unconscious, nothing known"));
        assertThat(unconfirmed.body()).contains("Confirm that the patient is in danger");
        assertThat(node.desk.reasons()).isEmpty();
    }

    @Test
    void the_way_to_a_record_is_no_use_to_another_clinician() throws Exception {
        assertThat(node.reader(Role.CLINICIAN).get(patient()).statusCode()).isEqualTo(410);
        assertThat(clinician.get("/desk/patient/patient-1").statusCode()).isEqualTo(410);
    }

    private String patient() throws Exception {
        var found = clinician.follow(clinician.submit("/desk", "/desk/find", Map.of("number", "NF-100412")));
        return Reader.link(found.body(), "/desk/patient/");
    }
}
