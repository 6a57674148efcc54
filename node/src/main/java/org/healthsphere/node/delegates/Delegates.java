package org.healthsphere.node.delegates;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.delegates.Delegation.Kind;
import org.healthsphere.node.delegates.Delegation.Names;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.RandomId;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/**
 * Who acts for whom at this hospital. Whether somebody may is asked anew at each request, so an end holds from the next one on.
 *
 * <p>Both sides are patients here, known by the ids of their records.
 */
public final class Delegates {
    /** How long an invitation waits to be accepted. */
    public static final Duration TO_ACCEPT = Duration.ofDays(7);

    /** From this birthday on nobody is somebody's guardian for being a child. */
    public static final int OF_AGE = 18;

    /** Before the id of a delegation: whom requests come from that somebody makes in another's place. */
    private static final String FOR = "for:";

    private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    private static final int CODE_LENGTH = 12;
    private static final int GROUP = 4;
    private static final int MOST_FOR_ONE = 20;

    private final NodeId self;
    private final DelegationBook book;
    private final AuditLog audit;
    private final InstantSource clock;
    private final SecureRandom random;
    /** By their ids; what is asked at every request of a patient is not read from the disk. */
    private final Map<String, Delegation> known = new ConcurrentHashMap<>();

    /** What is kept, and where. */
    public record Kept(ResourceStore store, SecretBox box, AuditLog audit) {}

    public Delegates(NodeId self, Kept kept, InstantSource clock, SecureRandom random) {
        this.self = self;
        this.book = new DelegationBook(kept.store(), kept.box(), random);
        this.audit = kept.audit();
        this.clock = clock;
        this.random = random;
        book.all().forEach(delegation -> known.put(delegation.id(), delegation));
    }

    /**
     * An invitation.
     *
     * @param code what whoever shall accept it types; shown once
     */
    public record Invitation(Delegation delegation, String code) {
        @Override
        public String toString() {
            return "Invitation[" + delegation.id() + "]";
        }
    }

    /** A patient invites somebody to act for him. */
    public Outcome<Invitation> invite(String patient, Names names, Instant until, String correlation) {
        if (!until.isAfter(clock.instant())) {
            return Outcome.failed(new Fault.Invalid("it ends in the future"));
        }
        if (of(patient).stream().filter(d -> !isOver(d)).count() >= MOST_FOR_ONE) {
            return Outcome.failed(new Fault.TooCostly("as many who act for one"));
        }
        var code = code();
        var delegation = new Delegation(
                RandomId.draw(random),
                Kind.NAMED,
                patient,
                Optional.empty(),
                names,
                clock.instant(),
                until,
                Optional.empty(),
                Optional.empty());
        return audited(AuditCode.DELEGATE_NAMED, patients(patient), delegation, correlation)
                .map(_ -> {
                    book.put(delegation, compact(code));
                    known.put(delegation.id(), delegation);
                    return new Invitation(delegation, code);
                });
    }

