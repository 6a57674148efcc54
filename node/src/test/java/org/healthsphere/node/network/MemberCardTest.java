package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemberCardTest {
    private static final TestNetwork NETWORK = new TestNetwork(Path.of("unused"));
    private static final MemberCard CARD = NETWORK.card(NETWORK.identity("south", NETWORK.authority));

    @Test
    void a_card_comes_back_from_its_text_as_it_was() {
        assertThat(MemberCard.parse(CARD.text())).isEqualTo(Outcome.of(CARD));
        assertThat(CARD.text()).as("fits the ledger").hasSizeLessThan(8_192);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no json", "{}", "[]", "null", "{\"member\":\"south\"}"})
    void what_is_no_card_is_refused(String text) {
        assertThat(MemberCard.parse(text)).isInstanceOf(Outcome.Failure.class);
    }

    @ParameterizedTest
    @CsvSource({
        "member, Not A Name",
        "member, ''",
        "endpoint, 'no uri : at all'",
        "signing, AAAA",
        "signing, 'not base64!'",
        "signing, ''",
        "tls, abc",
        "tls, ''",
        "recipient, abc",
        "recipient, ''"
    })
    void a_card_with_one_altered_field_is_refused(String field, String value) throws IOException {
        var json = (ObjectNode) new ObjectMapper().readTree(CARD.text());
        assertThat(MemberCard.parse(json.put(field, value).toString()))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault()).isInstanceOf(Fault.Invalid.class));
    }
}
