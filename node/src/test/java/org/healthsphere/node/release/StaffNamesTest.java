package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StaffNamesTest {
    private static final int GROUPS = 205;

    private final House house = new House();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void whoever_is_in_many_groups_is_meant_by_a_word_about_any_of_them() {
        for (var group = 0; group < GROUPS; group++) {
            house.put(
                    "Group",
                    "g" + group,
                    Optional.empty(),
                    "{'type':'practitioner','actual':true,'member':[{'entity':{'reference':'Practitioner/p'}}]}");
        }
        var names = new StaffNames(_ -> Optional.of("p"), house.index);
        var doctor = house.access(House.NORTH, "doctor", Role.CLINICIAN, PurposeOfUse.TREAT)
                .requester();
        assertThat(names.apply(doctor))
                .hasSize(GROUPS + 1)
                .contains("Practitioner/p", "Group/g0", "Group/g" + (GROUPS - 1));
    }
}
