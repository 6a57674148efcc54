package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.http.fhir.SubscriptionServer.until;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.healthsphere.node.api.NotificationRoutes;
import org.healthsphere.node.fhir.subscription.Targets;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.NotedDown;
import org.healthsphere.node.ingest.bulk.BulkFeed;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.node.ingest.following.Following;
import org.healthsphere.node.ingest.following.Wanted;
import org.healthsphere.node.ingest.remote.Remote;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node follows another one, both over real HTTP. */
class FollowedNodeTest {
    @TempDir
    Path folder;

    private final SubscriptionServer other =
            new SubscriptionServer(new Targets.Policy(Targets.Endpoints.PLAIN, List.of()), Optional.empty());
    private final Vertx vertx = Vertx.vertx();
    private final UseCases useCases = new UseCases(vertx);
    private Kit kit;
    private Following following;
    private HttpServer own;

    @BeforeEach
    void start() throws Exception {
        kit = new Kit(folder.resolve("quarantine"), new BulkFeed(new StrictParse()));
        var secret = Files.writeString(folder.resolve("secret"), "Bearer program");
        var place = new Remote.Place(URI.create(other.base), Optional.of(secret));
        var wanted = new Wanted(
                place,
                Optional.of("https://healthsphere.org/fhir/SubscriptionTopic/Observation-change"),
                List.of(),
                List.of("Observation"),
                Duration.ofMinutes(5));
        following = new Following(
                "north",
                wanted,
                new Remote(HttpClient.newHttpClient(), place),
                new Intake(kit.ingest, BulkFeed.KIND, "north"),
                new NotedDown(),
                new Following.Own(
                        () -> "http://127.0.0.1:" + own.actualPort() + "/api/v1/notifications/north",
                        Kit.CLOCK,
                        new SecureRandom()));
        var router = Router.router(vertx);
        new NotificationRoutes(useCases, Map.of("north", following)).mount(router);
        var made = other.send(
                "PUT", "/Patient/ann", "{\"resourceType\":\"Patient\",\"id\":\"ann\",\"gender\":\"female\"}");
        assertThat(made.statusCode()).as(made.body()).isBetween(200, 201);
        own = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        other.close();
        useCases.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private List<String> ours() {
        return kit.all("Observation").stream()
                .map(o -> o.at("/code/text").asText() + " "
                        + o.at("/subject/reference").asText())
                .toList();
    }

    @Test
    void what_changes_there_is_here_a_moment_later() {
        other.pulse("before", "ann");
        assertThat(following.look()).isInstanceOf(Outcome.Success.class);
        assertThat(ours()).containsExactly("pulse Patient/*");

        other.pulse("o1", "ann");
        until("told", () -> ours().size() == 2);
        other.pulse("o2", "ann");
        until("told again", () -> ours().size() == 3);
        assertThat(kit.all("Patient")).hasSize(1);
        assertThat(kit.quarantine.list()).isEmpty();
    }

    @Test
    void what_was_told_while_nobody_listened_is_here_after_the_next_look() {
        assertThat(following.look()).isInstanceOf(Outcome.Success.class);
        other.pulse("o1", "ann");
        until("told", () -> ours().size() == 1);
        var _ = own.close().toCompletionStage().toCompletableFuture().join();
        other.pulse("o2", "ann");
        until("failed", () -> other.subscriptions.tally().failures() > 0);

        assertThat(following.look()).isInstanceOf(Outcome.Success.class);
        assertThat(ours()).hasSize(2);
    }

    @Test
    void the_other_one_shows_the_secret_to_nobody() {
        assertThat(following.look()).isInstanceOf(Outcome.Success.class);
        JsonNode found =
                SubscriptionHost.tree(other.send("GET", "/Subscription", "").body());

        assertThat(found.path("total").asInt()).isEqualTo(1);
        assertThat(found.at("/entry/0/resource/channel/header/0").asText()).isEqualTo("Authorization: [REDACTED]");
    }
}
