package org.healthsphere.node.consents;

import java.security.SecureRandom;
import java.util.Optional;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.RetireKey;
import org.healthsphere.consent.Directive.RotateKey;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.Terms;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** What this hospital holds on behalf of its patients, and by which keys the ledger knows them. */
final class Custody {
    private static final int EPOCH = 1;
    private static final Bytes TERMS = Bytes.utf8("consent terms");

    private final MemberIdentity identity;
    private final ConsentLedger ledger;
    private final SecretCabinet cabinet;
    private final SecureRandom random;

    Custody(MemberIdentity identity, ConsentLedger ledger, SecretCabinet cabinet, SecureRandom random) {
        this.identity = identity;
        this.ledger = ledger;
        this.cabinet = cabinet;
        this.random = random;
    }

    Optional<PatientSecrets> find(String patient) {
        return cabinet.find(patient);
    }

    Optional<String> patientOf(String handle) {
        return cabinet.patientOf(handle);
    }

    /** By which the ledger calls whose secrets these are. */
    String handle(PatientSecrets secrets) {
        return secrets.handle(identity.id(), EPOCH);
    }

    /** Those of this patient, made where he has none yet. */
    Outcome<PatientSecrets> of(String patient) {
        return find(patient).map(Outcome::of).orElseGet(() -> newSecretsOf(patient));
    }

    /** One at a time, and kept once the ledger knows the key: a key that it does not know would sign nothing for ever. */
    private synchronized Outcome<PatientSecrets> newSecretsOf(String patient) {
        var known = cabinet.find(patient);
        if (known.isPresent()) {
            return Outcome.of(known.get());
        }
        var secrets = PatientSecrets.generate(random);
        var registration = new RegisterKey(
                identity.id(), secrets.signingKey().orElseThrow().verificationKey());
        return ledger.submit(registration).map(_ -> kept(patient, secrets));
    }

    private PatientSecrets kept(String patient, PatientSecrets secrets) {
        cabinet.remember(handle(secrets), patient);
        cabinet.keep(patient, secrets);
        return secrets;
    }

    /**
     * From here on this passkey speaks for the patient. The first one takes the place of the key that was held for him, and so speaks for
     * what that one said, too.
     */
    synchronized Outcome<LedgerEvent> register(String patient, VerificationKey passkey, Sha256 relyingParty) {
        var known = cabinet.find(patient);
        var secrets = known.map(PatientSecrets::withoutKey).orElseGet(() -> PatientSecrets.withoutKey(random));
        return known.flatMap(PatientSecrets::signingKey)
                .map(held -> succeeded(held, passkey, relyingParty))
                .orElseGet(() -> ledger.submit(new RegisterKey(identity.id(), passkey, Optional.of(relyingParty))))
                .map(event -> {
                    var _ = kept(patient, secrets);
                    return event;
                });
    }

    /** Where the key was succeeded before and the node stopped in between, the new one stands for itself. */
    private Outcome<LedgerEvent> succeeded(SigningKey held, VerificationKey passkey, Sha256 relyingParty) {
        var old = held.verificationKey().thumbprint();
        var unsigned = new RotateKey(identity.id(), old, passkey, Optional.of(relyingParty), Bytes.NONE);
        var rotation = new RotateKey(
                identity.id(), old, passkey, Optional.of(relyingParty), signature(held, unsigned.signedBytes()));
        var outcome = ledger.submit(rotation);
        return outcome instanceof Outcome.Failure<LedgerEvent>(Fault.Forbidden _)
                        || outcome instanceof Outcome.Failure<LedgerEvent>(Fault.Conflict _)
                ? ledger.submit(new RegisterKey(identity.id(), passkey, Optional.of(relyingParty)))
                : outcome;
    }

    /** A passkey was lost or removed: it makes no new consents. */
    Outcome<LedgerEvent> retire(Sha256 passkey) {
        return ledger.submit(new RetireKey(identity.id(), passkey));
    }

    /** Under the patient's own secret, which an erasure destroys with every copy of this, and under the node's key. */
    Bytes sealed(String handle, Terms terms) {
        var inner = behind(handle).orElseThrow().box().seal(terms.encoded(), TERMS, random);
        return identity.recipientKey().seal(inner, TERMS, random);
    }

    private Optional<PatientSecrets> behind(String handle) {
        return cabinet.patientOf(handle).flatMap(cabinet::find);
    }

    Outcome<Bytes> open(Grant grant) {
        return identity.unseal(grant.terms(), TERMS)
                .then(inner -> behind(grant.handle())
                        .map(secrets -> secrets.box().open(inner, TERMS))
                        .orElseGet(() -> Outcome.failed(new Fault.Gone("the secret of this patient"))));
    }

    static Bytes signature(SigningKey key, Bytes message) {
        return Bytes.of(key.sign(message.array()));
    }
}
