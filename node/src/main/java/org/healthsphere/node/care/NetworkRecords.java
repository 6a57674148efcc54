package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.federation.exchange.BreakGlass;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.exchange.Question;
import org.healthsphere.federation.exchange.RecordExchange;
import org.healthsphere.federation.exchange.RecordFilter;
import org.healthsphere.federation.exchange.ReleasedRecords;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.federation.merge.Gathering;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** Somebody here opens a patient: this hospital's own record, and what the other members release, as one. */
public final class NetworkRecords {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final NodeId self;
    private final Own own;
    private final Network network;
    private final AuditLog audit;
    private final Duration patience;
    private final InstantSource clock;

    /**
     * This hospital's side.
     *
     * @param gate who the patient is passes it like everything else
     * @param released this hospital's own part of the record, by the same way as another member's
     */
    public record Own(ReleaseGate gate, ReleasedRecords released, ConsentView view) {}

    /** The way to the others, and what the patient is called on it. */
    public record Network(RecordExchange exchange, Names names) {}

    /** What the members know patients by. */
    public interface Names {
        /** A fault when it was not made yet, and cannot be made now. */
        Outcome<PatientTokens> of(String patient, Demographics person);
    }

    public NetworkRecords(
            NodeId self, Own own, Network network, AuditLog audit, Duration patience, InstantSource clock) {
        this.self = self;
        this.own = own;
        this.network = network;
        this.audit = audit;
        this.patience = patience;
        this.clock = clock;
    }

    /** The record of one of this hospital's patients, at the deadline at the latest; every member is accounted for. */
    public Outcome<MergedRecord> open(Access access, String patient, Optional<Coding> breakGlass) {
        return open(access, patient, breakGlass, Part.ALL);
    }

    /**
     * What of a record is wanted, and of whom.
     *
     * @param members whether a member is to be asked, this one too
     */
    public record Part(RecordFilter filter, Predicate<NodeId> members) {
        public static final Part ALL = new Part(RecordFilter.EVERYTHING, _ -> true);
    }

    /** The same of a part of it. */
    public Outcome<MergedRecord> open(Access access, String patient, Optional<Coding> breakGlass, Part part) {
        return open(access, patient, breakGlass, part, (_, _) -> {});
    }

    /**
     * The same.
     *
     * @param heard is told of each member's answer when it has come, while others are waited for; it may hear of a member twice
     */
    public Outcome<MergedRecord> open(
            Access access,
            String patient,
            Optional<Coding> breakGlass,
            Part part,
            BiConsumer<NodeId, MemberAnswer> heard) {
        if (breakGlass.isPresent() != (access.purpose() == PurposeOfUse.ETREAT)) {
            return Outcome.failed(new Fault.Invalid("a reason is given exactly when the glass is broken"));
        }
        var asked = AuditEvent.of(
                        AuditCode.RECORD_REQUESTED, access.requester(), access.purpose(), access.correlation())
                .about(patient)
                .naming(List.of("Patient/" + patient));
        return own.gate()
                .read(access, new ResourceId("Patient", patient))
                .then(known -> audit.append(asked).map(_ -> known))
                .map(known -> ask(access, known, breakGlass, part, heard));
    }

    private MergedRecord ask(
            Access access,
            StoredResource patient,
            Optional<Coding> breakGlass,
            Part part,
            BiConsumer<NodeId, MemberAnswer> heard) {
        var tokens = network.names().of(patient.id().id(), Demographics.of(parsed(patient)));
        var question = new Question(
                access.requester(),
                access.purpose(),
                breakGlass.map(BreakGlass::new),
                tokens instanceof Outcome.Success<PatientTokens>(var made) ? made : PatientTokens.NOBODY,
                part.filter(),
                Math.max(0, own.view().height()));
        // Each answer is read while others are waited for, and this hospital's own is made meanwhile.
        var gathering = new Gathering();
        var arrived = heard.andThen(gathering::take);
        var mine = new Mine(access, patient.id().id(), question, arrived);
        Runnable meanwhile = part.members().test(self) ? mine : () -> {};
        if (!(tokens instanceof Outcome.Success)) {
            meanwhile.run();
            return gathering.record(mine.in(network.exchange().unasked(part.members())));
        }
        var deadline = Deadline.in(patience, clock);
        return gathering.record(
                mine.in(network.exchange().ask(question, deadline, part.members(), arrived, meanwhile)));
    }

    /** What this hospital itself answers, and how long that took. */
    private final class Mine implements Runnable {
        private final Access access;
        private final String patient;
        private final Question question;
        private final BiConsumer<NodeId, MemberAnswer> arrived;
        private Optional<MemberAnswer> answer = Optional.empty();
        private Duration took = Duration.ZERO;

        Mine(Access access, String patient, Question question, BiConsumer<NodeId, MemberAnswer> arrived) {
            this.access = access;
            this.patient = patient;
            this.question = question;
            this.arrived = arrived;
        }

        @Override
        public void run() {
            var began = clock.instant();
            var made = ownAnswer(access, patient, question);
            took = Duration.between(began, clock.instant());
            answer = Optional.of(made);
            arrived.accept(self, made);
        }

        FederatedRecord in(FederatedRecord others) {
            return answer.map(made -> others.with(self, made, took)).orElse(others);
        }
    }

    private MemberAnswer ownAnswer(Access access, String patient, Question question) {
        var request = new ReleasedRecords.Request(Optional.of(patient), question, access.correlation());
        return switch (own.released().matching(request)) {
            case ReleasedRecords.Permitted(var records, Bytes receipt) ->
                records.isEmpty()
                        ? new MemberAnswer.NothingToRelease(receipt)
                        : new MemberAnswer.Answered(records, receipt);
            case ReleasedRecords.PermittedAtLength atLength ->
                new MemberAnswer.Answered(atLength.inMemory(), atLength.receipt());
            case ReleasedRecords.StaleView _ -> new MemberAnswer.Stale();
        };
    }

    private static JsonNode parsed(StoredResource resource) {
        try {
            return JSON.readTree(resource.json().array());
        } catch (IOException e) {
            throw new IllegalStateException("the store holds JSON: " + resource, e);
        }
    }
}
