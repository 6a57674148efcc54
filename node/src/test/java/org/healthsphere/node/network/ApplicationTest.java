package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTest {
    private static final URI ENDPOINT = URI.create("https://west.example:8444");

    static Application application(Applicant applicant) {
        return Application.of(applicant, ENDPOINT, new BcCertificateRequests());
    }

    static Applicant applicant(String name) {
        return Applicant.create(
                new NodeId(name), "West \"Clinic\" ü", List.of("west.example", "127.0.0.1"), new SecureRandom());
    }

    @Test
    void an_application_says_who_with_which_keys_and_fits_on_the_ledger() {
        var applicant = applicant("west");
        var application = application(applicant);
        assertThat(application.member()).isEqualTo(new NodeId("west"));
        assertThat(application.recipient()).isEqualTo(applicant.recipientKey());
        assertThat(application.key()).isEqualTo(applicant.signer().verificationKey());
        assertThat(application.hosts()).containsExactly("west.example", "127.0.0.1");
        assertThat(application.text().length()).isLessThan(5_000);
        assertThat(Application.parse(application.text())).isEqualTo(Outcome.of(application));
        assertThat(application.fingerprint())
                .matches("([0-9a-f]{4} ){7}[0-9a-f]{4}")
                .isEqualTo(Application.fingerprint(application.digest()));
        assertThat(Application.isOne(application.text())).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "\"member\":\"west\", \"member\":\"east\"",
        "https://west.example:8444, https://west.example:9444",
        "\"hosts\":[\"west.example\", \"hosts\":[\"north.example\"",
        "\"application\":1, \"application\" :1"
    })
    void nothing_in_it_can_be_changed(String before, String after) {
        var text = application(applicant("west")).text();
        assertThat(text).contains(before);
        assertThat(Application.parse(text.replace(before, after))).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void another_ones_keys_cannot_be_put_in() {
        var west = application(applicant("west"));
        var other = application(applicant("west"));
        var mixed =
                west.text().replace(west.recipient().text(), other.recipient().text());
        assertThat(Application.parse(mixed))
                .isEqualTo(Outcome.failed(
                        new Fault.Unauthenticated("the application is not signed with the key that it names")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "null", "not json", "{\"application\":1}"})
    void what_is_none_is_refused(String text) {
        assertThat(Application.parse(text)).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_name_for_every_machine_and_an_endpoint_under_another_name_are_refused() {
        var everybody = Applicant.create(new NodeId("west"), "West", List.of("*", "west.example"), new SecureRandom());
        var requests = new BcCertificateRequests();
        Assertions.assertThatIllegalStateException().isThrownBy(() -> Application.of(everybody, ENDPOINT, requests));
        Assertions.assertThatIllegalStateException()
                .isThrownBy(
                        () -> Application.of(applicant("west"), URI.create("https://north.example:8444"), requests));
    }
}
