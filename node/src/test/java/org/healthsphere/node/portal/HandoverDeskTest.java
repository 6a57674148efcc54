package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.access.Caller;
import org.healthsphere.node.care.HandedDocuments;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.fhir.UncertainGate;
import org.healthsphere.node.handover.Handovers;
import org.healthsphere.node.handover.Inbox;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandoverDeskTest {
    private static final Asking DOCTOR = new Asking(
            new Caller(new Requester(House.NORTH, "doctor-1", Role.CLINICIAN), Set.of(), Set.of(), Optional.empty()),
            "request-1");

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    private HandoverDesk over(ReleaseGate gate) {
        var documents =
                new HandedDocuments(House.NORTH, new InternationalPatientSummary(House.NORTH, "North Hospital"));
        var handovers = new Handovers(
                new Handovers.Own(
                        House.NORTH,
                        "North Hospital",
                        gate,
                        house.released,
                        (_, _) -> Outcome.failed(new Fault.Unavailable("tokens")),
                        documents,
                        house.store),
                new Handovers.Line(house.members, _ -> Map.of(), () -> "handover", Duration.ofDays(1)),
                house.clock);
        return new HandoverDesk(gate, handovers, new Hospitals(new Hospital("north", "North Hospital"), house.members));
    }

    private void came(int number) {
        house.put("Patient", "ann", "ann", "{'name':[{'family':'Sample'}]}");
        for (var n = 0; n < number; n++) {
            house.put(
                    "Communication",
                    "c" + n,
                    "ann",
                    "{'status':'completed','category':[{'coding':[{'system':'" + Inbox.CATEGORY
                            + "','code':'referral'}]}],'subject':{'reference':'Patient/ann'},"
                            + "'sent':'2026-03-03T10:15:00Z','sender':{'display':'South Hospital'},"
                            + "'payload':[{'contentString':'Please see her.'}]}");
        }
    }

    @Test
    void an_inbox_that_shows_the_newest_letters_only_says_that_there_are_more() {
        came(50);
        var all = over(house.gate).inbox(DOCTOR).orElseThrow();
        assertThat(all.letters()).hasSize(50);
        assertThat(all.more()).isFalse();
        came(51);
        var newest = over(house.gate).inbox(DOCTOR).orElseThrow();
        assertThat(newest.letters()).hasSize(50);
        assertThat(newest.more()).isTrue();
    }

    @Test
    void a_letter_about_somebody_who_cannot_be_looked_at_now_is_not_left_out() {
        came(1);
        var uncertain = UncertainGate.of(house.gate, id -> id.type().equals("Patient"));
        assertThat(over(uncertain).inbox(DOCTOR)).isEqualTo(Outcome.failed(UncertainGate.UNKNOWN));
    }
}
