package org.healthsphere.federation.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.healthsphere.federation.linkage.Location.Candidate;
import org.healthsphere.federation.linkage.Location.Doubt;
import org.healthsphere.federation.linkage.Location.Doubtful;
import org.healthsphere.federation.linkage.Location.Found;
import org.healthsphere.federation.linkage.Location.Grade;
import org.healthsphere.federation.linkage.Location.Nobody;
import org.junit.jupiter.api.Test;

class JudgementTest {
    /** Among 2^13 patients 13 + 17 bits are needed. */
    private static final int PATIENTS = 8192;

    private final Judgement judgement = new Judgement(PATIENTS);

    @Test
    void the_more_patients_there_are_the_more_is_needed() {
        assertThat(Judgement.needed(PATIENTS)).isEqualTo(30);
        assertThat(Judgement.needed(1 << 20)).isEqualTo(37);
        assertThat(Judgement.needed(1)).isEqualTo(29);
    }

    @Test
    void one_without_a_doubt_is_found_whoever_else_is_alike() {
        var sure = candidate("1", 41);
        var alike = candidate("2", 45, Doubt.OTHER_GENDER);
        assertThat(judgement.of(List.of(alike, sure))).isEqualTo(new Found(sure, Grade.CERTAIN));
        var likely = candidate("1", 31);
        assertThat(judgement.of(List.of(likely))).isEqualTo(new Found(likely, Grade.PROBABLE));
    }

    @Test
    void two_without_a_doubt_are_a_doubt() {
        var one = candidate("1", 80);
        var other = candidate("2", 31);
        assertThat(judgement.of(List.of(one, other, candidate("3", 90, Doubt.OTHER_GENDER))))
                .isEqualTo(new Doubtful(List.of(one, other)));
    }

    @Test
    void what_is_nearly_enough_is_looked_at_by_a_person() {
        var near = candidate("1", 24, Doubt.LITTLE_EVIDENCE);
        assertThat(judgement.of(List.of(near, candidate("2", 23.9, Doubt.LITTLE_EVIDENCE))))
                .isEqualTo(new Doubtful(List.of(near)));
    }

    @Test
    void another_member_of_the_household_is_nobody() {
        assertThat(judgement.of(List.of(candidate("1", 60, Doubt.PERSON_IN_HOUSEHOLD))))
                .isEqualTo(new Nobody());
        assertThat(judgement.of(List.of())).isEqualTo(new Nobody());
    }

    private static Candidate candidate(String patient, double bits, Doubt... doubts) {
        return new Candidate(patient, bits, Set.of(MatchKey.FULL_NAME_BIRTH), Set.of(doubts));
    }
}
