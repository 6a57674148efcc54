package org.healthsphere.node.release;

import java.io.ByteArrayOutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.consent.Receipt;
import org.healthsphere.consent.Receipts;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.federation.exchange.ReleasedRecords;
import org.healthsphere.keys.Signer;
import org.healthsphere.node.consents.LedgerFollower;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.RandomId;
import org.healthsphere.specs.Sha256;

/** What passes the gate for another member, with the signed receipt. */
public final class NetworkRelease implements ReleasedRecords {
    private static final Duration CATCH_UP = Duration.ofSeconds(1);

    private final NodeId self;
    private final ConsentGate gate;
    private final Knowledge knowledge;
    private final Receiving receiving;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * What this node knows of the ledger.
     *
     * @param follower keeps the view at its head
     * @param glass says there who broke it
     */
    public record Knowledge(LedgerFollower follower, BrokenGlass glass) {}

    /** Who signs the receipts, and where they are kept. */
    public record Receiving(Signer signer, ReceiptBook book) {}

    public NetworkRelease(
            NodeId self,
            ConsentGate gate,
            Knowledge knowledge,
            Receiving receiving,
            InstantSource clock,
            SecureRandom random) {
        this.self = self;
        this.gate = gate;
        this.knowledge = knowledge;
        this.receiving = receiving;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Release matching(Request request) {
        var question = request.question();
        if (!knowledge.follower().awaitHeight(question.ledgerHeight(), CATCH_UP)) {
            return new StaleView();
        }
        if (question.purpose() == PurposeOfUse.ETREAT && !isOnLedger(request)) {
            return new StaleView();
        }
        var access = new Access(question.requester(), question.purpose(), request.correlation());
        var part = Compartment.of(question.filter());
        var standing = gate.standing(access, request.patient().orElse(Compartment.NOBODY));
        return switch (gate.release(access, request.patient(), part)) {
            case Outcome.Success<PatientRelease>(var release)
            when !release.whole() -> atLength(access, request.patient().orElseThrow(), release, standing);
            case Outcome.Success<PatientRelease>(var release) -> answer(access, request.patient(), release);
            case Outcome.Failure<PatientRelease> _ -> new StaleView();
        };
    }

    private boolean isOnLedger(Request request) {
        if (request.patient().isEmpty()) {
            return true;
        }
        var question = request.question();
        var reason = question.breakGlass().orElseThrow().reason().toString();
        return knowledge.glass().record(request.patient().get(), question.requester(), reason, request.correlation())
                instanceof Outcome.Success<LedgerEvent>;
    }

    private Release answer(Access access, Optional<String> patient, PatientRelease release) {
        if (release.decision() instanceof Decision.Denied denied && Known.isWithout(denied.ground())) {
            return new StaleView();
        }
        var records = release.records().stream().map(NetworkRelease::released).toList();
        var receipt = receipt(access, release.decision(), digest(records));
        patient.ifPresent(known -> receiving.book().keep(known, access.correlation(), receipt));
        return new Permitted(records, receipt);
    }

    /** One record after the other is read, once for the receipt and once to be sent. */
    private Release atLength(Access access, String patient, PatientRelease release, Standing standing) {
        try (var records = gate.again(release)) {
            var digest = digest(records.map(NetworkRelease::released));
            var receipt = receipt(access, release.decision(), digest);
            receiving.book().keep(patient, access.correlation(), receipt);
            return new PermittedAtLength(
                    () -> gate.again(release).map(NetworkRelease::released), receipt, standing.of(release));
        }
    }

    private static ReleasedRecord released(StoredResource resource) {
        return new ReleasedRecord(resource.id().type(), resource.id().id(), resource.version(), resource.json());
    }

    private Bytes receipt(Access access, Decision decision, Sha256 released) {
        var issue = new Receipt.Issue(
                RandomId.draw(random), self, NetworkPolicy.standard().version(), clock.instant());
        var request = new Receipt.Request(access.requester(), access.purpose(), access.correlation());
        return Receipts.sign(Receipt.of(issue, request, decision, released), receiving.signer());
    }

    /** Names exactly what was released: type, id, version and bytes, one after the other. */
    static Sha256 digest(List<ReleasedRecord> records) {
        return digest(records.stream());
    }

    private static Sha256 digest(Stream<ReleasedRecord> records) {
        var all = new ByteArrayOutputStream();
        records.forEach(record -> {
            all.writeBytes(Bytes.utf8(record.type() + "/" + record.id() + "/" + record.version() + "\n")
                    .array());
            all.writeBytes(Sha256.of(record.json().array()).bytes());
        });
        return Sha256.of(all.toByteArray());
    }
}
