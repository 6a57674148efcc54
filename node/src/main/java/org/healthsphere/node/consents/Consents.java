package org.healthsphere.node.consents;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentTerms;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Guardian;
import org.healthsphere.consent.Directive.LegalBasisRelease;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.Patients;
import org.healthsphere.consent.Terms;
import org.healthsphere.consent.TermsOpener;
import org.healthsphere.consent.TermsOpener.CodeSets;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.ingest.Survivors;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.RandomId;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/**
 * A patient says yes or no about his records at this hospital.
 *
 * <p>He signs with a passkey on his own device, once he has one. Until then the hospital holds a key for him, sealed, as it would keep his
 * signature on paper; his first passkey takes its place on the ledger, and it is destroyed.
 */
public final class Consents implements Patients, TermsOpener {
    private final MemberIdentity identity;
    private final ConsentLedger ledger;
    private final Custody custody;
    private final ConsentBook book;
    private final Survivors survivors;
    private final Pending pending;
    private final LawfulReleases lawful = new LawfulReleases();
    private final Vouching vouching;

    private final AtomicReference<Function<String, Set<String>>> principals = new AtomicReference<>(_ -> Set.of());

    private final InstantSource clock;
    private final SecureRandom random;
    private final CodeSets sets;
    private final AtomicReference<Optional<AuditLog>> audit = new AtomicReference<>(Optional.empty());
    private final AtomicReference<Function<Requester, Set<String>>> staff = new AtomicReference<>(_ -> Set.of());

    public Consents(
            MemberIdentity identity,
            ConsentLedger ledger,
            ResourceStore store,
            InstantSource clock,
            SecureRandom random) {
        this(identity, ledger, store, clock, random, CodeSets.NONE);
    }

    /** Whose patients may name value sets in what they say. */
    public Consents(
            MemberIdentity identity,
            ConsentLedger ledger,
            ResourceStore store,
            InstantSource clock,
            SecureRandom random,
            CodeSets sets) {
        this.identity = identity;
        this.ledger = ledger;
        this.custody = new Custody(
                identity, ledger, new SecretCabinet(store, identity.secretBox("patient secrets"), random), random);
        this.survivors = new Survivors(store);
        this.book = new ConsentBook(store, identity.secretBox("consents"), random);
        this.pending = new Pending(store, identity.secretBox("pending consents"), random);
        this.vouching = new Vouching(identity.id(), ledger, clock, random);
        this.clock = clock;
        this.random = random;
        this.sets = sets;
    }

    /** From now on it is known by this who the people are that directives name, {@code Practitioner/3} and {@code Group/7}. */
    public void introduce(Function<Requester, Set<String>> knownAs) {
        staff.set(knownAs);
    }

    /** From now on the audit log says who decided what; a consent that it cannot take is not signed. */
    public void noteIn(AuditLog log) {
        audit.set(Optional.of(log));
    }

    private Outcome<String> noted(Speaker speaker, String id) {
        var event = AuditEvent.of(AuditCode.DIRECTIVE_SUBMITTED, speaker.by(), PurposeOfUse.PATRQT, id)
                .about(speaker.patient())
                .naming(List.of("Consent/" + id))
                .under(id);
        return audit.get().map(log -> log.append(event).map(_ -> id)).orElseGet(() -> Outcome.of(id));
    }

    @Override
    public Set<String> knownAs(Requester requester) {
        return staff.get().apply(requester);
    }

    @Override
    public CodeSets codeSets() {
        return sets;
    }

    private Speaker himself(String patient) {
        return Speaker.himself(new Requester(identity.id(), patient, Role.PATIENT));
    }

    /**
     * Signs this FHIR Consent with the key that is held for the patient and puts it on the ledger; it is committed when this returns.
     *
     * @param purposes that it speaks about
     */
    public Outcome<SignedConsent> grant(
            String patient, ObjectNode consent, Set<PurposeOfUse> purposes, Instant notAfter) {
        return grant(himself(patient), consent, purposes, notAfter);
    }

