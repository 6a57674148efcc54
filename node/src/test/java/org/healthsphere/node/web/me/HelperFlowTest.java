package org.healthsphere.node.web.me;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.delegates.Delegates.Ward;
import org.healthsphere.node.delegates.Delegation.Names;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.Sample;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Somebody acts for a patient: invited, accepted, limited, ended; and guardians until a child comes of age. */
class HelperFlowTest {
    private static final Pattern CODE = Pattern.compile("class=\"figure\">([A-Z0-9-]{14})<");
    /** All that is sent in another's place: the rest only looks. */
    private static final Set<Route> FOR_ANOTHER = Set.of(
            Addresses.LANGUAGE,
            Addresses.SIGN_OUT,
            Addresses.SEE,
            Addresses.ASK_STEWARD,
            Addresses.ACT,
            Addresses.ACT_NO_MORE,
            Addresses.END_HELP);

    private static final Map<String, String> BEN = Map.of("name", "Ben", "until", "2026-12-31");

    private final TestNode node;
    private final Reader ada;
    private final Reader ben;
    private final Reader steward;

    HelperFlowTest() throws Exception {
        node = new TestNode();
        ada = node.reader(Role.PATIENT);
        ben = node.reader("patient-2", "Ben Sample");
        steward = node.reader(Role.STEWARD);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    private String code() throws Exception {
        return Reader.hidden(ada.submit("/me/helpers", "/me/helpers", BEN).body(), CODE);
    }

    private void accepted() throws Exception {
        var accepted = ben.submit("/me/helpers", "/me/helpers/accept", Map.of("code", code()));
        assertThat(ben.follow(accepted).body()).contains("Accepted. You may act for them.");
    }

    private String acting() throws Exception {
        var page = ben.get("/me/helpers").body();
        var act = ben.submit("/me/helpers", Reader.link(page, "/me/helpers/[0-9a-f]{32}/act"), Map.of());
        assertThat(act.headers().firstValue("Location")).contains("/me");
        return ben.get("/me/record").body();
    }

    @Test
    void who_was_invited_sees_the_record_and_says_so_on_every_page() throws Exception {
        accepted();
        assertThat(ben.get("/me/record").statusCode()).isEqualTo(404);
        assertThat(acting())
                .contains(
                        "Type 2 diabetes",
                        "<strong>The record of Ada Sample</strong>",
                        "You sign nothing in their name.")
                .containsPattern("<title>[^<]+ · The record of Ada Sample · ");
        assertThat(ben.get("/me").body()).contains("<h1>The record of Ada Sample</h1>");
        assertThat(ben.get("/me/sharing").body())
                .contains("Only Ada Sample can change it: a helper signs nothing.")
                .doesNotContain("/me/sharing/preview", "/stop\"");
        assertThat(ben.get("/me/looked").body()).contains("Dr C. Sample", "Back to my own record");
        assertThat(ben.submit("/me/record", "/me/helpers/self", Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(ben.get("/me/record").statusCode()).isEqualTo(404);
        assertThat(ada.get("/me/helpers").body())
                .contains("<strong>Ben</strong>", "From 3 March 2026 to 1 January 2027");
        assertThat(node.audit.ofPatient(Sample.ADA, 9))
                .extracting(entry -> entry.event().code())
                .containsExactly(AuditCode.DELEGATE_NAMED, AuditCode.DELEGATE_NAMED);
    }

    @Test
    void he_questions_for_her_and_gives_nothing_away() throws Exception {
        accepted();
        assertThat(acting()).contains("Type 2 diabetes");
        var ask = "/me/looked/look-2/question";
        assertThat(ben.submit(ask, ask, Map.of("words", "She was never there.")).statusCode())
                .isEqualTo(303);
        assertThat(ada.get("/me/looked").body()).contains("She was never there.");
        assertThat(ben.get("/me/links").statusCode()).isEqualTo(403);
        for (var route : Addresses.TABLE.routes()) {
            if (route.method().equals("POST")
                    && Addresses.TABLE.permits(route, Optional.of(Role.PATIENT))
                    && !FOR_ANOTHER.contains(route)) {
                var path = route.path().replaceAll(":[a-z]+", "0");
                assertThat(ben.submit("/me", path, Map.of()).statusCode())
                        .as(path)
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void an_end_holds_from_the_next_request_on_whoever_ends_it() throws Exception {
        accepted();
        assertThat(acting()).contains("Type 2 diabetes");
        var stop = Reader.link(ada.get("/me/helpers").body(), "/me/helpers/[0-9a-f]{32}/stop");
        assertThat(ada.follow(ada.submit("/me/helpers", stop, Map.of())).body())
                .contains("Ended. It holds at once.", "Nobody acts for you.");
        assertThat(ben.get("/me/record").statusCode()).isEqualTo(403);
        assertThat(node.audit.newest(1).getFirst().event().code()).isEqualTo(AuditCode.DELEGATE_ENDED);
    }

    @Test
    void it_runs_out_by_itself() throws Exception {
        accepted();
        assertThat(acting()).contains("Type 2 diabetes");
        node.clock.advance(Duration.ofDays(304));
        var later = node.reader("patient-2", "Ben Sample");
        assertThat(later.get("/me/helpers").body()).contains("You act for nobody.");
    }

    @Test
    void a_code_is_good_once_for_a_week_and_not_for_oneself() throws Exception {
        var code = code();
        assertThat(ada.submit("/me/helpers", "/me/helpers/accept", Map.of("code", code))
                        .body())
                .contains("No invitation waits under this code.");
        assertThat(ben.submit("/me/helpers", "/me/helpers/accept", Map.of("code", code.toLowerCase(Locale.ROOT)))
                        .statusCode())
                .isEqualTo(303);
        var eve = node.reader("patient-3", "Eve Sample");
        assertThat(eve.submit("/me/helpers", "/me/helpers/accept", Map.of("code", code))
                        .body())
                .contains("No invitation waits under this code.");
        assertThat(eve.submit("/me/helpers", "/me/helpers/accept", Map.of("code", ""))
                        .statusCode())
                .isEqualTo(422);
        var late = code();
        node.clock.advance(Duration.ofDays(7));
        assertThat(node.reader("patient-3", "Eve Sample")
                        .submit("/me/helpers", "/me/helpers/accept", Map.of("code", late))
                        .body())
                .contains("No invitation waits under this code.");
    }

    @Test
    void what_is_missing_in_an_invitation_is_said() throws Exception {
        assertThat(ada.submit("/me/helpers", "/me/helpers", Map.of("until", "2026-12-31"))
                        .body())
                .contains("Write who it is.");
        assertThat(ada.submit("/me/helpers", "/me/helpers", Map.of("name", "Ben", "until", "2026-03-03"))
                        .body())
                .contains("Choose a last day that lies in the future.");
    }

    @Test
    void nobody_ends_what_is_between_others_and_nobody_acts_for_whom_he_may_not() throws Exception {
        accepted();
        var stop = Reader.link(ada.get("/me/helpers").body(), "/me/helpers/[0-9a-f]{32}/stop");
        var eve = node.reader("patient-3", "Eve Sample");
        assertThat(eve.submit("/me/helpers", stop, Map.of()).statusCode()).isEqualTo(404);
        assertThat(eve.submit("/me/helpers", stop.replace("/stop", "/act"), Map.of())
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_guardian_decides_about_sharing_and_about_nothing_else_that_is_the_patients() throws Exception {
        var ward = new Ward(Sample.ADA, Optional.empty(), ZoneOffset.UTC);
        var names = new Names("Ada Sample", "Ben Sample");
        var requester = new Requester(new NodeId("northfield"), "steward-1", Role.STEWARD);
        var end = node.clock.instant().plus(Duration.ofDays(9));
        assertThat(node.delegates.appoint(requester, ward, "patient-2", names, end, "request-1"))
                .isInstanceOf(Outcome.Success.class);
        assertThat(acting()).contains("Type 2 diabetes", "You decide here as a guardian.");
        var preview = ben.submit("/me/sharing", "/me/sharing/preview", Map.of("kind", "treatment", "duration", "open"));
        assertThat(preview.statusCode()).isEqualTo(200);
        assertThat(preview.body()).containsPattern("<title>[^<]+ · The record of Ada Sample · ");
        var signed = ben.submit(
                "/me/sharing",
                "/me/sharing/sign",
                Map.of("preview", Reader.hidden(preview.body(), "preview"), "csrf", Reader.csrf(preview.body())));
        assertThat(ben.follow(signed).body()).contains("Signed");
        var stop = Reader.link(ben.get("/me/sharing").body(), "/me/sharing/[0-9a-f]{32}/stop");
        assertThat(ben.submit(stop, stop, Map.of()).statusCode()).isEqualTo(303);
        for (var path : List.of("/me/apps", "/me/links", "/account")) {
            assertThat(ben.get(path).statusCode()).as(path).isEqualTo(403);
        }
    }

    @Test
    void a_guardian_acts_until_the_child_comes_of_age() throws Exception {
        var form = Map.of(
                "patient", "child",
                "patientName", "Cleo Sample",
                "guardian", Sample.ADA,
                "guardianName", "Ada Sample",
                "until", "2031-01-01");
        var done = steward.submit("/ops/guardians", "/ops/guardians", form);
        assertThat(steward.follow(done).body())
                .contains("Recorded. It ends by itself when a child comes of age.", "to 1 June 2027");
        assertThat(ada.get("/me/helpers").body()).contains("<strong>Cleo Sample</strong>", "until 1 June 2027");
        var cleo = node.reader("child", "Cleo Sample");
        assertThat(cleo.get("/me/helpers").body())
                .contains("<strong>Ada Sample</strong>", "guardian")
                .doesNotContain("aria-label=\"End it: Ada Sample\"");
        node.clock.advance(Duration.ofDays(455));
        assertThat(node.reader("child", "Cleo Sample").get("/me/helpers").body())
                .contains("Nobody acts for you.");
        assertThat(node.delegates.by(Sample.ADA)).isEmpty();
    }

    @Test
    void a_steward_is_told_what_does_not_fit_and_ends_what_he_recorded() throws Exception {
        var nobody = Map.of("patient", "nobody", "guardian", Sample.ADA, "until", "2031-01-01");
        assertThat(steward.submit("/ops/guardians", "/ops/guardians", nobody).body())
                .contains("No patient here has this record.");
        var stranger = Map.of("patient", "child", "guardian", "nobody", "until", "2031-01-01");
        assertThat(steward.submit("/ops/guardians", "/ops/guardians", stranger).body())
                .contains("The guardian has to be known here by a record, too.");
        var past = Map.of("patient", "child", "guardian", Sample.ADA, "until", "2020-01-01");
        assertThat(steward.submit("/ops/guardians", "/ops/guardians", past).body())
                .contains("Choose a last day that lies in the future.");
        var right = Map.of("patient", "child", "guardian", Sample.ADA, "until", "2026-12-31");
        assertThat(steward.submit("/ops/guardians", "/ops/guardians", right).statusCode())
                .isEqualTo(303);
        var stop = Reader.link(steward.get("/ops/guardians").body(), "/ops/guardians/");
        assertThat(steward.submit("/ops/guardians", stop, Map.of()).statusCode())
                .isEqualTo(303);
        assertThat(node.delegates.by(Sample.ADA)).isEmpty();
    }
}
