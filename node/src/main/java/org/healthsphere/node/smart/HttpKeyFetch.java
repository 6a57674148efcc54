package org.healthsphere.node.smart;

import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.node.http.client.BoundedCall;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** Fetches key sets over HTTP: of limited size, in limited time, and from nowhere else than where it was told to. */
final class HttpKeyFetch implements KeyFetch {
    private static final BoundedCall CALL = new BoundedCall(Duration.ofSeconds(5), 256 * 1024);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int OK = 200;
    private static final Pattern MAX_AGE = Pattern.compile("(?:^|[ ,])max-age=([0-9]{1,9})(?:$|[ ,])");

    private final HttpClient http;

    HttpKeyFetch(HttpClient http) {
        this.http = http;
    }

    @Override
    public Outcome<Fetched> fetch(URI place) {
        var request = HttpRequest.newBuilder(place)
                .header("Accept", "application/json")
                .build();
        try {
            var answer = CALL.send(http, request);
            return answer.statusCode() == OK && answer.body().isPresent()
                    ? read(answer, answer.body().get())
                    : none();
        } catch (IOException | ParseException _) {
            return none();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return none();
        }
    }

    private static Outcome<Fetched> read(HttpResponse<?> answer, Bytes body) throws ParseException {
        return Outcome.of(
                new Fetched(JWKSet.parse(body.utf8()), fresh(answer.headers().firstValue("Cache-Control"))));
    }

    /** No longer than the app says, and not at all when it says nothing. */
    static Duration fresh(Optional<String> control) {
        var said = control.orElse("").toLowerCase(Locale.ROOT);
        var age = MAX_AGE.matcher(said);
        if (said.contains("no-store") || said.contains("no-cache") || !age.find()) {
            return Duration.ZERO;
        }
        var seconds = Duration.ofSeconds(Long.parseLong(age.group(1)));
        return seconds.compareTo(LONGEST) > 0 ? LONGEST : seconds;
    }

    private static Outcome<Fetched> none() {
        return Outcome.failed(new Fault.Unauthenticated("the app's keys cannot be fetched from its jwks_uri"));
    }
}
