package org.healthsphere.node.consents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentTerms;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.Patients;
import org.healthsphere.consent.Terms;
import org.healthsphere.consent.TermsOpener;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;

/**
 * A patient says yes or no about his records at this hospital.
 *
 * <p>The hospital holds the patient's key for him, sealed; a key on his own device takes its place without a change on the ledger.
 */
public final class Consents implements Patients, TermsOpener {
    private static final int EPOCH = 1;
    private static final int ID_BYTES = 16;
    private static final Bytes TERMS = Bytes.utf8("consent terms");

    private final MemberIdentity identity;
    private final ConsentLedger ledger;
    private final SecretCabinet cabinet;
    private final ConsentBook book;
    private final InstantSource clock;
    private final SecureRandom random;

    public Consents(
            MemberIdentity identity,
            ConsentLedger ledger,
            ResourceStore store,
            InstantSource clock,
            SecureRandom random) {
        this.identity = identity;
        this.ledger = ledger;
        this.cabinet = new SecretCabinet(store, identity.secretBox("patient secrets"), random);
        this.book = new ConsentBook(store, identity.secretBox("consents"), random);
        this.clock = clock;
        this.random = random;
    }

    /**
     * Signs this FHIR Consent with the patient's key and puts it on the ledger; it is committed when this returns.
     *
     * @param purposes that it speaks about
     */
    public Outcome<SignedConsent> grant(
            String patient, ObjectNode consent, Set<PurposeOfUse> purposes, Instant notAfter) {
        return ConsentTerms.compile(consent)
                .then(_ -> secretsOf(patient))
                .then(secrets -> signed(secrets, Terms.of(consent, random), purposes, notAfter))
                .then(grant -> committed(patient, grant, consent));
    }

    private Outcome<PatientSecrets> secretsOf(String patient) {
        var known = cabinet.find(patient);
        if (known.isPresent()) {
            return Outcome.of(known.get());
        }
        var secrets = cabinet.create(patient);
        cabinet.remember(secrets.handle(identity.id(), EPOCH), patient);
        var registration = new RegisterKey(identity.id(), secrets.signingKey().verificationKey());
        return ledger.submit(registration).map(_ -> secrets);
    }

    private Outcome<Grant> signed(PatientSecrets secrets, Terms terms, Set<PurposeOfUse> purposes, Instant notAfter) {
        var key = secrets.signingKey();
        var unsigned = new Grant(
                newId(),
                identity.id(),
                secrets.handle(identity.id(), EPOCH),
                terms.digest(),
                purposes,
                notAfter.truncatedTo(ChronoUnit.SECONDS),
                key.verificationKey().thumbprint(),
                Optional.empty(),
                Bytes.NONE,
                identity.recipientKey().seal(terms.encoded(), TERMS, random));
        return Outcome.of(new Grant(
                unsigned.id(),
                unsigned.custodian(),
                unsigned.handle(),
                unsigned.digest(),
                unsigned.purposes(),
                unsigned.notAfter(),
                unsigned.key(),
                Optional.empty(),
                signature(key, unsigned.signedBytes()),
                unsigned.terms()));
    }

    private Outcome<SignedConsent> committed(String patient, Grant grant, ObjectNode consent) {
        return ledger.submit(grant).map(event -> {
            var kept = new SignedConsent(
                    grant.id(),
                    Bytes.utf8(consent.toString()),
                    clock.instant(),
                    event.height(),
                    ProofOfConsent.of(grant, event),
                    Optional.empty());
            book.put(patient, kept);
            return kept;
        });
    }

    /** Ends a consent for ever. */
    public Outcome<LedgerEvent> revoke(String patient, String id) {
        var kept = book.find(patient, id);
        var secrets = cabinet.find(patient);
        if (kept.isEmpty() || secrets.isEmpty()) {
            return Outcome.failed(new Fault.NotFound("such consent"));
        }
        var key = secrets.get().signingKey();
        var unsigned = new Revoke(id, key.verificationKey().thumbprint(), Bytes.NONE);
        var revocation = new Revoke(id, unsigned.key(), signature(key, unsigned.signedBytes()));
        return ledger.submit(revocation).map(event -> {
            book.put(patient, withdrawn(kept.get()));
            return event;
        });
    }

    private SignedConsent withdrawn(SignedConsent kept) {
        return new SignedConsent(
                kept.id(),
                kept.fhir(),
                kept.signed(),
                kept.height(),
                kept.directive(),
                kept.withdrawn().or(() -> Optional.of(clock.instant())));
    }

    /** Everything that the patient ever said here, newest first. */
    public List<SignedConsent> of(String patient) {
        return book.of(patient);
    }

    public Optional<SignedConsent> find(String patient, String id) {
        return book.find(patient, id);
    }

    /** By which the ledger calls this patient here. */
    public Outcome<String> handleFor(String patient) {
        return secretsOf(patient).map(secrets -> secrets.handle(identity.id(), EPOCH));
    }

    @Override
    public Optional<String> withHandle(String handle) {
        return cabinet.patientOf(handle);
    }

    /** A patient is known at this node by the id of his record; see {@code access}. */
    @Override
    public Set<String> ownedBy(Requester requester) {
        return requester.member().equals(identity.id()) ? Set.of(requester.subject()) : Set.of();
    }

    @Override
    public Outcome<Bytes> open(Grant grant) {
        return identity.unseal(grant.terms(), TERMS);
    }

    private static Bytes signature(SigningKey key, Bytes message) {
        return Bytes.of(key.sign(message.array()));
    }

    private String newId() {
        var bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
