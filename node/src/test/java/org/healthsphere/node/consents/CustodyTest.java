package org.healthsphere.node.consents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CustodyTest {
    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void an_old_copy_of_the_terms_opens_for_nobody_once_the_patient_is_erased() {
        var _ = house.consents
                .grant(
                        "ann",
                        House.consent("{'type':'permit'}"),
                        Set.of(PurposeOfUse.TREAT),
                        House.NOW.plus(Duration.ofDays(9)))
                .orElseThrow();
        var copy = (Grant) house.ledger.eventsFrom(0).orElseThrow().getLast().directive();
        assertThat(house.consents.open(copy)).isInstanceOf(Outcome.Success.class);
        var _ = house.store.erase("ann", _ -> {}).orElseThrow();
        assertThat(house.consents.open(copy)).isEqualTo(Outcome.failed(new Fault.Gone("the secret of this patient")));
    }
}
