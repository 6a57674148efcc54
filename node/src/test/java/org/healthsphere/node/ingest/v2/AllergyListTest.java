package org.healthsphere.node.ingest.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;
import static org.healthsphere.node.ingest.v2.Messages.adt;
import static org.healthsphere.node.ingest.v2.Messages.pid;

import java.nio.file.Path;
import org.healthsphere.node.ingest.Kit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Allergies of the list (IAM) beside those of a visit (AL1). */
class AllergyListTest {
    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new V2Feed());
    }

    @Test
    void an_entry_of_the_list_tells_reaction_onset_and_how_sure_it_is() {
        listed(
                "1",
                "IAM|1|FA^Food^HL70127|P1^Peanut^LOC|SV|Hives~Wheeze|A|I7^LIST||||2018|as a child|202010051600||||C");

        assertThat(kit.the("AllergyIntolerance")).isEqualTo(json("""
                {'identifier': [{'value': 'I7', 'system': 'https://healthsphere.org/sid/north/list'}],
                 'clinicalStatus': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', 'code': 'active'}]},
                 'verificationStatus': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification', 'code': 'confirmed'}]},
                 'type': 'allergy', 'category': ['food'],
                 'code': {'coding': [{'system': 'https://north.example/codes', 'code': 'P1', 'display': 'Peanut'}], 'text': 'Peanut'},
                 'patient': {'reference': 'Patient/*'},
                 'reaction': [{'manifestation': [{'text': 'Hives'}, {'text': 'Wheeze'}], 'severity': 'severe'}],
                 'onsetDateTime': '2018', 'recordedDate': '2020-10-05T16:00:00-04:00'}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "A, '', active, ''",
        "A, S, active, unconfirmed",
        "U, I, inactive, confirmed",
        "A, E, '', entered-in-error",
        "D, C, '', entered-in-error"
    })
    void what_is_done_and_known_of_it_gives_both_states(
            String action, String sure, String clinical, String verification) {
        listed("1", "IAM|1|DA|P1^Peanut^LOC|||" + action + "|||||||||||" + sure);

        var allergy = kit.the("AllergyIntolerance");
        assertThat(allergy.at("/clinicalStatus/coding/0/code").asText()).isEqualTo(clinical);
        assertThat(allergy.at("/verificationStatus/coding/0/code").asText()).isEqualTo(verification);
    }

    @Test
    void the_same_allergy_of_a_visit_and_of_the_list_is_one() {
        kit.stored("v2", adt("A01", "1", pid("7", "Muster"), "AL1|1|DA|P1^Peanut^LOC|MI|Hives"));

        listed("2", "IAM|1|DA|P1^Peanut^LOC|SV|Hives|U||||||||||C");

        assertThat(kit.all("AllergyIntolerance")).hasSize(1);
        assertThat(kit.the("AllergyIntolerance").at("/reaction/0/severity").asText())
                .isEqualTo("severe");
    }

    private void listed(String number, String line) {
        kit.stored("v2", adt("A60", number, pid("7", "Muster"), line));
    }
}
