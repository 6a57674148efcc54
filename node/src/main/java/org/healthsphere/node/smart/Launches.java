package org.healthsphere.node.smart;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.smart.Connection.InContext;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Apps that are started from here with a record open (SMART App Launch 2.2, "EHR Launch"). A start is good once, for minutes. */
public final class Launches {
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final int MOST = 10_000;
    private static final int BYTES = 32;

    private final Places places;
    private final AppBook apps;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Cache<Sha256, Launch> started =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    Launches(Places places, AppBook apps, InstantSource clock, SecureRandom random) {
        this.places = places;
        this.apps = apps;
        this.clock = clock;
        this.random = random;
    }

    /**
     * What was open.
     *
     * @param subject who started the app: nobody else can go on with it
     */
    record Launch(String app, String subject, InContext context, Instant until) {}

    /**
     * Where to send the person.
     *
     * @param launch what stands for the open record: it says nothing by itself
     * @param url the app's own address with it
     */
    public record Started(String launch, String url) {
        @Override
        public String toString() {
            return "Started[REDACTED]";
        }
    }

    /** The apps that can be started from here. */
    public List<App> startable() {
        return apps.apps().stream().filter(app -> app.launch().isPresent()).toList();
    }

    /** Starts an app with this in context; the caller has seen to it that the person may see it. */
    public Outcome<Started> start(String app, String subject, String patient, Optional<String> encounter) {
        return apps.find(app)
                .flatMap(known -> known.launch().map(url -> started(known, url, subject, patient, encounter)))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("app that can be started")));
    }

    private Started started(App app, String url, String subject, String patient, Optional<String> encounter) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var launch = Bytes.of(bytes).base64url();
        var context = new InContext(Optional.of(patient), encounter);
        started.put(
                Sha256.of(launch),
                new Launch(app.id(), subject, context, clock.instant().plus(LIFE)));
        var parameters = "iss=" + URLEncoder.encode(places.fhir(), StandardCharsets.UTF_8) + "&launch=" + launch;
        return new Started(launch, url + (url.indexOf('?') < 0 ? '?' : '&') + parameters);
    }

    /** Gives up what an app was started with. */
    Optional<Launch> take(String launch, String app) {
        return Optional.ofNullable(started.asMap().remove(Sha256.of(launch)))
                .filter(known -> known.app().equals(app) && clock.instant().isBefore(known.until()));
    }
}
