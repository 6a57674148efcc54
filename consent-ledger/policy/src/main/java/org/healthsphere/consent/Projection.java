package org.healthsphere.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.Amend;
import org.healthsphere.consent.Directive.Delegate;
import org.healthsphere.consent.Directive.Erase;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Guardian;
import org.healthsphere.consent.Directive.LegalBasisRelease;
import org.healthsphere.consent.Directive.OptOut;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.RetireKey;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.Directive.RotateKey;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** The directives that speak about this member's patients, whatever order they came in. One writes, many read. */
final class Projection {
    private final NodeId self;
    private final TermsOpener opener;
    private final Patients patients;

    private final Map<String, List<Held>> byPatient = new ConcurrentHashMap<>();
    /** The patient of a consent, by its id. */
    private final Map<String, String> patientOf = new ConcurrentHashMap<>();

    private final Map<String, Membership> members = new ConcurrentHashMap<>();
    private final Speakers speakers = new Speakers();
    /** By the id of the consent. */
    private final Map<String, List<Tombstone>> tombstones = new ConcurrentHashMap<>();
    /** Grants whose patient or terms are not known yet. */
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    /** Opt-outs whose patient is not known yet. */
    private final Map<String, Refused> refused = new ConcurrentHashMap<>();
    /** Legal bases whose patient is not known yet. */
    private final Map<String, Lawful> lawful = new ConcurrentHashMap<>();
    /** The patients whose directives changed since somebody asked. */
    private Set<String> changed = new HashSet<>();
    /** Another one as soon as an event, or a block of them, is in as a whole. */
    private volatile long version;

    /** Who has the words of a patient beside himself. */
    private final Map<String, Set<String>> survivors = new HashMap<>();

    /** The persons and groups that directives name; never fewer. */
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    /** Grants of which the terms name value sets, by id. */
    private final Map<String, Waiting> bySets = new ConcurrentHashMap<>();

    private final Shared<Optional<ConsentTerms>> sharedTerms = new Shared<>();
    private final Shared<Set<PurposeOfUse>> sharedPurposes = new Shared<>();

    private record Membership(Position since, boolean active) {}

    /** @param revoke nothing where the custodian erased it */
    private record Tombstone(Position at, Instant time, Optional<Revoke> revoke) {}

    private record Waiting(Grant grant, long version, Position granted) {}

    private record Refused(OptOut out, Position at) {}

    private record Lawful(LegalBasisRelease release, Position at) {}

    Projection(NodeId self, TermsOpener opener, Patients patients) {
        this.self = self;
        this.opener = opener;
        this.patients = patients;
    }

    synchronized void apply(LedgerEvent event) {
        take(event);
        publish();
    }

    /** Events of one block come into force together. */
    void apply(List<LedgerEvent> events) {
        var from = 0;
        for (var next = 1; next <= events.size(); next++) {
            if (next == events.size()
                    || events.get(next).height() != events.get(from).height()) {
                applyBlock(events.subList(from, next));
                from = next;
            }
        }
    }

    private synchronized void applyBlock(List<LedgerEvent> events) {
        events.forEach(this::take);
        publish();
    }

    private void publish() {
        if (!changed.isEmpty()) {
            version++;
        }
    }

    private void take(LedgerEvent event) {
        var at = Position.of(event);
        switch (event.directive()) {
            case Grant grant when grant.custodian().equals(self) -> hold(new Waiting(grant, 1, at));
            case Amend amend
            when amend.custodian().equals(self) -> hold(new Waiting(amend.asGrant(), amend.version(), at));
            case OptOut out when out.custodian().equals(self) -> hold(new Refused(out, at));
            case LegalBasisRelease release when release.custodian().equals(self) -> hold(new Lawful(release, at));
            case Revoke revoke -> end(revoke.id(), new Tombstone(at, event.time(), Optional.of(revoke)));
            case Erase(var id, var _) -> end(id, new Tombstone(at, event.time(), Optional.empty()));
            case AdmitMember(var member, var _, var _, var _, var _) -> membership(member, new Membership(at, true));
            case SuspendMember(var member) -> membership(member, new Membership(at, false));
            case RegisterKey key -> speakers.put(key);
            case RotateKey rotation -> speakers.put(rotation);
            case RetireKey retired -> speakers.put(retired);
            case Delegate delegate -> speakers.put(delegate);
            case Guardian guardian -> speakers.put(guardian);
            case Grant _,
                    Amend _,
                    OptOut _,
                    LegalBasisRelease _,
                    Directive.BreakGlass _,
                    Directive.PublishRevocations _,
                    Directive.HandOver _,
                    Directive.Propose _,
                    Directive.Vote _,
                    Directive.RequestCertificates _,
                    Directive.CertifyMember _,
                    Directive.RegisterStudy _,
                    Directive.Debit _,
                    Directive.Release _,
                    Directive.AnchorLog _ -> {
                // Nothing that a decision here rests on.
            }
        }
    }

    /** Tries again what could not be resolved before. */
    synchronized void retry() {
        List.copyOf(waiting.values()).forEach(this::hold);
        List.copyOf(refused.values()).forEach(this::hold);
        List.copyOf(lawful.values()).forEach(this::hold);
        publish();
    }

