package org.healthsphere.node.matching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.Location;
import org.healthsphere.federation.linkage.Resemblance;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.matching.Review.Event;
import org.healthsphere.node.matching.Review.Step;
import org.healthsphere.node.network.PatientRegister;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * The steward's part in matching: who may be one person twice is proposed, and nothing is linked or merged but by a person, or by a message
 * of the hospital's own system. Whatever was decided can be undone, and all of it stays in the history.
 */
public final class Stewardship {
    private static final String PATIENT = "Patient";
    private static final String PROPOSER = "the node";
    private static final int AT_ONCE = 200;
    private static final int MOST_DOUBTS = 1_000;
    private static final double WORTH_A_LOOK = 0.5;
    private static final JsonMapper JSON = new JsonMapper();

    private final ResourceStore store;
    private final PatientRegister register;
    private final AuditLog audit;
    private final InstantSource clock;
    private final ReviewBook book;
    private final Queue<Location.Doubtful> doubts;
    private long read;
    private boolean compared;

    /**
     * Joins them.
     *
     * @param doubts of record queries, as they come in; what is more than is worth keeping is dropped there
     */
    public Stewardship(
            ResourceStore store, PatientRegister register, AuditLog audit, Doubts doubts, InstantSource clock) {
        this.store = store;
        this.register = register;
        this.audit = audit;
        this.clock = clock;
        this.book = new ReviewBook(store);
        this.doubts = doubts.queue;
    }

    /** What record queries leave in doubt, until somebody looks. */
    public static final class Doubts {
        private final Queue<Location.Doubtful> queue = new ConcurrentLinkedQueue<>();

        public void add(Location.Doubtful doubt) {
            if (queue.size() < MOST_DOUBTS) {
                queue.add(doubt);
            }
        }
    }

    /** Every review: those that are open first, newest first. */
    public List<Review> reviews() {
        propose();
        return book.all().stream()
                .map(this::noted)
                .sorted(Comparator.comparing(Review::isOpen)
                        .reversed()
                        .thenComparing(review -> review.history().getLast().at(), Comparator.reverseOrder())
                        .thenComparing(Review::id))
                .toList();
    }

    /** What the hospital's own system has done to an open pair, by a message, closes it. */
    private Review noted(Review review) {
        if (!review.isOpen() || !areJoined(review)) {
            return review;
        }
        book.add(review, new Event(clock.instant(), PROPOSER, Step.ELSEWHERE));
        return book.find(review.id()).orElse(review);
    }

    private boolean areJoined(Review review) {
        return current(review.one()).filter(p -> names(tree(p), review.other())).isPresent()
                || current(review.other())
                        .filter(p -> names(tree(p), review.one()))
                        .isPresent();
    }

    private synchronized void propose() {
        for (var doubt = doubts.poll(); doubt != null; doubt = doubts.poll()) {
            var ids =
                    doubt.candidates().stream().map(Location.Candidate::patient).toList();
            for (var i = 1; i < ids.size(); i++) {
                propose(ids.getFirst(), ids.get(i));
            }
        }
        look();
    }

    /** Looks at some who are new or other than before; whoever opens the page next looks at the next ones. */
    private void look() {
        var reached = store.lastChange();
        var looked = 0;
        try (var changes = store.changesAfter(read)) {
            var each = changes.iterator();
            while (each.hasNext()) {
                var resource = each.next();
                if (looked >= AT_ONCE && resource.change() > read) {
                    compared = false;
                    return;
                }
                read = resource.change();
                if (resource.id().type().equals(PATIENT) && !resource.deleted()) {
                    propose(resource);
                    looked++;
                }
            }
        }
        read = Math.max(read, reached);
        compared = true;
    }

    /** Whether the reviews that were listed last are of all records: if not, the next list is of more. */
    public synchronized boolean hasCompared() {
        return compared;
    }

    private void propose(StoredResource patient) {
        var id = patient.id().id();
        register.resembling(Demographics.of(tree(patient)), other -> !other.equals(id)).stream()
                .filter(one -> one.grade() != Resemblance.Grade.POSSIBLE || one.probability() >= WORTH_A_LOOK)
                .forEach(one -> propose(id, one.patient()));
        alikeByTokens(id).forEach(one -> propose(id, one.patient()));
    }

    /** Whom a letter of another member would have been about, had he been told for certain: what the fields say of him may be less. */
    private List<Location.Candidate> alikeByTokens(String patient) {
        return switch (register.others(patient)) {
            case Location.Found(var one, var _) -> List.of(one);
            case Location.Doubtful(var candidates) -> candidates;
            case Location.Nobody _ -> List.of();
        };
    }

