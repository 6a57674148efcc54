package org.healthsphere.node.http.smart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthsphere.node.portal.TwoHospitals.Hospital;
import org.healthsphere.node.release.House;
import org.healthsphere.node.smart.App;
import org.healthsphere.node.web.fixture.Reader;

/** An app that sends its people to a hospital, and takes them back. */
record AppVisits(Hospital hospital, App app) {
    static final String BACK = "https://app.example.org/back";
    private static final CodeVerifier VERIFIER = new CodeVerifier();

    String request(String scope, String... more) {
        Map<String, String> parameters = new LinkedHashMap<>(Map.of(
                "response_type",
                "code",
                "client_id",
                app.id(),
                "redirect_uri",
                BACK,
                "scope",
                scope,
                "state",
                "state-0123456789",
                "aud",
                hospital.url() + "/fhir",
                "code_challenge",
                CodeChallenge.compute(CodeChallengeMethod.S256, VERIFIER).getValue(),
                "code_challenge_method",
                "S256"));
        for (var i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return parameters.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** The page on which the reader is asked. */
    static String question(HttpResponse<String> arrived) {
        assertThat(arrived.statusCode()).isEqualTo(200);
        assertThat(arrived.body()).contains("http-equiv=\"refresh\"");
        return Reader.link(arrived.body(), "/authorize/");
    }

    /** Allows all that is ticked. */
    static Map<String, String> allow(Reader reader, String page, Map<String, String> more) throws Exception {
        var shown = reader.get(page).body();
        var fields = new ArrayList<Map.Entry<String, String>>();
        fields.add(Map.entry("csrf", Reader.csrf(shown)));
        fields.add(Map.entry("answer", "allow"));
        for (var name : List.of("kind", "identity", "stays")) {
            Reader.ticked(shown, name).forEach(value -> fields.add(Map.entry(name, value)));
        }
        fields.addAll(more.entrySet());
        return sent(reader.post(page, fields));
    }

    static Map<String, String> sent(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        var place = answer.headers().firstValue("Location").orElseThrow();
        assertThat(place).startsWith(BACK + "?");
        return List.of(URI.create(place).getRawQuery().split("&")).stream()
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    JsonNode token(Map<String, String> form) throws Exception {
        var body = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var answer = send(HttpRequest.newBuilder(URI.create(hospital.url() + "/smart/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(answer.headers().firstValue("Pragma")).contains("no-cache");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return House.tree(answer.body());
    }

    JsonNode exchanged(Map<String, String> sent) throws Exception {
        return token(Map.of(
                "grant_type", "authorization_code",
                "code", Optional.ofNullable(sent.get("code")).orElse("none"),
                "redirect_uri", BACK,
                "code_verifier", VERIFIER.getValue(),
                "client_id", app.id()));
    }

    JsonNode connected(Reader reader, String scope) throws Exception {
        return exchanged(allow(reader, question(reader.get("/authorize?" + request(scope))), Map.of()));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return hospital.http().send(request.build(), BodyHandlers.ofString());
    }
}
