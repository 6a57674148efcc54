package org.healthsphere.terminology.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.terminology.TerminologyContract.fault;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology;
import org.healthsphere.terminology.Terminology.Concept;
import org.healthsphere.terminology.Terminology.Validation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is slow, broken or lying never leads to a wrong answer. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteFaultsTest {
    private static final Coding DUCK = new Coding("https://example.org/animals", "duck");
    private static final Coding BIRD = new Coding("https://example.org/animals", "bird");
    private static final String FARM = "https://example.org/farm";
    private static final List<Function<Terminology, Outcome<?>>> QUESTIONS = List.of(
            t -> t.lookup(DUCK),
            t -> t.subsumes(BIRD, DUCK),
            t -> t.validateCode("https://example.org/vs/birds", DUCK),
            t -> t.expand("https://example.org/vs/birds"),
            t -> t.descendantsAndSelf(BIRD),
            t -> t.translate(DUCK, FARM));

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    void start() {
        server.start();
    }

    @AfterAll
    void stop() {
        server.stop();
        client.close();
    }

    @BeforeEach
    void reset() {
        server.resetAll();
    }

    private Terminology terminology(Duration patience) {
        var base = URI.create("http://127.0.0.1:" + server.port() + "/fhir/");
        return new RemoteTerminology(client, new RemoteServer(base, patience, 20_000));
    }

    private Terminology answering(ResponseDefinitionBuilder response) {
        server.stubFor(any(anyUrl()).willReturn(response));
        return terminology(Duration.ofSeconds(20));
    }

    private Terminology answering(String json) {
        return answering(okJson(json));
    }

    static Stream<ResponseDefinitionBuilder> broken() {
        return Stream.of(
                aResponse().withStatus(500),
                aResponse().withStatus(502).withBody("<html>Bad gateway</html>"),
                aResponse().withStatus(503).withHeader("Retry-After", "60"),
                aResponse().withStatus(302).withHeader("Location", "/elsewhere"),
                aResponse().withStatus(401).withBody("{\"resourceType\":\"OperationOutcome\"}"),
                aResponse().withStatus(404).withBody("<html>Nothing here</html>"),
                aResponse().withStatus(404).withBody("{\"status\":404}"),
                aResponse().withStatus(429).withBody("{\"resourceType\":\"OperationOutcome\"}"),
                aResponse().withStatus(204),
                okJson(""),
                okJson("{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resu"),
                okJson("{} {}"),
                okJson("[]"),
                okJson("<html>Sign in</html>"),
                okJson("{\"resourceType\":\"Bundle\"}"),
                okJson("{\"resourceType\":\"Parameters\"}"),
                okJson("{\"resourceType\":\"ValueSet\"}"),
                okJson("{\"resourceType\":\"Parameters\",\"pad\":\"" + "x".repeat(30_000) + "\"}"),
                aResponse().withFault(com.github.tomakehurst.wiremock.http.Fault.EMPTY_RESPONSE),
                aResponse().withFault(com.github.tomakehurst.wiremock.http.Fault.MALFORMED_RESPONSE_CHUNK),
                aResponse().withFault(com.github.tomakehurst.wiremock.http.Fault.RANDOM_DATA_THEN_CLOSE),
                aResponse().withFault(com.github.tomakehurst.wiremock.http.Fault.CONNECTION_RESET_BY_PEER));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void a_broken_answer_is_unavailable_whatever_was_asked(ResponseDefinitionBuilder response) {
        var terminology = answering(response);
        assertThat(QUESTIONS)
                .allSatisfy(question ->
                        assertThat(fault(question.apply(terminology))).isInstanceOf(Fault.Unavailable.class));
    }

    @Test
    void a_server_that_does_not_answer_in_time_is_a_timeout() {
        server.stubFor(any(anyUrl()).willReturn(aResponse().withFixedDelay(5_000)));
        assertThat(fault(terminology(Duration.ofMillis(100)).lookup(DUCK)))
                .isEqualTo(new Fault.Timeout("the terminology server"));
    }

    @Test
    void a_body_that_trickles_is_a_timeout() {
        server.stubFor(any(anyUrl()).willReturn(okJson("{\"a\":1}").withChunkedDribbleDelay(5, 10_000)));
        assertThat(fault(terminology(Duration.ofMillis(500)).lookup(DUCK)))
                .isEqualTo(new Fault.Timeout("the terminology server"));
    }

    @Test
    void a_server_that_reports_a_timeout_is_a_timeout() {
        assertThat(fault(answering(aResponse().withStatus(504)).lookup(DUCK))).isInstanceOf(Fault.Timeout.class);
    }

    @Test
    void nobody_there_is_unavailable() {
        var nobody = new RemoteTerminology(
                client, new RemoteServer(URI.create("http://127.0.0.1:1/fhir"), Duration.ofSeconds(20), 1_000));
        assertThat(fault(nobody.lookup(DUCK))).isInstanceOf(Fault.Unavailable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'display','valueString':'Duck'},{'name':'system','valueUri':'https://example.org/other'}",
                "{'name':'display','valueString':'Goose'},{'name':'code','valueCode':'goose'}",
                "{'name':'version','valueString':'1'}"
            })
    void a_lookup_about_something_else_or_without_a_display_is_not_believed(String parameters) {
        assertNotBelieved(answering(parameters(parameters)).lookup(DUCK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'outcome','valueCode':'related'}",
                "{'name':'result','valueBoolean':true}",
                "{'name':'outcome','part':[{'name':'x'}]}"
            })
    void a_subsumption_without_a_known_outcome_is_not_believed(String parameters) {
        assertNotBelieved(answering(parameters(parameters)).subsumes(BIRD, DUCK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'result','valueString':'yes'}",
                "{'name':'result','valueBoolean':true},{'name':'code','valueCode':'goose'}",
                "{'name':'result','valueBoolean':true},{'name':'system','valueUri':'https://example.org/other'}"
            })
    void a_validation_about_something_else_is_not_believed(String parameters) {
        assertNotBelieved(answering(parameters(parameters)).validateCode("https://example.org/vs/birds", DUCK));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'result','valueBoolean':true}",
                "{'name':'result','valueBoolean':false},{'name':'match','part':[{'name':'equivalence',"
                        + "'valueCode':'equal'},{'name':'concept','valueCoding':{'system':'https://example.org/farm',"
                        + "'code':'D'}}]}",
                "{'name':'result','valueBoolean':true},{'name':'match','part':[{'name':'equivalence',"
                        + "'valueCode':'equal'},{'name':'concept','valueCoding':{'system':'https://example.org/zoo',"
                        + "'code':'D'}}]}",
                "{'name':'result','valueBoolean':true},{'name':'match','part':[{'name':'equivalence',"
                        + "'valueCode':'similar'},{'name':'concept','valueCoding':{'system':'https://example.org/farm',"
                        + "'code':'D'}}]}"
            })
    void a_translation_into_something_else_is_not_believed(String parameters) {
        assertNotBelieved(answering(parameters(parameters)).translate(DUCK, FARM));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'total':2,'contains':[{'system':'s','version':'1','code':'a'}]",
                "'contains':[{'system':'s','code':'a'}]",
                "'contains':[{'version':'1','code':'a'}]",
                "'contains':[{'system':'s','version':'1','code':'a'},{'system':'s','version':'1','code':'a'}]"
            })
    void an_expansion_that_is_cut_off_or_unversioned_is_not_believed(String expansion) {
        var json = ("{'resourceType':'ValueSet','url':'https://example.org/vs/birds','expansion':{" + expansion + "}}")
                .replace('\'', '"');
        assertNotBelieved(answering(json).expand("https://example.org/vs/birds"));
    }

    @Test
    void an_expansion_of_another_value_set_is_not_believed() {
        var json =
                "{\"resourceType\":\"ValueSet\",\"url\":\"https://example.org/vs/fish\",\"expansion\":{\"total\":0}}";
        assertNotBelieved(answering(json).expand("https://example.org/vs/birds"));
    }

    @Test
    void versions_may_be_given_once_for_all_and_entries_may_be_nested() {
        var json = "{'resourceType':'ValueSet','expansion':{'parameter':[{'name':'used-codesystem','valueUri':'s|3'}],"
                + "'contains':[{'abstract':true,'display':'All','contains':[{'system':'s','code':'b','display':'B',"
                + "'inactive':true}]}]}}";
        assertThat(answering(json.replace('\'', '"')).expand("v").orElseThrow().concepts())
                .containsExactly(new Concept(new Coding("s", "b"), "3", "B", true));
    }

    @Test
    void refusals_in_fhirs_words_keep_their_meaning() {
        assertThat(refused(404, "not-found")).isInstanceOf(Fault.NotFound.class);
        assertThat(refused(422, "too-costly")).isInstanceOf(Fault.TooCostly.class);
        assertThat(refused(400, "invalid")).isInstanceOf(Fault.Invalid.class);
        assertThat(refused(412, "conflict")).isInstanceOf(Fault.VersionMismatch.class);
        assertThat(refused(400, "timeout")).isInstanceOf(Fault.Timeout.class);
        assertThat(refused(400, "transient")).isInstanceOf(Fault.Unavailable.class);
    }

    private Fault refused(int status, String code) {
        var outcome = "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"code\":\"" + code + "\"}]}";
        return fault(answering(aResponse().withStatus(status).withBody(outcome)).lookup(DUCK));
    }

    @Test
    void a_display_that_the_server_leaves_out_is_looked_up() {
        server.stubFor(any(urlPathEqualTo("/fhir/ValueSet/$validate-code"))
                .willReturn(okJson(parameters("{'name':'result','valueBoolean':true}"))));
        server.stubFor(any(urlPathEqualTo("/fhir/CodeSystem/$lookup"))
                .willReturn(okJson(parameters("{'name':'display','valueString':'Duck'}"))));
        assertThat(terminology(Duration.ofSeconds(20))
                        .validateCode("https://example.org/vs/birds|2", DUCK)
                        .orElseThrow())
                .isEqualTo(new Validation(true, "Duck", ""));
        server.verify(getRequestedFor(urlPathEqualTo("/fhir/ValueSet/$validate-code"))
                .withQueryParam("url", equalTo("https://example.org/vs/birds"))
                .withQueryParam("valueSetVersion", equalTo("2"))
                .withHeader("Accept", containing("fhir+json")));
    }

    private static String parameters(String parameters) {
        return ("{'resourceType':'Parameters','parameter':[" + parameters + "]}").replace('\'', '"');
    }

    private static void assertNotBelieved(Outcome<?> outcome) {
        assertThat(fault(outcome)).isInstanceOf(Fault.Unavailable.class);
    }
}