    /** Somebody takes it on, with the code that he was told; it is good once. */
    public synchronized Outcome<Delegation> accept(String delegate, String code, String correlation) {
        return book.withCode(compact(code))
                .flatMap(book::find)
                .filter(delegation -> delegation.isOpen(clock.instant()))
                .filter(delegation -> !delegation.patient().equals(delegate))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("invitation")))
                .map(delegation -> delegation.acceptedBy(delegate, clock.instant()))
                .then(accepted -> audited(AuditCode.DELEGATE_NAMED, patients(delegate), accepted, correlation))
                .map(accepted -> {
                    book.forgetCode(compact(code));
                    return kept(accepted);
                });
    }

    /**
     * A patient of this hospital.
     *
     * @param born to the day, if that is known
     */
    public record Known(Optional<LocalDate> born) {
        @Override
        public String toString() {
            return "Known[REDACTED]";
        }
    }

    /**
     * A child, or somebody else who cannot speak for himself.
     *
     * @param born as far as it is known
     */
    public record Ward(String patient, Optional<LocalDate> born, ZoneId zone) {
        /** When he comes of age, if that lies ahead. */
        Optional<Instant> ofAge(Instant now) {
            return born.map(date -> date.plusYears(OF_AGE).atStartOfDay(zone).toInstant())
                    .filter(now::isBefore);
        }
    }

    /** A steward has seen papers by which somebody speaks for a patient; it ends when a child comes of age at the latest. */
    public Outcome<Delegation> appoint(
            Requester steward, Ward ward, String guardian, Names names, Instant until, String correlation) {
        var end = ward.ofAge(clock.instant()).filter(until::isAfter).orElse(until);
        if (!end.isAfter(clock.instant()) || ward.patient().equals(guardian)) {
            return Outcome.failed(new Fault.Invalid("it ends in the future, and is about somebody else"));
        }
        var delegation = new Delegation(
                RandomId.draw(random),
                Kind.GUARDIAN,
                ward.patient(),
                Optional.of(guardian),
                names,
                clock.instant(),
                end,
                Optional.of(clock.instant()),
                Optional.empty());
        return audited(AuditCode.DELEGATE_NAMED, steward, delegation, correlation)
                .map(this::kept);
    }

    /** Ends it for ever: the patient, whoever acts for him, or for a guardian a steward. */
    public Outcome<Delegation> end(Requester by, String id, String correlation) {
        return Optional.ofNullable(known.get(id))
                .filter(delegation -> mayEnd(by, delegation))
                // Nothing is written of a patient who was erased in the meantime.
                .filter(_ -> book.find(id).isPresent())
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("delegation")))
                .then(delegation -> audited(AuditCode.DELEGATE_ENDED, by, delegation, correlation))
                .map(delegation -> kept(delegation.endedAt(clock.instant())));
    }

    private static boolean mayEnd(Requester by, Delegation delegation) {
        return switch (by.role()) {
            case PATIENT ->
                delegation.delegate().equals(Optional.of(by.subject()))
                        || (delegation.kind() == Kind.NAMED
                                && delegation.patient().equals(by.subject()));
            case STEWARD -> delegation.kind() == Kind.GUARDIAN;
            case CLINICIAN, RESEARCHER, OPERATOR, AUDITOR, SYSTEM -> false;
        };
    }

    private Delegation kept(Delegation delegation) {
        book.put(delegation);
        known.put(delegation.id(), delegation);
        return delegation;
    }

    /** All who act, acted or are invited to act for a patient, newest first. */
    public List<Delegation> of(String patient) {
        return sorted(known.values().stream()
                .filter(delegation -> delegation.patient().equals(patient)));
    }

    /** For whom somebody may act now, newest first. */
    public List<Delegation> by(String delegate) {
        return sorted(known.values().stream()
                .filter(delegation ->
                        delegation.delegate().equals(Optional.of(delegate)) && delegation.isInForce(clock.instant())));
    }

    /** All guardians there ever were, newest first. */
    public List<Delegation> guardians() {
        return sorted(known.values().stream().filter(delegation -> delegation.kind() == Kind.GUARDIAN));
    }

    private static List<Delegation> sorted(Stream<Delegation> delegations) {
        return delegations
                .sorted(Comparator.comparing(Delegation::made).reversed())
                .toList();
    }

    /**
     * Who asks when somebody acts for another. It is not he himself: what he may see in his own name, by an app too, does not grow by
     * it.
     */
    public Requester acting(Delegation delegation) {
        return patients(FOR + delegation.id());
    }

    /** The delegation in whose right such a requester asks, in force or not. */
    public Optional<Delegation> behind(String subject) {
        return subject.startsWith(FOR)
                ? Optional.ofNullable(known.get(subject.substring(FOR.length())))
                : Optional.empty();
    }

    /** The same, if it is in force now. */
    public Optional<Delegation> inForceBehind(String subject) {
        return behind(subject).filter(delegation -> delegation.isInForce(clock.instant()));
    }

    /** Whose records such a requester may see now. */
    public Set<String> principals(String subject) {
        return inForceBehind(subject)
                .map(delegation -> Set.of(delegation.patient()))
                .orElse(Set.of());
    }

    private boolean isOver(Delegation delegation) {
        var now = clock.instant();
        return !delegation.isInForce(now) && !delegation.isOpen(now);
    }

    private Outcome<Delegation> audited(AuditCode code, Requester by, Delegation delegation, String correlation) {
        var purpose = by.role() == Role.PATIENT ? PurposeOfUse.PATRQT : PurposeOfUse.HOPERAT;
        var event = AuditEvent.of(code, by, purpose, correlation)
                .about(delegation.patient())
                .naming(List.of("delegation:" + delegation.id()));
        return audit.append(event).map(_ -> delegation);
    }

    private Requester patients(String patient) {
        return new Requester(self, patient, Role.PATIENT);
    }

    /** About 59 bits, in letters and digits that nobody confuses. */
    private String code() {
        var code = new StringBuilder();
        for (var i = 0; i < CODE_LENGTH; i++) {
            if (i > 0 && i % GROUP == 0) {
                code.append('-');
            }
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }

    private static String compact(String code) {
        return code.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
    }
}
