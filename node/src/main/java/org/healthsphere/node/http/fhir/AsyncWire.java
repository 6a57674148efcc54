package org.healthsphere.node.http.fhir;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.node.fhir.jobs.Job;
import org.healthsphere.node.fhir.jobs.Jobs;
import org.healthsphere.node.http.OperationOutcomes;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.release.Access;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Searches, histories and operations whose answer is fetched later: {@code Prefer: respond-async} (FHIR R4, Asynchronous Request
 * Patterns; the result is a Bundle as FHIR R5's Asynchronous Interaction Request Pattern has it).
 *
 * <p>What was asked for is kept in the store and outlives the process. Its answer is made at once, in the background, and is given
 * out for {@link #FRESH} only: whoever comes later, or after a restart, or with other scopes, begins it anew. So an answer is never
 * older than that against what consent says, nothing of it lies on a disk, and it passes the gate as any other does.
 */
final class AsyncWire {
    static final String CODE = "$async-status";
    static final Duration FRESH = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(AsyncWire.class);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int LARGEST = 64 << 10;
    private static final int MOST_RUNNING = 8;

    /** In seconds. */
    private static final String PAUSE = "2";

    private final Jobs jobs;
    private final List<Interaction> offered;
    private final UseCases useCases;
    private final InstantSource clock;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();

    /** An answer, and when it was there. */
    private record Done(Outcome<Answer> answer, Instant at) {}

    /** One way to an answer, for whoever may see as much as he for whom it was begun. */
    private record Run(Access access, Future<Done> done) {
        boolean isFor(Access other) {
            return access.reach().equals(other.reach()) && access.purpose() == other.purpose();
        }
    }

    /** For these interactions. */
    AsyncWire(Jobs jobs, List<Interaction> offered, UseCases useCases, InstantSource clock) {
        this.jobs = jobs;
        this.offered = offered.stream().filter(AsyncWire::isAnswer).toList();
        this.useCases = useCases;
        this.clock = clock;
    }

    private static boolean isAnswer(Interaction interaction) {
        return interaction.isOperation()
                || interaction.code().startsWith("search-")
                || interaction.code().startsWith("history-");
    }

    List<Interaction> all() {
        return List.of(
                new Interaction(HttpMethod.GET, "/" + CODE + "/:id", CODE, this::status),
                new Interaction(HttpMethod.DELETE, "/" + CODE + "/:id", CODE, this::end));
    }

    /** The answer of an interaction, or that it comes later where that is wished and offered. */
    Outcome<Answer> answer(Interaction interaction, Call call) {
        return call.preferences().later() && offered.contains(interaction)
                ? begin(interaction, call)
                : interaction.work().apply(call);
    }

    private Outcome<Answer> begin(Interaction interaction, Call call) {
        var kept = LaterCall.of(call, interaction);
        if (kept.toString().length() > LARGEST) {
            return Outcome.failed(new Fault.TooCostly("a request of more than 64 KiB is answered at once only"));
        } else if (running() >= MOST_RUNNING) {
            return Outcome.failed(new Fault.TooMany("asynchronous requests are under way: try again in a moment"));
        }
        return jobs.open(call.access().requester(), kept).map(job -> {
            runs.put(job.id(), run(job, call.access()));
            return Answer.of(ACCEPTED, Bytes.NONE).with("Content-Location", call.base() + "/" + CODE + "/" + job.id());
        });
    }

    private long running() {
        runs.values().removeIf(run -> run.done().isComplete() && !isFresh(run));
        return runs.values().stream().filter(run -> !run.done().isComplete()).count();
    }

    private boolean isFresh(Run run) {
        return run.done().succeeded()
                && clock.instant().isBefore(run.done().result().at().plus(FRESH));
    }

    private Run run(Job job, Access access) {
        return new Run(access, useCases.call(() -> new Done(work(job, access), clock.instant())));
    }

    private Outcome<Answer> work(Job job, Access access) {
        try {
            return offered.stream()
                    .filter(interaction -> LaterCall.isOf(job.order(), interaction))
                    .findFirst()
                    .map(interaction -> interaction.work().apply(LaterCall.read(job.order(), access)))
                    .orElseGet(() -> Outcome.failed(new Fault.NotFound("such an interaction")));
        } catch (RuntimeException defect) {
            LOG.error("defect in an asynchronous request, correlation {}", access.correlation(), defect);
            return Outcome.failed(new Fault.Unavailable("this function; its operator finds more in the log"));
        }
    }

    private Outcome<Answer> status(Call call) {
        return jobs.find(call.access().requester(), call.path().id())
                .map(job -> result(job, call.access())
                        .map(done -> Answer.of(OK, bundle(done.answer())))
                        .orElseGet(() -> Answer.of(ACCEPTED, Bytes.NONE)
                                .with("X-Progress", "under way")
                                .with("Retry-After", PAUSE)));
    }

    /** The answer where it is there; else it is begun, unless too many are under way already. */
    private Optional<Done> result(Job job, Access access) {
        var under = running();
        var run = Optional.ofNullable(runs.get(job.id()))
                .filter(held -> held.isFor(access) && (!held.done().isComplete() || isFresh(held)))
                .or(() -> under < MOST_RUNNING ? Optional.of(run(job, access)) : Optional.empty());
        run.ifPresent(held -> runs.put(job.id(), held));
        return run.map(Run::done).filter(Future::succeeded).map(Future::result);
    }

    private Outcome<Answer> end(Call call) {
        return jobs.end(call.access().requester(), call.path().id()).map(job -> {
            runs.remove(job.id());
            return Answer.of(ACCEPTED, Bytes.NONE);
        });
    }

    private static Bytes bundle(Outcome<Answer> outcome) {
        var entry = switch (outcome) {
            case Outcome.Success<Answer>(var answer) ->
                "\"resource\":" + answer.body().utf8() + ",\"response\":{\"status\":\"" + answer.status() + "\"}";
            case Outcome.Failure<Answer>(var fault) ->
                "\"response\":{\"status\":\"" + OperationOutcomes.status(fault) + "\",\"outcome\":"
                        + Bytes.of(OperationOutcomes.json(fault)).utf8() + "}";
        };
        return Bytes.utf8("{\"resourceType\":\"Bundle\",\"type\":\"batch-response\",\"entry\":[{" + entry + "}]}");
    }
}