    /** The same with the key that is held for whoever says so. */
    public Outcome<SignedConsent> grant(
            Speaker speaker, ObjectNode consent, Set<PurposeOfUse> purposes, Instant notAfter) {
        return ConsentTerms.compile(consent, sets)
                .then(_ -> custody.of(speaker.holder()))
                .then(Consents::held)
                .then(key -> draft(
                                speaker,
                                consent,
                                purposes,
                                notAfter,
                                key.verificationKey().thumbprint())
                        .then(draft -> sign(
                                draft, Custody.signature(key, draft.unsigned().signedBytes()))));
    }

    /**
     * A consent for the patient to sign with this passkey of his.
     *
     * @param key its thumbprint
     */
    public Outcome<Draft> draft(
            String patient, ObjectNode consent, Set<PurposeOfUse> purposes, Instant notAfter, Sha256 key) {
        return draft(himself(patient), consent, purposes, notAfter, key);
    }

    /** The same for whoever says so, with a passkey of his own. */
    public Outcome<Draft> draft(
            Speaker speaker, ObjectNode consent, Set<PurposeOfUse> purposes, Instant notAfter, Sha256 key) {
        return ConsentTerms.compile(consent, sets)
                .then(_ -> handleFor(speaker.patient()))
                .map(handle -> {
                    var guardian = speaker.guardianship().map(_ -> vouching.guardian(handle, key, speaker));
                    var terms = Terms.of(consent, random);
                    var unsigned = new Grant(
                            RandomId.draw(random),
                            identity.id(),
                            handle,
                            terms.digest(),
                            purposes,
                            notAfter.truncatedTo(ChronoUnit.SECONDS),
                            key,
                            guardian.map(Guardian::id),
                            Bytes.NONE,
                            custody.sealed(handle, terms));
                    return new Draft(speaker, unsigned, guardian, Bytes.utf8(consent.toString()));
                });
    }

    /** Puts the signed consent on the ledger; it is committed when this returns. */
    public Outcome<SignedConsent> sign(Draft draft, Bytes signature) {
        return vouching.submitted(draft.guardian())
                .then(_ -> committed(draft.speaker(), draft.unsigned().signedWith(signature), draft.fhir()));
    }

