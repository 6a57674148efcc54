package org.healthsphere.node;

import java.security.SecureRandom;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.exchange.LinkedPatients;
import org.healthsphere.federation.exchange.RecordExchange;
import org.healthsphere.federation.exchange.Responder;
import org.healthsphere.federation.exchange.Spool;
import org.healthsphere.federation.linkage.LinkageIndex;
import org.healthsphere.federation.linkage.LinkageSecret;
import org.healthsphere.federation.linkage.Tokenizer;
import org.healthsphere.keys.sealing.EnvelopeOpener;
import org.healthsphere.keys.sealing.Freshness;
import org.healthsphere.keys.sealing.ReplayGuard;
import org.healthsphere.node.Rooms.Ground;
import org.healthsphere.node.care.NetworkRecords;
import org.healthsphere.node.matching.Stewardship;
import org.healthsphere.node.network.Correspondence;
import org.healthsphere.node.network.NodeSealing;
import org.healthsphere.node.network.PatientRegister;
import org.healthsphere.node.release.AuditedReleases;
import org.healthsphere.node.release.BrokenGlass;
import org.healthsphere.node.release.ConsentGate;
import org.healthsphere.node.release.NetworkRelease;
import org.healthsphere.node.release.Pace;
import org.healthsphere.node.release.ReceiptBook;
import org.healthsphere.node.release.SealedReceipts;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What passes between this node and the others, and the gate that all of it passes. */
record Exchange(
        Releasing releasing,
        NetworkRecords records,
        Correspondence correspondence,
        Responder responder,
        Linking linking,
        TokensTogether tokens) {
    /** The patients of this hospital, and what they are called among members. */
    record Linking(PatientRegister register, Tokenizer tokenizer, Stewardship.Doubts doubts) {
        private static final Logger LOG = LoggerFactory.getLogger(PatientRegister.class);
        private static final int SECRET_BYTES = 32;

        /** Whom other members look for as well. */
        static Linking among(ResourceStore store, PatientRegister.Making making, SecureRandom random) {
            return open(random, (index, located) -> PatientRegister.among(store, index, located, making));
        }

        /** For this hospital's own questions only. */
        static Linking within(ResourceStore store, SecureRandom random) {
            return open(random, (index, located) -> new PatientRegister(store, index, located));
        }

        /** With a secret of this process alone: the tokens that members have in common are made with the others. */
        private static Linking open(
                SecureRandom random, BiFunction<LinkageIndex, LinkedPatients, PatientRegister> register) {
            var secret = new byte[SECRET_BYTES];
            random.nextBytes(secret);
            var tokenizer = new Tokenizer(new LinkageSecret(Bytes.of(secret)));
            var doubts = new Stewardship.Doubts();
            var index = new LinkageIndex(tokenizer);
            var located = new LinkedPatients(index, doubt -> {
                LOG.info("a query matched several patients; nothing was released");
                doubts.add(doubt);
            });
            return new Linking(register.apply(index, located), tokenizer, doubts);
        }
    }

    /** The gate, and what is to be known of what passed it. */
    record Releasing(ConsentGate gate, BrokenGlass glass, ReceiptBook receipts, NetworkRelease network) {}

    private static final int REMEMBERED_ENVELOPES = 200_000;

    static Exchange open(Ground ground, PeerChannel channel) {
        var identity = ground.identity();
        var kept = ground.kept();
        var known = ground.known();
        var environment = ground.environment();
        var self = identity.id();
        var clock = environment.clock();
        var gate = gate(ground);
        var glass = new BrokenGlass(self, known.ledger(), known.consents(), environment.random());
        var receipts = receipts(ground);
        var released = new NetworkRelease(
                self,
                gate,
                new NetworkRelease.Knowledge(known.follower(), glass),
                new NetworkRelease.Receiving(identity, receipts),
                clock,
                environment.random());
        var sealing = new NodeSealing(identity, known.members(), opener(ground), environment.random());
        var letters = new Correspondence(self, known.members(), sealing, clock, environment.random());
        var together = TokensTogether.open(ground, letters, channel);
        var linking = Linking.among(kept.store(), together.making(), environment.random());
        var answers = new Spool(kept.folder().part("long-answers"), Spool.Bounds.USUAL, clock, environment.random());
        var responder = new Responder(sealing, known.members(), linking.register(), released, clock, letters::newId)
                .keeping(answers);
        var taken = ground.config().records();
        var exchange = new RecordExchange(self, known.members(), sealing, channel, clock, letters::newId)
                .taking(new RecordExchange.Bounds(taken.most(), (long) taken.megabytes() << 20));
        var records = new NetworkRecords(
                self,
                new NetworkRecords.Own(gate, released, known.view()),
                new NetworkRecords.Network(exchange, linking.register()::tokens),
                kept.audit(),
                ground.config().records().deadline(),
                clock);
        return new Exchange(
                new Releasing(gate, glass, receipts, released), records, letters, responder, linking, together);
    }

    private static EnvelopeOpener opener(Ground ground) {
        var identity = ground.identity();
        var clock = ground.environment().clock();
        return new EnvelopeOpener(
                identity.id(),
                identity,
                ground.known().members(),
                Freshness.PROMPT,
                new ReplayGuard(REMEMBERED_ENVELOPES, clock.instant()),
                clock);
    }

    private static ConsentGate gate(Ground ground) {
        var kept = ground.kept();
        var log = new AuditedReleases(kept.audit());
        return new ConsentGate(
                        ground.known().view(),
                        kept.store(),
                        kept.index(),
                        log,
                        ground.environment().clock())
                .paced(Pace.every(Pace.USUAL, System::nanoTime));
    }

    private static ReceiptBook receipts(Ground ground) {
        var identity = ground.identity();
        var store = ground.kept().store();
        var own = new SealedReceipts.Own(
                identity.id(), identity, NetworkPolicy.standard().version());
        var sealed = new SealedReceipts(
                own,
                ground.kept().auditOfAll(),
                store,
                ground.known().logs()::issued,
                ground.environment().clock());
        return new ReceiptBook(store, ground.known().logs()::issued, sealed);
    }

    /** Reads what other members send. */
    Function<Bytes, Outcome<Bytes>> reader(Map<Correspondence.Kind, Correspondence.Reader> readers) {
        return correspondence.reader(responder, readers);
    }
}
