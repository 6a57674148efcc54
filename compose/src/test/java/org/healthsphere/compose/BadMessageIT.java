package org.healthsphere.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.SocketFactory;
import org.healthsphere.compose.network.NodeProcess;
import org.healthsphere.compose.network.OneNode;
import org.healthsphere.node.ingest.mllp.MllpClient;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a hospital's systems send by mistake is refused with a reason, kept, and changes nothing. */
@ExtendWith(OneNode.class)
class BadMessageIT {
    private static final Duration ANSWER = Duration.ofMinutes(2);
    /** Stands for everything about a patient. */
    private static final String CANARY = "Zyzzogeton";

    private final NodeProcess north;

    BadMessageIT(NodeProcess north) {
        this.north = north;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "ADT^Z99; PID|1||77^^^NORTHFIELD^MR||Zyzzogeton^Ada; AR; MSH-9: message type and event are not mapped here",
                "ADT^A04; PID|1||||Zyzzogeton^Ada; AE; PID-3: an identifier that tells the patient is missing",
                "ADT^A04; ZZZ|Zyzzogeton; AE; PID: patient is missing",
                "ORU^R01; OBR|1||77|X|||20240101|Zyzzogeton; AE; PID: patient is missing"
            })
    void a_malformed_message_is_answered_with_a_reason_that_tells_nothing_of_the_patient_and_waits_in_quarantine(
            String event, String segment, String code, String reason) {
        var before = north.messages();
        var patients = north.total("Patient?");
        var id = "BAD-" + event.replace("^", "-") + "-" + segment.length();
        var answer = send(message(event, id, segment));

        assertThat(answer).contains("\rMSA|" + code + "|" + id + "\r").contains("|E||||" + reason + "\r");
        assertThat(answer).doesNotContain(CANARY, "77");
        assertThat(north.messages()).isEqualTo(before.plus(0, 1));
        assertThat(north.total("Patient?")).isEqualTo(patients);
        assertNothingOfItLiesOpen();
    }

    @Test
    void bytes_that_are_no_message_are_refused_and_the_next_message_on_the_same_line_is_taken() {
        var before = north.messages();
        var good = message("ADT^A04", "GOOD-1", "PID|1||4711^^^NORTHFIELD^MR||Example^Good");
        try (var line = MllpClient.connect(SocketFactory.getDefault(), north.mllp(), ANSWER)) {
            assertThat(line.send(Bytes.utf8("\u0001\u0002 " + CANARY + " \u00ff"))
                            .utf8())
                    .contains("\rMSA|AR|\r")
                    .doesNotContain(CANARY);
            assertThat(line.send(good).utf8()).contains("\rMSA|AA|GOOD-1\r");
        }
        assertThat(north.messages()).isEqualTo(before.plus(1, 1));
        assertThat(north.total("Patient?identifier=https://northfield.example/mrn%7C4711"))
                .isEqualTo(1);
        assertNothingOfItLiesOpen();
    }

    @Test
    void a_message_that_comes_again_after_it_was_refused_waits_once() {
        var before = north.messages();
        var message = message("ADT^A04", "TWICE", "PID|1||||" + CANARY);
        assertThat(withoutTime(send(message))).isEqualTo(withoutTime(send(message)));
        assertThat(north.messages()).isEqualTo(before.plus(0, 1));
    }

    @Test
    void a_broken_transaction_is_refused_whole_naming_the_element() {
        var patients = north.total("Patient?");
        var observations = north.total("Observation?");
        var answer = north.client()
                .post("/fhir", north.token(), "application/fhir+json", Bytes.utf8(TRANSACTION.formatted("colour")));

        assertThat(answer.status()).isBetween(400, 422);
        var outcome = answer.json();
        assertThat(outcome.path("resourceType").asText()).isEqualTo("OperationOutcome");
        assertThat(expressions(outcome))
                .anySatisfy(at ->
                        assertThat(at).startsWith("Bundle.entry[1].resource").endsWith("colour"));
        assertThat(answer.body().utf8()).doesNotContain(CANARY);
        assertThat(List.of(north.total("Patient?"), north.total("Observation?")))
                .isEqualTo(List.of(patients, observations));
    }

    @Test
    void the_same_transaction_without_its_mistake_is_taken_whole() {
        var patients = north.total("Patient?");
        var observations = north.total("Observation?");
        var _ = north.client()
                .post("/fhir", north.token(), "application/fhir+json", Bytes.utf8(TRANSACTION.formatted("_status")))
                .orFail("the transaction");

        assertThat(List.of(north.total("Patient?"), north.total("Observation?")))
                .isEqualTo(List.of(patients + 1, observations + 1));
    }

    @Test
    void a_broken_bundle_of_a_feed_is_answered_with_its_reason_and_waits_in_quarantine() {
        var before = north.messages();
        var patients = north.total("Patient?");
        var answer = north.client()
                .post(
                        "/api/v1/feeds/fhir/" + NodeProcess.SOURCE,
                        north.token(),
                        "application/fhir+json",
                        Bytes.utf8(TRANSACTION.formatted("colour")));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().path("status").asText()).isEqualTo("quarantined");
        assertThat(answer.json().path("entry").asText()).matches("[0-9a-f]{32}");
        assertThat(answer.json().path("reason").asText()).contains("colour").doesNotContain(CANARY);
        assertThat(north.messages()).isEqualTo(before.plus(0, 1));
        assertThat(north.total("Patient?")).isEqualTo(patients);
        assertNothingOfItLiesOpen();
    }

    /** A Patient as it should be, and an Observation with a member of this name. */
    private static final String TRANSACTION = """
            {"resourceType":"Bundle","type":"transaction","entry":[
             {"fullUrl":"urn:uuid:7f0f1d62-0000-4000-8000-000000000001",
              "resource":{"resourceType":"Patient","name":[{"family":"Zyzzogeton"}]},
              "request":{"method":"POST","url":"Patient"}},
             {"fullUrl":"urn:uuid:7f0f1d62-0000-4000-8000-000000000002",
              "resource":{"resourceType":"Observation","status":"final","code":{"text":"shade"},
                "subject":{"reference":"urn:uuid:7f0f1d62-0000-4000-8000-000000000001"},
                "%s":{"extension":[{"url":"https://example.org/shade","valueString":"Zyzzogeton"}]}},
              "request":{"method":"POST","url":"Observation"}}]}""";

    private static List<String> expressions(JsonNode outcome) {
        return outcome.path("issue")
                .valueStream()
                .flatMap(issue -> issue.path("expression").valueStream())
                .map(JsonNode::asText)
                .toList();
    }

    private String send(Bytes message) {
        try (var line = MllpClient.connect(SocketFactory.getDefault(), north.mllp(), ANSWER)) {
            return line.send(message).utf8();
        }
    }

    private static Bytes message(String event, String controlId, String segment) {
        return Bytes.utf8("MSH|^~\\&|REG|NORTHFIELD|HS|NORTH|20240102030405||" + event + "|" + controlId + "|P|2.5.1\r"
                + segment + "\r");
    }

    private static String withoutTime(String answer) {
        return answer.replaceFirst("\\|\\d{14}\\+0000\\|", "||");
    }

    /** Neither what waits nor what was logged can be read by whoever reads the disk. */
    private void assertNothingOfItLiesOpen() {
        var quarantine = north.home().resolve("data").resolve("quarantine");
        try (var waiting = Files.walk(quarantine);
                var logs = Files.list(north.home())) {
            assertThat(waiting.filter(Files::isRegularFile)).isNotEmpty().allSatisfy(BadMessageIT::assertNoCanary);
            assertThat(logs.filter(file -> file.toString().endsWith(".err")))
                    .isNotEmpty()
                    .allSatisfy(BadMessageIT::assertNoCanary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertNoCanary(Path file) throws IOException {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(CANARY);
    }
}