    private void hold(Waiting stated) {
        var grant = stated.grant();
        var patient = patients.withHandle(grant.handle());
        var terms = terms(grant);
        if (patient.isEmpty() || terms instanceof Outcome.Failure<ConsentTerms>(Fault.Unavailable _)) {
            waiting.merge(grant.id(), stated, (a, b) -> a.version() > b.version() ? a : b);
        } else {
            waiting.computeIfPresent(grant.id(), (_, other) -> other.version() > stated.version() ? other : null);
        }
        var readable =
                terms instanceof Outcome.Success<ConsentTerms>(var t) ? Optional.of(t) : Optional.<ConsentTerms>empty();
        readable.ifPresent(t -> names.addAll(t.names()));
        if (readable.isPresent() ? readable.get().bySets() : bySets.containsKey(grant.id())) {
            bySets.merge(grant.id(), stated, (a, b) -> a.version() > b.version() ? a : b);
        }
        patient.ifPresent(p -> put(p, Held.of(grant, stated.version(), stated.granted(), readable)));
    }

    /** Reads anew what names value sets. */
    synchronized void codesChanged() {
        List.copyOf(bySets.values()).forEach(this::hold);
        publish();
    }

    Set<String> names() {
        return names;
    }

    /** What is in force, is of a patient who is known, and cannot be enforced. */
    Set<String> unenforceable() {
        return byPatient.values().stream()
                .flatMap(List::stream)
                .filter(held -> held.terms().isEmpty() && held.revoked().isEmpty())
                .map(Held::id)
                .filter(id -> !waiting.containsKey(id))
                .collect(Collectors.toUnmodifiableSet());
    }

    private void hold(Refused stated) {
        var patient = patients.withHandle(stated.out().handle());
        if (patient.isEmpty()) {
            refused.put(stated.out().id(), stated);
        } else {
            refused.remove(stated.out().id());
            put(patient.get(), Held.of(stated.out(), stated.at()));
        }
    }

    private void hold(Lawful stated) {
        var patient = patients.withHandle(stated.release().handle());
        if (patient.isEmpty()) {
            lawful.put(stated.release().id(), stated);
        } else {
            lawful.remove(stated.release().id());
            put(patient.get(), Held.of(stated.release(), stated.at()));
        }
    }

    /** What was sealed must be what the patient signed. */
    private Outcome<ConsentTerms> terms(Grant grant) {
        return opener.open(grant)
                .then(Terms::decode)
                .then(terms -> terms.digest().equals(grant.digest())
                        ? terms.tree()
                        : Outcome.failed(new Fault.Invalid("the terms are not those of the digest")))
                .then(consent -> ConsentTerms.compile(consent, opener.codeSets()));
    }

    /** What one said counts for who took his place too. */
    private void put(String patient, Held held) {
        putOf(patient, held);
        patientOf.put(held.id(), patient);
        patients.replacedBy(patient).ifPresent(survivor -> {
            putOf(survivor, held);
            survivors.computeIfAbsent(patient, _ -> new HashSet<>()).add(survivor);
        });
    }

    /** Somebody took this patient's place, or does so no more. */
    synchronized void regroup(String patient) {
        var own = of(patient).stream()
                .filter(held -> patient.equals(patientOf.get(held.id())))
                .toList();
        var ids = own.stream().map(Held::id).collect(Collectors.toSet());
        var survivor = patients.replacedBy(patient);
        for (var other : Optional.ofNullable(survivors.remove(patient)).orElseGet(Set::of)) {
            if (!other.equals(patient) && !survivor.equals(Optional.of(other))) {
                byPatient.put(
                        other,
                        of(other).stream()
                                .filter(held -> !ids.contains(held.id()))
                                .toList());
                changed.add(other);
            }
        }
        own.forEach(held -> put(patient, held));
        publish();
    }

    /** Of two versions the later one holds, whichever came first. */
    private void putOf(String patient, Held held) {
        var ended = tombstones.getOrDefault(held.id(), List.of()).stream()
                .map(Tombstone::at)
                .min(Position::compareTo);
        var now = ended.map(held::revokedAt).orElse(held).sharing(sharedTerms, sharedPurposes);
        var before = of(patient);
        if (before.contains(now)
                || before.stream().anyMatch(other -> other.id().equals(now.id()) && other.version() > now.version())) {
            return;
        }
        List<Held> all = new ArrayList<>(before);
        all.removeIf(other -> other.id().equals(now.id()));
        all.add(now);
        byPatient.put(patient, List.copyOf(all));
        changed.add(patient);
    }

    private void end(String id, Tombstone tombstone) {
        speakers.end(id);
        tombstones.merge(id, List.of(tombstone), (before, added) -> {
            List<Tombstone> all = new ArrayList<>(before);
            all.addAll(added);
            return List.copyOf(all);
        });
        Optional.ofNullable(patientOf.get(id))
                .ifPresent(patient -> of(patient).stream()
                        .filter(held -> held.id().equals(id))
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
        return Stream.concat(waiting.keySet().stream(), refused.keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    Set<String> contested() {
        return byPatient.values().stream()
                .flatMap(List::stream)
                .filter(held -> held.revoked().isPresent())
                .filter(held ->
                        tombstones.getOrDefault(held.id(), List.of()).stream().noneMatch(t -> isRightful(held, t)))
                .map(Held::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** By whoever spoke for the patient then, or by the custodian who erased it. */
    private boolean isRightful(Held held, Tombstone tombstone) {
        return tombstone
                .revoke()
                .map(revoke -> speakers.isPatients(held.statement(), revoke, tombstone.time()))
                .orElse(true);
    }

    /** Another one when some patient's directives have changed. */
    long version() {
        return version;
    }

    /** Asks something while no event, and no block of events, is in by halves. */
    synchronized <T> T whileStill(Supplier<T> asked) {
        return asked.get();
    }

    /** The patients whose directives changed since this was last asked. */
    synchronized Set<String> drain() {
        var drained = changed;
        // Another set: one that was large once would stay so, and be slow to go through.
        changed = new HashSet<>();
        return drained;
    }
}
