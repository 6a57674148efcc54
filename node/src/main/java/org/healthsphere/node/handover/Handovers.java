package org.healthsphere.node.handover;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.healthsphere.federation.MemberDirectory;
import org.healthsphere.federation.exchange.ReleasedRecords;
import org.healthsphere.node.care.HandedDocuments;
import org.healthsphere.node.care.NetworkRecords;
import org.healthsphere.node.handover.Sent.State;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/**
 * Hands what a hospital has of a patient to another one, and tries again until it was taken, refused, or its time is over.
 *
 * <p>No document waits: it is made when the other hospital has said that it would take it, of what consent lets out at that moment, so that a
 * revocation ends what is on its way. Each has a receipt like an answer to a question. The other hospital takes what has one name once.
 */
public final class Handovers {
    private static final int MOST_WAITING = 1_000;
    private static final Duration KEPT = Duration.ofDays(90);
    private static final Set<Role> SENDERS = Set.of(Role.CLINICIAN, Role.SYSTEM);
    private static final Set<PurposeOfUse> PURPOSES = Set.of(PurposeOfUse.TREAT, PurposeOfUse.HOPERAT);

    private final Own own;
    private final Line line;
    private final HandoverPapers papers;
    private final Outbox outbox;
    private final InstantSource clock;

    /**
     * This hospital.
     *
     * @param organization its name
     * @param released what another hospital may have of it
     * @param names what members know patients by
     */
    public record Own(
            NodeId self,
            String organization,
            ReleaseGate gate,
            ReleasedRecords released,
            NetworkRecords.Names names,
            HandedDocuments documents,
            ResourceStore store) {}

    /**
     * The way to the others.
     *
     * @param carry brings a message to each member; who did not answer in time is not among the answers
     * @param ids never the same twice, and not to be guessed
     * @param patience for how long it is tried
     */
    public record Line(
            MemberDirectory members,
            Function<Map<NodeId, Bytes>, Map<NodeId, Bytes>> carry,
            Supplier<String> ids,
            Duration patience) {}

    public Handovers(Own own, Line line, InstantSource clock) {
        this.own = own;
        this.line = line;
        this.papers = new HandoverPapers(own.released(), own.names(), own.documents(), own.organization());
        this.outbox = new Outbox(own.store());
        this.clock = clock;
    }

    /**
     * Sends it, and tells how far it has come at once; {@link Fault.Forbidden} when nothing of the record may be given to that hospital,
     * {@link Fault.NotFound} when there is no such member, or no such patient for who asks.
     */
    public Outcome<Sent> send(Access by, HandoverOrder wanted) {
        return permitted(by)
                .then(_ -> wanted.checked())
                .then(this::addressed)
                .then(order -> own.gate()
                        .read(by, new ResourceId("Patient", order.patient()))
                        .map(_ -> begun(by, order)))
                .then(sent -> {
                    var reached = attempt(sent, true);
                    outbox.put(reached);
                    return reached.state() == State.NOTHING_TO_GIVE
                            ? Outcome.failed(new Fault.Forbidden("nothing of this record may be given to that member"))
                            : Outcome.of(reached);
                });
    }

    /** What was handed over of a patient whom somebody may see, newest first. */
    public Outcome<List<Sent>> of(Access by, String patient) {
        return permitted(by)
                .then(_ -> own.gate().read(by, new ResourceId("Patient", patient)))
                .map(_ -> outbox.all().stream()
                        .filter(sent -> sent.order().patient().equals(patient))
                        .toList());
    }

    /** What this person sent, newest first. */
    public List<Sent> by(Access sender) {
        return outbox.all().stream()
                .filter(sent -> sent.by().equals(sender.requester().subject()))
                .toList();
    }

    /** Tries again what waits and whose time has come; how many are not waiting any more. */
    public synchronized int round() {
        var now = clock.instant();
        var ended = 0;
        for (var sent : outbox.all()) {
            if (sent.isOver()) {
                forgetOld(sent);
            } else if (!now.isBefore(sent.until())) {
                outbox.put(sent.in(State.EXPIRED));
                ended++;
            } else if (!now.isBefore(sent.next())) {
                var reached = attempt(sent, false);
                // It may have been erased meanwhile, with its patient.
                outbox.find(sent.id()).ifPresent(_ -> outbox.put(reached));
                ended += reached.isOver() ? 1 : 0;
            }
        }
        return ended;
    }

    private void forgetOld(Sent sent) {
        if (clock.instant().isAfter(sent.until().plus(KEPT))) {
            outbox.remove(sent);
        }
    }

    /** Somebody here decides it: no patient, and no program that a person only lets look. */
    private Outcome<Access> permitted(Access by) {
        var may = SENDERS.contains(by.requester().role()) && PURPOSES.contains(by.purpose());
        return may && by.app().isEmpty()
                ? Outcome.of(by)
                : Outcome.failed(new Fault.Forbidden("a record is handed over by clinicians, and by the hospital's systems"));
    }

    private Outcome<HandoverOrder> addressed(HandoverOrder order) {
        return order.to().equals(own.self()) || line.members().active(order.to()).isEmpty()
                ? Outcome.failed(new Fault.NotFound("such another member"))
                : outbox.all().stream().filter(sent -> !sent.isOver()).count() < MOST_WAITING
                        ? Outcome.of(order)
                        : Outcome.failed(new Fault.TooMany("handovers that wait for other members"));
    }

    /** From here on it is not lost; nobody else tries it while it is tried here. */
    private Sent begun(Access by, HandoverOrder order) {
        var now = clock.instant();
        var sent = new Sent(
                        line.ids().get(),
                        order,
                        by.requester().subject(),
                        now,
                        now.plus(line.patience()),
                        0,
                        now,
                        State.WAITING)
                .later(now.plusSeconds(60));
        outbox.put(sent);
        return sent;
    }

    /** The first time consent comes first, so that a refusal is told at once; later nothing is made before the other one is there. */
    private Sent attempt(Sent sent, boolean first) {
        if (!first) {
            var reply = said(sent, HandoverLetter.question(sent.id()));
            return reply.equals(Optional.of(HandoverReply.READY))
                    ? given(sent, papers.of(sent))
                    : sent.after(reply, clock.instant());
        }
        return given(sent, papers.of(sent));
    }

    private Sent given(Sent sent, HandoverPapers.Made made) {
        return switch (made) {
            case HandoverPapers.Nothing _ -> sent.in(State.NOTHING_TO_GIVE);
            case HandoverPapers.NotNow _ -> sent.later(clock.instant());
            case HandoverPapers.Written(var letter) -> sent.after(said(sent, letter.toBytes()), clock.instant());
        };
    }

    private Optional<HandoverReply> said(Sent sent, Bytes message) {
        var to = sent.order().to();
        return Optional.ofNullable(line.carry().apply(Map.of(to, message)).get(to))
                .flatMap(Json::parse)
                .flatMap(json -> HandoverReply.of(json.path("state").asText()));
    }
}
