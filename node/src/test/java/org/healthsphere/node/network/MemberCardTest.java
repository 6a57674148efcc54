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

    /** Of a key of P-384. */
    private static final String OF_ANOTHER_CURVE =
            "MIIBszCCATigAwIBAgIUOriMy3KVQ3-U1xpdeitvW0nB4cIwCgYIKoZIzj0EAwIwEDEOMAwGA1UEAwwFc291dGgwHhcNMjYxMTIy"
                    + "MjMxODE5WhcNMzYxMTE5MjMxODE5WjAQMQ4wDAYDVQQDDAVzb3V0aDB2MBAGByqGSM49AgEGBSuBBAAiA2IABLbUyr1AWcJIi88f"
                    + "furEXfK2P4CArAgtpyD6O7QqPOAr4ryHefCllmKwEkwxjbVKOmt9X94wmHH76KG9jcHcec1Gxj5qjd-xa_gf4yzkWDZ4DQT5kzme"
                    + "-6tk1bUEdmZkKqNTMFEwHQYDVR0OBBYEFNqX9rMvZznkUbB3lfagRRPON5bfMB8GA1UdIwQYMBaAFNqX9rMvZznkUbB3lfagRRPO"
                    + "N5bfMA8GA1UdEwEB_wQFMAMBAf8wCgYIKoZIzj0EAwIDaQAwZgIxAJPJH6Bo1D8cclbnu1PUiDgCJqHBuVyqqHGPQiZEmeCUH_Fr"
                    + "i-y7kIAYTrcwoffiBQIxAOu43ro5K4L7WHK92cLdEdrR6wR3X5WLA0I0WJcRj1coaAGN2Q37YNhfmV27mS1Glw";

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

    @Test
    void a_certificate_of_another_curve_is_none_that_envelopes_are_checked_with() throws IOException {
        var json = (ObjectNode) new ObjectMapper().readTree(CARD.text());
        assertThat(MemberCard.parse(json.put("signing", OF_ANOTHER_CURVE).toString()))
                .isEqualTo(Outcome.failed(new Fault.Invalid("a member's card cannot be read")));
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
