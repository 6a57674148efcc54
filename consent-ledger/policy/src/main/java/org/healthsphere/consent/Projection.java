package org.healthsphere.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** The directives that speak about this member's patients, whatever order they came in. One writes, many read. */
final class Projection {
    private final NodeId self;
    private final TermsOpener opener;
    private final Patients patients;

    private final Map<String, List<Held>> byPatient = new ConcurrentHashMap<>();
    /** The patient of a consent, by its id. */
    private final Map<String, String> patientOf = new ConcurrentHashMap<>();

    private final Map<String, Membership> members = new ConcurrentHashMap<>();
    private final Map<Sha256, VerificationKey> keys = new ConcurrentHashMap<>();
    /** By the id of the consent. */
    private final Map<String, List<Tombstone>> tombstones = new ConcurrentHashMap<>();
    /** Grants whose patient or terms are not known yet. */
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    /** The patients whose directives changed, in the order in which they did. */
    private final List<String> changed = new ArrayList<>();

    private record Membership(Position since, boolean active) {}

    private record Tombstone(Position at, Revoke revoke) {}

    private record Waiting(Grant grant, Position granted) {}

    Projection(NodeId self, TermsOpener opener, Patients patients) {
        this.self = self;
        this.opener = opener;
        this.patients = patients;
    }

    synchronized void apply(LedgerEvent event) {
        var at = Position.of(event);
        switch (event.directive()) {
            case Grant grant when grant.custodian().equals(self) -> hold(grant, at);
            case Revoke revoke -> end(revoke, at);
            case AdmitMember(var member, var _, var _, var _, var _) -> membership(member, new Membership(at, true));
            case SuspendMember(var member) -> membership(member, new Membership(at, false));
            case RegisterKey(var _, var key) -> keys.put(key.thumbprint(), key);
            case Directive.PublishRevocations _,
                    Grant _,
                    Directive.BreakGlass _,
                    Directive.Debit _,
                    Directive.Release _,
                    Directive.AnchorLog _ -> {
                // Nothing that a decision here rests on.
            }
        }
    }

    /** Tries again what could not be resolved before. */
    synchronized void retry() {
        List.copyOf(waiting.values()).forEach(w -> hold(w.grant(), w.granted()));
    }

    private void hold(Grant grant, Position granted) {
        waiting.remove(grant.id());
        var patient = patients.withHandle(grant.handle());
        var terms = terms(grant);
        if (patient.isEmpty() || terms instanceof Outcome.Failure<ConsentTerms>(Fault.Unavailable _)) {
            waiting.put(grant.id(), new Waiting(grant, granted));
        }
        patient.ifPresent(p -> put(
                p,
                new Held(
                        grant,
                        granted,
                        terms instanceof Outcome.Success<ConsentTerms>(var t) ? Optional.of(t) : Optional.empty(),
                        Optional.empty())));
    }

    /** What was sealed must be what the patient signed. */
    private Outcome<ConsentTerms> terms(Grant grant) {
        return opener.open(grant)
                .then(Terms::decode)
                .then(terms -> terms.digest().equals(grant.digest())
                        ? terms.tree()
                        : Outcome.failed(new Fault.Invalid("the terms are not those of the digest")))
                .then(ConsentTerms::compile);
    }

    private void put(String patient, Held held) {
        var ended = tombstones.getOrDefault(held.grant().id(), List.of()).stream()
                .map(Tombstone::at)
                .min(Position::compareTo);
        var now = ended.map(held::revokedAt).orElse(held);
        byPatient.merge(patient, List.of(now), (before, added) -> {
            List<Held> all = new ArrayList<>(before);
            all.removeIf(other -> other.grant().id().equals(now.grant().id()));
            all.addAll(added);
            return List.copyOf(all);
        });
        patientOf.put(held.grant().id(), patient);
        changed.add(patient);
    }

    private void end(Revoke revoke, Position at) {
        tombstones.merge(revoke.id(), List.of(new Tombstone(at, revoke)), (before, added) -> {
            List<Tombstone> all = new ArrayList<>(before);
            all.addAll(added);
            return List.copyOf(all);
        });
        Optional.ofNullable(patientOf.get(revoke.id()))
                .ifPresent(patient -> of(patient).stream()
                        .filter(held -> held.grant().id().equals(revoke.id()))
                        .findFirst()
                        .ifPresent(held -> put(patient, held)));
    }

    private void membership(NodeId member, Membership membership) {
        members.merge(member.value(), membership, (a, b) -> a.since().isAfter(b.since()) ? a : b);
    }

    List<Held> of(String patient) {
        return byPatient.getOrDefault(patient, List.of());
    }

    boolean isMember(NodeId member) {
        var membership = members.get(member.value());
        return membership != null && membership.active();
    }

    Set<NodeId> members() {
        return members.entrySet().stream()
                .filter(m -> m.getValue().active())
                .map(m -> new NodeId(m.getKey()))
                .collect(Collectors.toUnmodifiableSet());
    }

    Set<String> unresolved() {
        return Set.copyOf(waiting.keySet());
    }

    Set<String> contested() {
        return byPatient.values().stream()
                .flatMap(List::stream)
                .filter(held -> held.revoked().isPresent())
                .map(Held::grant)
                .filter(grant -> tombstones.getOrDefault(grant.id(), List.of()).stream()
                        .noneMatch(t -> isPatients(grant, t.revoke())))
                .map(Grant::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean isPatients(Grant grant, Revoke revoke) {
        var key = keys.get(grant.key());
        return key != null
                && revoke.key().equals(grant.key())
                && key.verifies(revoke.signedBytes().array(), revoke.signature().array());
    }

    Set<String> patientsWithDirectives() {
        return byPatient.keySet();
    }

    synchronized int version() {
        return changed.size();
    }

    /** The patients whose directives changed since that version. */
    synchronized Set<String> changedSince(int version) {
        return Set.copyOf(changed.subList(version, changed.size()));
    }
}
