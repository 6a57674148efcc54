package org.healthsphere.node.simulation;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Hidden;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.consent.Receipt;
import org.healthsphere.consent.Receipts;
import org.healthsphere.federation.Sealing;
import org.healthsphere.federation.exchange.LinkedPatients;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.federation.exchange.ReleasedRecords;
import org.healthsphere.federation.exchange.Responder;
import org.healthsphere.federation.linkage.Demographics;
import org.healthsphere.federation.linkage.LinkageIndex;
import org.healthsphere.federation.linkage.Tokenizer;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.sealing.EnvelopeHeader;
import org.healthsphere.keys.sealing.EnvelopeOpener;
import org.healthsphere.keys.sealing.Freshness;
import org.healthsphere.keys.sealing.ReplayGuard;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.network.NodeSealing;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;

/** One member with its real keys, envelopes, linkage and answers; the store behind it is the truth. */
final class SimulatedMember {
    static final Duration SKEW = Duration.ofMinutes(5);
    private static final int REMEMBERED = 10_000;
    private static final String ANSWER = "record.answer";

    final int number;
    final Fate fate;
    final MemberIdentity identity;
    final Sealing sealing;
    private final Truth truth;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Responder responder;
    private Optional<NodeId> victim = Optional.empty();

    /** What all members share. */
    record Network(Members members, Truth truth, VirtualClock clock, SecureRandom random, int patients) {}

    SimulatedMember(int number, Fate fate, MemberIdentity identity, Tokenizer tokenizer, Network network) {
        this.number = number;
        this.fate = fate;
        this.identity = identity;
        this.truth = network.truth();
        this.clock = fate == Fate.SKEWED ? network.clock().ahead(SKEW) : network.clock();
        this.random = network.random();
        var opener = new EnvelopeOpener(
                identity.id(),
                identity,
                network.members(),
                Freshness.PROMPT,
                new ReplayGuard(REMEMBERED, clock.instant()),
                clock);
        this.sealing = new NodeSealing(identity, network.members(), opener, random);
        var index = new LinkageIndex(tokenizer);
        for (var patient = 0; patient < network.patients(); patient++) {
            if (truth.isKnown(patient, number)) {
                index.put(Truth.localId(patient), Demographics.of(Truth.person(patient)));
            }
        }
        this.responder = new Responder(
                sealing,
                network.members(),
                new LinkedPatients(index, _ -> {}),
                this::release,
                clock,
                () -> EnvelopeHeader.newMessageId(random));
    }

    /** In whose name it answers, if that is what it does. */
    void pretendToBe(NodeId other) {
        victim = Optional.of(other);
    }

    /** Its door. */
    Outcome<Bytes> answer(Bytes envelope) {
        return fate == Fate.IMPERSONATING && victim.isPresent()
                ? sealing.open(envelope).then(opened -> impersonated(opened, victim.get()))
                : responder.answer(envelope);
    }

    private Outcome<Bytes> impersonated(Sealing.Opened opened, NodeId other) {
        var asked = opened.header();
        var header = new Sealing.Header(
                other,
                asked.from(),
                EnvelopeHeader.newMessageId(random),
                Optional.of(asked.id()),
                ANSWER,
                asked.purpose(),
                asked.height(),
                clock.instant());
        return sealing.seal(header, Bytes.utf8("{}"));
    }

    private ReleasedRecords.Release release(ReleasedRecords.Request request) {
        var found = request.patient().map(id -> Integer.parseInt(id.substring(1)));
        var released = switch (fate) {
            case WITHHOLDING -> List.<ReleasedRecord>of();
            case MIXING ->
                List.of(
                        Truth.records(0, number).getFirst(),
                        Truth.records(1, number).getFirst());
            default -> found.map(patient -> truth.released(patient, number)).orElse(List.of());
        };
        return new ReleasedRecords.Permitted(released, receipt(request, !released.isEmpty()));
    }

    private Bytes receipt(ReleasedRecords.Request request, boolean permitted) {
        var decision = permitted
                ? new Decision.Permitted(Optional.empty(), 1, Hidden.nothing())
                : new Decision.Denied(Decision.Ground.NO_PERMISSION, Optional.empty(), 1);
        var issue = new Receipt.Issue(
                EnvelopeHeader.newMessageId(random),
                identity.id(),
                NetworkPolicy.standard().version(),
                clock.instant());
        var asked = new Receipt.Request(request.question().requester(), PurposeOfUse.TREAT, request.correlation());
        return Receipts.sign(Receipt.of(issue, asked, decision, Sha256.of("released")), identity);
    }
}