    /** The key that the hospital signs with; nobody signs for who does so himself. */
    private static Outcome<SigningKey> held(PatientSecrets secrets) {
        return secrets.signingKey()
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.Forbidden("this patient signs with a passkey")));
    }

    private Outcome<SignedConsent> committed(Speaker speaker, Grant grant, Bytes fhir) {
        var patient = speaker.patient();
        return noted(speaker, grant.id()).then(_ -> {
            pending.put(grant.id(), new Pending.Change(patient, Optional.of(fhir), clock.instant()));
            return settled(grant.id(), ledger.submit(grant).map(event -> inForce(patient, grant, event, fhir)));
        });
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
            lawful.put(basis);
        }
        if (event.directive() instanceof Revoke revoke) {
            pending.find(revoke.id())
                    .filter(change -> change.fhir().isEmpty())
                    .ifPresent(change -> ended(revoke.id(), change));
        }
    }

    /** What a law permits of this patient's record, whatever he says; the newest last. */
    public List<LegalBasisRelease> lawful(String patient) {
        return custody.find(patient)
                .map(secrets -> custody.handle(secrets))
                .map(lawful::of)
                .orElse(List.of());
    }

    /** The entry that two people must approve before {@link #record} takes it. */
    public Outcome<LegalBasisRelease> draft(String patient, LegalBasis basis) {
        return handleFor(patient)
                .map(handle -> LawfulReleases.entry(
                        basis.id().orElseGet(() -> RandomId.draw(random)), identity.id(), handle, basis));
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

    /** Ends a consent for ever, with the key that is held for the patient. */
    public Outcome<LedgerEvent> revoke(String patient, String id) {
        return revoke(himself(patient), id);
    }

    /** The same with the key that is held for whoever says so. */
    public Outcome<LedgerEvent> revoke(Speaker speaker, String id) {
        if (book.find(speaker.patient(), id).isEmpty()) {
            return Outcome.failed(new Fault.NotFound("such consent"));
        }
        return custody.of(speaker.holder())
                .then(Consents::held)
                .then(key -> revoke(
                        speaker,
                        id,
                        key.verificationKey().thumbprint(),
                        Custody.signature(key, new Revoke(id, Sha256.of(id), Bytes.NONE).signedBytes())));
    }

    /** What the patient signs to end a consent for ever: the same with whatever key. */
    public static Sha256 revocation(String id) {
        return Sha256.of(new Revoke(id, Sha256.of(id), Bytes.NONE).signedBytes().array());
    }

    /** Ends a consent for ever, with the patient's signature. */
    public Outcome<LedgerEvent> revoke(String patient, String id, Sha256 key, Bytes signature) {
        return revoke(himself(patient), id, key, signature);
    }

    /**
     * Ends a consent for ever, with the signature of whoever says so.
     *
     * <p>A passkey speaks for what it said itself and for what it succeeded. For the rest, such as what a passkey said that is lost, or the
     * patient whose guardian ends it, the hospital vouches for a day whose key it is, as it did when it registered it.
     *
     * @param key thumbprint of the passkey that signed
     */
    public Outcome<LedgerEvent> revoke(Speaker speaker, String id, Sha256 key, Bytes signature) {
        if (book.find(speaker.patient(), id).isEmpty()) {
            return Outcome.failed(new Fault.NotFound("such consent"));
        }
        // A revocation is blocked by nothing, not even by a log that cannot be written.
        var _ = noted(speaker, id);
        var own = ended(speaker, id, () -> new Revoke(id, key, signature));
        return own instanceof Outcome.Failure<LedgerEvent>(Fault.Forbidden _)
                ? handleFor(speaker.patient())
                        .map(handle -> vouching.guardian(handle, key, speaker))
                        .then(guardian -> vouching.submitted(Optional.of(guardian))
                                .then(_ -> ended(
                                        speaker, id, () -> new Revoke(id, key, Optional.of(guardian.id()), signature))))
                : own;
    }

    private Outcome<LedgerEvent> ended(Speaker speaker, String id, Supplier<Revoke> revocation) {
        var patient = speaker.patient();
        pending.put(id, new Pending.Change(patient, Optional.empty(), clock.instant()));
        return settled(id, ledger.submit(revocation.get()).map(event -> {
            book.find(patient, id).ifPresent(kept -> book.put(patient, kept.withdrawnAt(clock.instant())));
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
        return custody.of(patient).map(custody::handle);
    }

    /** From here on this passkey speaks for the patient, also for what the key said that was held for him. */
    public Outcome<LedgerEvent> register(String patient, VerificationKey passkey, Sha256 relyingParty) {
        return custody.register(patient, passkey, relyingParty);
    }

    /** A passkey was lost or removed: it makes no new consents. */
    public Outcome<LedgerEvent> retire(Sha256 passkey) {
        return custody.retire(passkey);
    }

    @Override
    public Outcome<Bytes> open(Grant grant) {
        return custody.open(grant);
    }

    @Override
    public Optional<String> withHandle(String handle) {
        return custody.patientOf(handle);
    }

    @Override
    public Optional<String> replacedBy(String patient) {
        return survivors.of(patient);
    }

    /** A patient is known at this node by the id of his record; see {@code access}. */
    @Override
    public Set<String> ownedBy(Requester requester) {
        if (!requester.member().equals(identity.id())) {
            return Set.of();
        }
        return Stream.concat(Stream.of(requester.subject()), principals.get().apply(requester.subject()).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** From now on it is known by this for whom else somebody asks, besides himself. */
    public void delegating(Function<String, Set<String>> principalsOf) {
        principals.set(principalsOf);
    }
}