    private void propose(String one, String other) {
        if (current(one).isPresent() && current(other).isPresent() && !book.has(one, other)) {
            book.open(one, other, new Event(clock.instant(), PROPOSER, Step.PROPOSED));
        }
    }

    public Outcome<Review> find(String id) {
        return book.find(id).map(Outcome::of).orElseGet(() -> Outcome.failed(new Fault.NotFound("such a review")));
    }

    /** Decides, or undoes what was decided last. What cannot follow on the state of the review is {@link Fault.Conflict}. */
    public Outcome<Review> decide(Access access, String id, Step step) {
        return find(id).then(review -> mayFollow(review, step)
                        ? Outcome.of(review)
                        : Outcome.failed(new Fault.Conflict("this review is not in a state for that")))
                .then(review -> changed(access, review, step))
                .then(review -> {
                    book.add(
                            review,
                            new Event(clock.instant(), access.requester().subject(), step));
                    return find(id);
                });
    }

    private static boolean mayFollow(Review review, Step step) {
        return switch (step) {
            case LINKED, DISTINCT, MERGED -> review.isOpen();
            case UNDONE -> !review.isOpen() && review.step() != Step.ELSEWHERE;
            case PROPOSED, ELSEWHERE -> false;
        };
    }

    private Outcome<Review> changed(Access access, Review review, Step step) {
        var one = current(review.one());
        var other = current(review.other());
        if (one.isEmpty() || other.isEmpty()) {
            return Outcome.failed(new Fault.Gone("one of the two"));
        }
        List<Write> writes = new ArrayList<>();
        switch (step) {
            case LINKED -> {
                writes.add(put(one.get(), linked(tree(one.get()), review.other(), "seealso")));
                writes.add(put(other.get(), linked(tree(other.get()), review.one(), "seealso")));
            }
            case MERGED -> {
                writes.add(put(one.get(), linked(tree(one.get()), review.other(), "replaces")));
                writes.add(put(
                        other.get(),
                        linked(tree(other.get()), review.one(), "replaced-by").put("active", false)));
            }
            case UNDONE -> {
                writes.add(put(one.get(), parted(tree(one.get()), review.other())));
                writes.add(put(other.get(), parted(tree(other.get()), review.one())));
            }
            case DISTINCT, PROPOSED, ELSEWHERE -> {}
        }
        return audited(access, review, step)
                .then(_ -> writes.isEmpty() ? Outcome.of(List.of()) : store.commit(new Commit(writes, List.of())))
                .map(_ -> review);
    }

    private Outcome<Review> audited(Access access, Review review, Step step) {
        var outcome = Outcome.of(review);
        for (var patient : List.of(review.one(), review.other())) {
            var event = AuditEvent.of(
                            AuditCode.RECORD_WRITTEN, access.requester(), access.purpose(), access.correlation())
                    .about(patient)
                    .naming(List.of("Patient/" + patient, step.name()));
            outcome = outcome.then(_ -> audit.append(event)).map(_ -> review);
        }
        return outcome;
    }

    private Optional<StoredResource> current(String patient) {
        return store.get(new ResourceId(PATIENT, patient)).filter(stored -> !stored.deleted());
    }

    private static Write put(StoredResource patient, ObjectNode json) {
        return new Write.Put(
                patient.id(), OptionalLong.of(patient.version()), patient.patient(), Bytes.utf8(json.toString()));
    }

    private static ObjectNode linked(ObjectNode patient, String other, String type) {
        parted(patient, other)
                .withArray("/link")
                .addObject()
                .put("type", type)
                .putObject("other")
                .put("reference", PATIENT + "/" + other);
        return patient;
    }

    /** Without what this put in, and active again where this had ended it. */
    private static ObjectNode parted(ObjectNode patient, String other) {
        var links = patient.path("link");
        for (var i = links.size() - 1; i >= 0; i--) {
            if (names(links.get(i), PATIENT + "/" + other, "other")) {
                if (links.get(i).path("type").asText().equals("replaced-by")) {
                    patient.remove("active");
                }
                patient.withArray("/link").remove(i);
            }
        }
        if (patient.path("link").isEmpty()) {
            patient.remove("link");
        }
        return patient;
    }

    private static boolean names(JsonNode link, String reference, String member) {
        return link.path(member).path("reference").asText().equals(reference);
    }

    private static boolean names(JsonNode patient, String other) {
        return patient.path("link").valueStream().anyMatch(link -> names(link, PATIENT + "/" + other, "other"));
    }

    private static ObjectNode tree(StoredResource patient) {
        try {
            return (ObjectNode) JSON.readTree(patient.json().array());
        } catch (IOException e) {
            throw new IllegalStateException("the store holds JSON: " + patient, e);
        }
    }
}
