package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.fhir.jobs.Jobs;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.network.MovableClock;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Reach;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AsyncWireTest {
    private static final Requester PROGRAM = new Requester(new NodeId("north"), "program", Role.SYSTEM);
    private static final Access WIDE = new Access(PROGRAM, PurposeOfUse.TREAT, "one");
    private static final Access NARROW =
            new Access(PROGRAM, PurposeOfUse.TREAT, "two", new Reach(Set.of(new Scope("Patient", "r"))));

    private final Vertx vertx = Vertx.vertx();
    private final UseCases useCases = new UseCases(vertx);
    private final MovableClock clock = new MovableClock();
    private final InMemoryResourceStore store = new InMemoryResourceStore(clock);
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Interaction search = new Interaction(HttpMethod.GET, "/:type", "search-type", this::number);
    private final Interaction waiting = new Interaction(HttpMethod.GET, "/:type/:id", "history-type", this::late);
    private AsyncWire wire = wire();

    private AsyncWire wire() {
        var jobs = new Jobs(Jobs.Kind.REQUEST, store, clock, () -> "a" + ids.incrementAndGet());
        return new AsyncWire(jobs, List.of(search, waiting), useCases, clock);
    }

    @AfterEach
    void close() throws TimeoutException {
        gate.countDown();
        useCases.close();
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    /** Tells how many answers were made, and what was asked. */
    private Outcome<Answer> number(Call call) {
        return Outcome.of(Answer.of(
                200,
                Bytes.utf8("{\"resourceType\":\"Basic\",\"id\":\"" + made.incrementAndGet() + "-"
                        + call.path().type() + "-" + call.query() + "\"}")));
    }

    private Outcome<Answer> late(Call call) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return number(call);
    }

    private static Call call(Access access, String id, String prefer) {
        return new Call(
                access,
                "http://here/fhir",
                new Call.Path("Patient", id, "", ""),
                "a=b",
                new Call.Headers(new Call.Conditional("", "", "", ""), prefer, "", "", "", ""),
                new Call.Content(Bytes.NONE, new Parameters(List.of())));
    }

    private Outcome<Answer> begin(Interaction interaction) {
        return wire.answer(interaction, call(WIDE, "", "respond-async"));
    }

    private String begun(Interaction interaction) {
        var location = begin(interaction).orElseThrow().headers().get("Content-Location");
        assertThat(location).startsWith("http://here/fhir/$async-status/a");
        return String.valueOf(location).substring("http://here/fhir/$async-status/".length());
    }

    private Outcome<Answer> polled(String id, Access access) {
        return wire.all().getFirst().work().apply(call(access, id, ""));
    }

    private String answer(String id, Access access) {
        var answer = polled(id, access).orElseThrow();
        while (answer.status() == 202) {
            answer = polled(id, access).orElseThrow();
        }
        return House.tree(answer.body().utf8()).at("/entry/0/resource/id").asText();
    }

    @Test
    void an_answer_is_given_out_for_two_minutes_and_then_made_anew() {
        var id = begun(search);
        assertThat(answer(id, WIDE)).isEqualTo("1-Patient-a=b");
        clock.advance(AsyncWire.FRESH.minusSeconds(1));
        assertThat(answer(id, WIDE)).isEqualTo("1-Patient-a=b");
        clock.advance(Duration.ofSeconds(1));
        assertThat(answer(id, WIDE)).isEqualTo("2-Patient-a=b");
    }

    @Test
    void with_other_scopes_it_is_made_anew() {
        var id = begun(search);
        assertThat(answer(id, WIDE)).isEqualTo("1-Patient-a=b");
        assertThat(answer(id, NARROW)).isEqualTo("2-Patient-a=b");
        assertThat(answer(id, NARROW)).isEqualTo("2-Patient-a=b");
    }

    @Test
    void what_was_asked_outlives_the_process_and_is_answered_after_it() {
        var id = begun(search);
        assertThat(answer(id, WIDE)).isEqualTo("1-Patient-a=b");
        wire = wire();
        assertThat(answer(id, WIDE)).isEqualTo("2-Patient-a=b");
    }

    @Test
    void an_hour_later_it_is_forgotten() {
        var id = begun(search);
        clock.advance(Duration.ofHours(1));
        assertThat(polled(id, WIDE)).isEqualTo(Outcome.failed(new Fault.NotFound("such an asynchronous request")));
    }

    @Test
    void when_enough_is_under_way_the_next_is_told_to_wait() {
        IntStream.range(0, 8).forEach(_ -> assertThat(begun(waiting)).isNotEmpty());
        assertThat(begin(waiting))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class, f -> assertThat(f.fault()).isInstanceOf(Fault.TooMany.class));
        assertThat(polled("a1", WIDE).orElseThrow().status()).isEqualTo(202);
        gate.countDown();
        assertThat(answer("a1", WIDE)).endsWith("-Patient-a=b");
    }

    @Test
    void who_does_not_wish_it_has_his_answer_at_once() {
        assertThat(wire.answer(search, call(WIDE, "", "")).orElseThrow().status())
                .isEqualTo(200);
    }
}
