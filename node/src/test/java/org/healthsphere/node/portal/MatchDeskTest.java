package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.exchange.LinkedPatients;
import org.healthsphere.federation.linkage.LinkageIndex;
import org.healthsphere.federation.linkage.LinkageSecret;
import org.healthsphere.federation.linkage.Tokenizer;
import org.healthsphere.node.access.Caller;
import org.healthsphere.node.fhir.UncertainGate;
import org.healthsphere.node.matching.Stewardship;
import org.healthsphere.node.network.PatientRegister;
import org.healthsphere.node.release.House;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MatchDeskTest {
    private static final Asking STEWARD = new Asking(
            new Caller(new Requester(House.NORTH, "steward-1", Role.STEWARD), Set.of(), Set.of(), Optional.empty()),
            "request-1");

    private final House house = new House();
    private final Stewardship.Doubts doubts = new Stewardship.Doubts();
    private final LinkageIndex index = new LinkageIndex(new Tokenizer(new LinkageSecret(Bytes.of(new byte[32]))));
    private final Stewardship stewardship = new Stewardship(
            house.store,
            new PatientRegister(house.store, index, new LinkedPatients(index, doubts::add)),
            house.audit,
            doubts,
            house.clock);
    private final MatchDesk desk = new MatchDesk(stewardship, house.gate);

    @AfterEach
    void close() {
        house.close();
    }

    /** Each of them twice: {@code 0a} and {@code 0b}. */
    private void people(int number) {
        for (var n = 0; n < number; n++) {
            for (var copy : List.of("a", "b")) {
                house.put(
                        "Patient",
                        n + copy,
                        n + copy,
                        "{'birthDate':'%s','gender':'female','name':[{'family':'Testova%s','given':['Annabella%s']}],"
                                        .formatted(LocalDate.EPOCH.plusDays(100L * n), letters(n), letters(n + 7))
                                + "'telecom':[{'system':'phone','value':'555-01002" + (10 + n) + "'}]}");
            }
        }
    }

    private static String letters(int number) {
        return Character.toString('a' + number % 26) + Character.toString('a' + number * 7 % 25);
    }

    @Test
    void people_who_cannot_be_looked_at_now_are_not_called_none() {
        people(1);
        assertThat(desk.matches(STEWARD).orElseThrow().cards()).hasSize(1);
        var uncertain = new MatchDesk(
                stewardship, UncertainGate.of(house.gate, id -> id.id().equals("0b")));
        assertThat(uncertain.matches(STEWARD)).isEqualTo(Outcome.failed(UncertainGate.UNKNOWN));
    }

    @Test
    void more_than_the_page_shows_and_more_than_was_compared_is_said() {
        people(1);
        var few = desk.matches(STEWARD).orElseThrow();
        assertThat(few.more()).isFalse();
        assertThat(few.compared()).isTrue();
        people(60);
        var many = desk.matches(STEWARD).orElseThrow();
        assertThat(many.cards()).hasSize(50);
        assertThat(many.more()).isTrue();
        for (var n = 0; n < 300; n++) {
            house.put("Patient", "other" + n, "other" + n, "{'birthDate':'1931-01-01'}");
        }
        assertThat(desk.matches(STEWARD).orElseThrow().compared()).isFalse();
        assertThat(desk.matches(STEWARD).orElseThrow().compared()).isTrue();
    }
}
