package org.healthsphere.consent;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.consent.Directive.Amend;
import org.healthsphere.consent.Directive.Delegate;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Guardian;
import org.healthsphere.consent.Directive.OptOut;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.RetireKey;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.Directive.Right;
import org.healthsphere.consent.Directive.RotateKey;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PatientSignature;
import org.healthsphere.specs.Sha256;

/** Whose key speaks for which patient: registered keys, their successors, and those whom a patient or a custodian let speak. */
final class Speakers {
    private static final int MOST_SUCCESSORS = 64;

    private final Map<Sha256, Key> keys = new ConcurrentHashMap<>();
    /** What became of a key that is no longer in use: its successor, or nothing. */
    private final Map<Sha256, Optional<Sha256>> ended = new ConcurrentHashMap<>();

    private final Map<String, Delegation> delegations = new ConcurrentHashMap<>();
    private final Set<String> over = ConcurrentHashMap.newKeySet();

    record Key(NodeId custodian, VerificationKey key, Optional<Sha256> relyingParty) {
        boolean verifies(Bytes statement, Bytes signature) {
            return PatientSignature.verifies(
                    key.publicKey(), new PatientSignature.Signed(statement, relyingParty), signature);
        }
    }

    /** @param principal the patient's own key; nothing for a guardianship */
    private record Delegation(
            NodeId custodian,
            String handle,
            Optional<Sha256> principal,
            Sha256 delegate,
            Set<Right> rights,
            Instant end) {}

    /** Something that a revocation may end, and who said it. */
    record Statement(NodeId custodian, String handle, Sha256 key, Optional<String> delegation) {
        static Statement of(Grant grant) {
            return new Statement(grant.custodian(), grant.handle(), grant.key(), grant.delegation());
        }

        static Statement of(OptOut out) {
            return new Statement(out.custodian(), out.handle(), out.key(), out.delegation());
        }

        static Statement of(Delegate delegate) {
            return new Statement(delegate.custodian(), delegate.handle(), delegate.key(), Optional.empty());
        }

        /** Whoever is a guardian may lay it down. */
        static Statement of(Guardian guardian) {
            return new Statement(guardian.custodian(), guardian.handle(), guardian.delegate(), Optional.empty());
        }
    }

    void put(RegisterKey key) {
        keys.put(key.key().thumbprint(), new Key(key.custodian(), key.key(), key.relyingParty()));
    }

    void put(RotateKey rotation) {
        var successor = rotation.successor();
        keys.put(successor.thumbprint(), new Key(rotation.custodian(), successor, rotation.relyingParty()));
        ended.put(rotation.key(), Optional.of(successor.thumbprint()));
    }

    void put(RetireKey retired) {
        ended.putIfAbsent(retired.key(), Optional.empty());
    }

    void put(Delegate delegate) {
        delegations.put(
                delegate.id(),
                new Delegation(
                        delegate.custodian(),
                        delegate.handle(),
                        Optional.of(delegate.key()),
                        delegate.delegate(),
                        delegate.rights(),
                        delegate.notAfter()));
    }

    void put(Guardian guardian) {
        delegations.put(
                guardian.id(),
                new Delegation(
                        guardian.custodian(),
                        guardian.handle(),
                        Optional.empty(),
                        guardian.delegate(),
                        Set.of(Right.values()),
                        guardian.notAfter()));
    }

    /** What has this id speaks no longer, if it is a delegation. */
    void end(String id) {
        over.add(id);
    }

    Optional<Key> key(Sha256 thumbprint) {
        return Optional.ofNullable(keys.get(thumbprint));
    }

    boolean isInUse(Sha256 thumbprint) {
        return !ended.containsKey(thumbprint);
    }

    boolean knows(String delegation) {
        return delegations.containsKey(delegation);
    }

    /** Whether a key is this one, or has come to take its place. */
    private boolean descends(Sha256 from, Sha256 to) {
        var current = from;
        for (var i = 0; i < MOST_SUCCESSORS && !current.equals(to); i++) {
            var next = ended.getOrDefault(current, Optional.empty());
            if (next.isEmpty()) {
                return false;
            }
            current = next.get();
        }
        return current.equals(to);
    }

    /** Whether a new statement is within the delegation that it names; one that names none needs none. */
    boolean mayState(Statement statement, Instant at) {
        return statement
                .delegation()
                .map(id -> inForce(id, Right.GRANT, at)
                        .filter(d -> concerns(d, statement) && descends(d.delegate(), statement.key()))
                        .isPresent())
                .orElse(true);
    }

    private static boolean concerns(Delegation delegation, Statement statement) {
        return delegation.custodian().equals(statement.custodian())
                && delegation.handle().equals(statement.handle());
    }

    private Optional<Delegation> inForce(String id, Right right, Instant at) {
        return Optional.ofNullable(delegations.get(id))
                .filter(d ->
                        !over.contains(id) && !at.isAfter(d.end()) && d.rights().contains(right));
    }

    /** Whether this key, in the right of that delegation, may end what was stated. */
    private boolean mayEnd(Statement statement, Sha256 key, Optional<String> delegation, Instant at) {
        return descends(statement.key(), key)
                || statement
                        .delegation()
                        .map(delegations::get)
                        .flatMap(Delegation::principal)
                        .filter(principal -> descends(principal, key))
                        .isPresent()
                || delegation
                        .flatMap(id -> inForce(id, Right.REVOKE, at))
                        .filter(d -> concerns(d, statement) && descends(d.delegate(), key))
                        .isPresent();
    }

    boolean mayAmend(Statement statement, Amend amend, Instant at) {
        return mayEnd(statement, amend.key(), amend.delegation(), at);
    }

    /** Whether a revocation is signed by somebody who speaks for the patient. */
    boolean isPatients(Statement statement, Revoke revoke, Instant at) {
        return mayEnd(statement, revoke.key(), revoke.delegation(), at)
                && key(revoke.key())
                        .filter(key -> key.verifies(revoke.signedBytes(), revoke.signature()))
                        .isPresent();
    }
}
