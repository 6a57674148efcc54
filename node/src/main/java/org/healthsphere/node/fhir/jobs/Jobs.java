package org.healthsphere.node.fhir.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Requester;

/** The jobs of one kind that are open. They are kept in the store, so they outlive the process; in time they are forgotten. */
public final class Jobs {
    private static final int MOST = 50;

    private final Kind kind;
    private final ResourceStore store;
    private final InstantSource clock;
    private final Supplier<String> ids;

    /**
     * What the jobs are.
     *
     * @param space of the marks in the store
     * @param name in a sentence: such an export
     * @param life how long one is kept
     */
    public record Kind(String space, String name, Duration life) {
        public static final Kind EXPORT = new Kind("bulk-export", "export", Duration.ofDays(1));
        public static final Kind REQUEST = new Kind("async-request", "asynchronous request", Duration.ofHours(1));
    }

    public Jobs(Kind kind, ResourceStore store, InstantSource clock, Supplier<String> ids) {
        this.kind = kind;
        this.store = store;
        this.clock = clock;
        this.ids = ids;
    }

    /** Opens one; {@link Fault.TooMany} when the client has enough of them. */
    public Outcome<Job> open(Requester client, ObjectNode order) {
        var all = all();
        all.stream().filter(this::isOver).forEach(job -> store.removeMark(kind.space(), job.id()));
        var own = all.stream()
                .filter(job -> !isOver(job) && job.client().equals(client))
                .count();
        if (own >= MOST) {
            return Outcome.failed(
                    new Fault.TooMany(kind.name() + "s are open: end those that are not needed with DELETE"));
        }
        var job = new Job(ids.get(), client, order, clock.instant());
        store.putMark(job.mark(kind.space()));
        return Outcome.of(job);
    }

    private List<Job> all() {
        try (var marks = store.marks(kind.space())) {
            return marks.map(Job::of).toList();
        }
    }

    /** One of this client; somebody else's is as unknown as one that never was. */
    public Outcome<Job> find(Requester client, String id) {
        return Optional.of(id)
                .filter(name -> !name.isEmpty())
                .flatMap(name -> store.mark(kind.space(), name))
                .map(value -> Job.of(new Mark(kind.space(), id, value)))
                .filter(job -> job.client().equals(client) && !isOver(job))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("such an " + kind.name())));
    }

    public Outcome<Job> end(Requester client, String id) {
        return find(client, id).map(job -> {
            store.removeMark(kind.space(), id);
            return job;
        });
    }

    public Instant expiry(Job job) {
        return job.begun().plus(kind.life());
    }

    private boolean isOver(Job job) {
        return !clock.instant().isBefore(expiry(job));
    }
}
