package org.healthsphere.node.fhir.bulk;

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

/** The exports that are open. They are kept in the store, so they outlive the process; a day later they are forgotten. */
final class Jobs {
    static final Duration LIFE = Duration.ofDays(1);
    private static final int MOST = 50;

    private final ResourceStore store;
    private final InstantSource clock;
    private final Supplier<String> ids;

    Jobs(ResourceStore store, InstantSource clock, Supplier<String> ids) {
        this.store = store;
        this.clock = clock;
        this.ids = ids;
    }

    /** Opens one; {@link Fault.TooMany} when the client has enough of them. */
    Outcome<Job> open(Requester client, Order order) {
        var all = all();
        all.stream().filter(this::isOver).forEach(job -> store.removeMark(Job.SPACE, job.id()));
        var own = all.stream()
                .filter(job -> !isOver(job) && job.client().equals(client))
                .count();
        if (own >= MOST) {
            return Outcome.failed(new Fault.TooMany("exports are open: end those that are not needed with DELETE"));
        }
        var job = new Job(ids.get(), client, order, clock.instant());
        store.putMark(job.mark());
        return Outcome.of(job);
    }

    private List<Job> all() {
        try (var marks = store.marks(Job.SPACE)) {
            return marks.map(Job::of).toList();
        }
    }

    /** An export of this client; somebody else's is as unknown as one that never was. */
    Outcome<Job> find(Requester client, String id) {
        return Optional.of(id)
                .filter(name -> !name.isEmpty())
                .flatMap(name -> store.mark(Job.SPACE, name))
                .map(value -> Job.of(new Mark(Job.SPACE, id, value)))
                .filter(job -> job.client().equals(client) && !isOver(job))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("such an export")));
    }

    Outcome<Job> end(Requester client, String id) {
        return find(client, id).map(job -> {
            store.removeMark(Job.SPACE, id);
            return job;
        });
    }

    static Instant expiry(Job job) {
        return job.begun().plus(LIFE);
    }

    private boolean isOver(Job job) {
        return !clock.instant().isBefore(expiry(job));
    }
}
