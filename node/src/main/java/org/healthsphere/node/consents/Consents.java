package org.healthsphere.node.consents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentTerms;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.LegalBasisRelease;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.Patients;
import org.healthsphere.consent.Terms;
import org.healthsphere.consent.TermsOpener;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.ingest.Survivors;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.RandomId;
import org.healthsphere.specs.Requester;

/**
 * A patient says yes or no about his records at this hospital.
 *
 * <p>The hospital holds the patient's key for him, sealed; a key on his own device takes its place without a change on the ledger.
 */
public final class Consents implements Patients, TermsOpener {
    private static final int EPOCH = 1;
    private static final Bytes TERMS = Bytes.utf8("consent terms");

    private final MemberIdentity identity;
    private final ConsentLedger ledger;
    private final SecretCabinet cabinet;
    private final ConsentBook book;
    private final Survivors survivors;
    private final Pending pending;
    /** By the patient's handle; as the ledger's events come. */
    private final Map<String, List<LegalBasisRelease>> lawful = new ConcurrentHashMap<>();

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
        this.survivors = new Survivors(store);
        this.book = new ConsentBook(store, identity.secretBox("consents"), random);
        this.pending = new Pending(store, identity.secretBox("pending consents"), random);
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
        return cabinet.find(patient).map(Outcome::of).orElseGet(() -> newSecretsOf(patient));
    }

    /** One at a time, and kept once the ledger knows the key: a key that it does not know would sign nothing for ever. */
    private synchronized Outcome<PatientSecrets> newSecretsOf(String patient) {
        var known = cabinet.find(patient);
        if (known.isPresent()) {
            return Outcome.of(known.get());
        }
        var secrets = PatientSecrets.generate(random);
        var registration = new RegisterKey(identity.id(), secrets.signingKey().verificationKey());
        return ledger.submit(registration).map(_ -> {
            cabinet.remember(secrets.handle(identity.id(), EPOCH), patient);
            cabinet.keep(patient, secrets);
            return secrets;
        });
    }

    private Outcome<Grant> signed(PatientSecrets secrets, Terms terms, Set<PurposeOfUse> purposes, Instant notAfter) {
        var key = secrets.signingKey();
        var unsigned = new Grant(
                RandomId.draw(random),
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
        var fhir = Bytes.utf8(consent.toString());
        pending.put(grant.id(), new Pending.Change(patient, Optional.of(fhir), clock.instant()));
        return settled(grant.id(), ledger.submit(grant).map(event -> inForce(patient, grant, event, fhir)));
    }

    private SignedConsent inForce(String patient, Grant grant, LedgerEvent event, Bytes fhir) {
        var kept = new SignedConsent(
                grant.id(), fhir, clock.instant(), event.height(), ProofOfConsent.of(grant, event), Optional.empty());
        book.put(patient, kept);
        return kept;
    }

    /** What the ledger has answered waits no longer; what it may or may not have taken in shows when it is read again. */
    private <T> Outcome<T> settled(String id, Outcome<T> outcome) {
        var open = outcome instanceof Outcome.Failure<T>(var fault)
                && (fault instanceof Fault.Unavailable || fault instanceof Fault.Timeout);
        if (!open) {
            pending.remove(id);
        }
        return outcome;
    }

    /**
     * Brings the book up to the ledger where the node stopped, or lost the ledger, between the two: a consent that is in force
     * is one that the patient finds here and can withdraw.
     */
    public void apply(LedgerEvent event) {
        if (event.directive() instanceof Grant grant && grant.custodian().equals(identity.id())) {
            pending.find(grant.id())
                    .ifPresent(change -> change.fhir().ifPresent(fhir -> begun(change.patient(), grant, event, fhir)));
        }
        if (event.directive() instanceof LegalBasisRelease basis
                && basis.custodian().equals(identity.id())) {
            lawful.merge(
                    basis.handle(),
                    List.of(basis),
                    (before, added) -> before.contains(basis)
                            ? before
                            : Stream.concat(before.stream(), added.stream()).toList());
        }
        if (event.directive() instanceof Revoke revoke) {
            pending.find(revoke.id())
                    .filter(change -> change.fhir().isEmpty())
                    .ifPresent(change -> ended(revoke.id(), change));
        }
    }

    /** What a law permits of this patient's record, whatever he says; the newest last. */
    public List<LegalBasisRelease> lawful(String patient) {
        return cabinet.find(patient)
                .map(secrets -> secrets.handle(identity.id(), EPOCH))
                .map(handle -> lawful.getOrDefault(handle, List.of()))
                .orElse(List.of());
    }

    /** The entry that two people must approve before {@link #record} takes it. */
    public Outcome<LegalBasisRelease> draft(String patient, LegalBasis basis) {
        return handleFor(patient)
                .map(handle -> new LegalBasisRelease(
                        basis.id().orElseGet(() -> RandomId.draw(random)),
                        identity.id(),
                        handle,
                        basis.statute(),
                        basis.requester(),
                        basis.types(),
                        basis.notBefore(),
                        basis.notAfter(),
                        List.of()));
    }

    /** Puts what a law permits on the ledger; it is committed when this returns. */
    public Outcome<LedgerEvent> record(LegalBasisRelease approved) {
        return ledger.submit(approved);
    }

    private void begun(String patient, Grant grant, LedgerEvent event, Bytes fhir) {
        if (book.find(patient, grant.id()).isEmpty()) {
            var _ = inForce(patient, grant, event, fhir);
        }
        pending.remove(grant.id());
    }

    private void ended(String id, Pending.Change change) {
        book.find(change.patient(), id).ifPresent(kept -> book.put(change.patient(), kept.withdrawnAt(change.at())));
        pending.remove(id);
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
        pending.put(id, new Pending.Change(patient, Optional.empty(), clock.instant()));
        return settled(id, ledger.submit(revocation).map(event -> {
            book.put(patient, kept.get().withdrawnAt(clock.instant()));
            return event;
        }));
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

    @Override
    public Optional<String> replacedBy(String patient) {
        return survivors.of(patient);
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
}
