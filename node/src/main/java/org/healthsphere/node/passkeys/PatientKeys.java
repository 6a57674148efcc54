package org.healthsphere.node.passkeys;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.access.Attempts;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.passkeys.Ceremonies.Answer;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/**
 * How patients prove who they are: by passkeys on their own devices, and where they have none by a code of the hospital's desk, with
 * which they make one.
 *
 * <p>A passkey's key is on the ledger before the passkey opens anything. What it signs there is checked here first, and by the contract
 * again.
 */
public final class PatientKeys {
    /** More than anybody has devices. */
    public static final int MOST = 10;

    private static final int TRIES = 30;
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int LONGEST_NAME = 60;

    private final NodeId self;
    private final Ceremonies ceremonies;
    private final Challenges challenges;
    private final PasskeyBook book;
    private final SignInCodes codes;
    private final Ledger ledger;
    private final AuditLog audit;
    private final Attempts tries;
    private final InstantSource clock;

    /** Where the ledger is told of patients' keys. */
    public interface Ledger {
        /** This key speaks for the patient from here on, in the ceremonies of this relying party only. */
        Outcome<?> register(String patient, VerificationKey key, Sha256 relyingParty);

        /** It makes no new consents any more. */
        Outcome<?> retire(Sha256 key);
    }

    /**
     * Whose passkeys they are for.
     *
     * @param origin under which browsers reach this node, always the same
     */
    public record Party(NodeId self, Supplier<String> origin, String hospital) {}

    /** What is behind it. */
    public record Behind(ResourceStore store, SecretBox box, Ledger ledger, AuditLog audit) {}

    public PatientKeys(Party party, Behind behind, InstantSource clock, SecureRandom random) {
        this.self = party.self();
        this.ceremonies = new Ceremonies(party.origin(), party.hospital());
        this.challenges = new Challenges(clock, random);
        this.book = new PasskeyBook(behind.store(), behind.box(), random);
        this.codes = new SignInCodes(behind.store(), behind.box(), clock, random);
        this.ledger = behind.ledger();
        this.audit = behind.audit();
        this.tries = new Attempts(TRIES, WINDOW, clock);
        this.clock = clock;
    }

    /** From where and in whose request something is done. */
    public record From(String address, String correlation) {}

    // What a patient has

    public List<Passkey> of(String patient) {
        return book.owner(patient).map(Owner::passkeys).orElse(List.of());
    }

    /** Whether he signs for himself. */
    public boolean has(String patient) {
        return !of(patient).isEmpty();
    }

    public Optional<Passkey> find(String patient, String id) {
        return book.owner(patient).flatMap(owner -> owner.find(id));
    }

    // The hospital's desk

    /**
     * A code for somebody whose identity was proved to this member of the staff.
     *
     * @param proof what he was known by: a word, such as {@code passport}
     */
    public Outcome<SignInCode> issueCode(Requester by, Holder whose, String proof, String correlation) {
        var event = AuditEvent.of(AuditCode.SIGN_IN_CODE_ISSUED, by, PurposeOfUse.HOPERAT, correlation)
                .about(whose.patient())
                .naming(List.of("proof:" + proof));
        return audit.append(event).map(_ -> codes.issue(whose));
    }

    /**
     * For whom a code is.
     *
     * @param patient the id of his record
     * @param name as the desk knows him
     */
    public record Holder(String patient, String name) {
        @Override
        public String toString() {
            return "Holder[REDACTED]";
        }
    }

    /** Whose code it is. Who guesses too often from one address is not asked for a while. */
    public Outcome<Holder> holderOf(String code, From from) {
        return counted(from, () -> codes.holderOf(code).map(Outcome::of).orElseGet(() -> wrongCode(from)));
    }

    private <T> Outcome<T> wrongCode(From from) {
        refused(from, Optional.empty());
        return Outcome.failed(new Fault.Unauthenticated("the code is not good, or no longer"));
    }

    /** Makes the passkey that a code is for, and uses the code up. */
    public Outcome<Passkey> makeByCode(String code, Creation creation, Response response, From from) {
        var owner = owner(creation);
        return counted(
                from,
                () -> made(owner, creation, response).then(made -> codes.take(code)
                        .filter(holder -> holder.patient().equals(creation.patient()))
                        .map(holder -> gaveBack(registered(owner, made, from), code, holder))
                        .orElseGet(() -> wrongCode(from))));
    }

    private Outcome<Passkey> gaveBack(Outcome<Passkey> outcome, String code, Holder holder) {
        if (outcome instanceof Outcome.Failure<Passkey>) {
            codes.giveBack(code, holder);
        }
        return outcome;
    }

    // Making and losing passkeys

    /** What a browser sends back of a new passkey, and what its holder calls it. */
    public record Response(String json, String name) {
        @Override
        public String toString() {
            return "Response[" + name.length() + "]";
        }
    }

    /** @param label by which the patient's device lists it */
    public Outcome<Creation> creation(String patient, String label) {
        var owner = book.ownerOrNew(patient);
        return owner.passkeys().size() < MOST
                ? Outcome.of(ceremonies.creation(owner, label))
                : Outcome.failed(new Fault.Conflict("there are " + MOST + " passkeys; remove one first"));
    }

    /** One more, for somebody who has just proved who he is. */
    public Outcome<Passkey> make(Creation creation, Response response, From from) {
        var owner = owner(creation);
        return made(owner, creation, response).then(made -> registered(owner, made, from));
    }

    /** As the patient is known, or for the first time by the handle that his device was told. */
    private Owner owner(Creation creation) {
        var handle = Bytes.of(creation.request().getUser().getId().getBytes());
        return book.owner(creation.patient()).orElseGet(() -> new Owner(creation.patient(), handle, List.of()));
    }

    private Outcome<Ceremonies.Made> made(Owner owner, Creation creation, Response response) {
        return ceremonies.made(owner, creation, response.json(), name(response.name()), clock.instant());
    }

    private static String name(String typed) {
        var name = typed.strip();
        return name.substring(0, Math.min(name.length(), LONGEST_NAME));
    }

    /** One at a time, on the ledger first: a passkey that opens the door and cannot sign would be no use to anybody. */
    private synchronized Outcome<Passkey> registered(Owner known, Ceremonies.Made made, From from) {
        var owner = book.owner(known.patient()).orElse(known);
        if (book.ownerOf(made.passkey().id()).isPresent() || !owner.handle().equals(known.handle())) {
            return Ceremonies.refused();
        }
        return ledger.register(owner.patient(), made.key(), ceremonies.relyingParty())
                .then(_ -> audit.append(event(AuditCode.PASSKEY_ADDED, owner.patient(), made.passkey(), from)))
                .map(_ -> {
                    book.keep(owner, made.passkey());
                    return made.passkey();
                });
    }

    public Outcome<Passkey> rename(String patient, String id, String name) {
        return changed(patient, id, passkey -> passkey.named(name(name)));
    }

    private synchronized Outcome<Passkey> changed(String patient, String id, UnaryOperator<Passkey> change) {
        return found(patient, id, owner -> {
            var passkey = change.apply(owner.find(id).orElseThrow());
            book.keep(owner.with(passkey));
            return Outcome.of(passkey);
        });
    }

    private <T> Outcome<T> found(String patient, String id, Function<Owner, Outcome<T>> then) {
        return book.owner(patient)
                .filter(owner -> owner.find(id).isPresent())
                .map(then)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("passkey of yours")));
    }

    /** Takes a passkey back, here and on the ledger; not the last one, without which nobody could come in. */
    public synchronized Outcome<Passkey> remove(String patient, String id, From from) {
        return found(patient, id, owner -> {
            var passkey = owner.find(id).orElseThrow();
            if (owner.passkeys().size() == 1) {
                return Outcome.failed(new Fault.Conflict("the only passkey stays until there is another"));
            }
            return audit.append(event(AuditCode.PASSKEY_REMOVED, patient, passkey, from))
                    .then(_ -> {
                        // It opens no door from here on, whether the ledger is there or not.
                        book.remove(owner, id);
                        return ledger.retire(passkey.thumbprint());
                    })
                    .map(_ -> passkey);
        });
    }

    // Proving who one is

    /** What a browser is asked before it is known whose it is: any passkey of this hospital will do. */
    public String question() {
        return ceremonies.request(challenges.fresh(), List.of());
    }

    /** Who answers a {@link #question}; each is answered once. */
    public Outcome<Answered> signIn(String response, From from) {
        return counted(
                from,
                () -> Ceremonies.read(response)
                        .then(answer -> challenges.take(answer.challenge())
                                ? answered(answer.challenge(), answer, book.ownerOf(answer.id()), from)
                                : Ceremonies.<Answered>refused())
                        .then(answered -> audit.append(event(
                                        AuditCode.SIGNED_IN, answered.patient(), answered.passkey(), from))
                                .map(_ -> answered)));
    }

    /** The same from somebody who is signed in, and nobody else's answer. */
    public Outcome<Answered> prove(String patient, String response, From from) {
        return signIn(response, from)
                .then(answered -> answered.patient().equals(patient) ? Outcome.of(answered) : Ceremonies.refused());
    }

    /** What a browser is asked for a patient to sign a statement with this passkey of his. */
    public Outcome<String> signing(String patient, String passkey, Sha256 statement) {
        return found(
                patient,
                passkey,
                owner -> Outcome.of(ceremonies.request(
                        Bytes.of(statement.bytes()), List.of(owner.find(passkey).orElseThrow()))));
    }

    /** The signature of this statement, as the ledger takes it. */
    public Outcome<Answered> signed(String patient, Sha256 statement, String response, From from) {
        return Ceremonies.read(response)
                .then(answer -> answered(Bytes.of(statement.bytes()), answer, book.owner(patient), from));
    }

    /** Checked and counted in one step: of two answers with the same count one is a copy's. */
    private synchronized Outcome<Answered> answered(
            Bytes challenge, Answer answer, Optional<Owner> whose, From from) {
        var owner = whose.flatMap(known -> book.owner(known.patient()));
        var outcome = owner.map(known -> ceremonies.answered(known, challenge, answer, clock.instant()))
                .orElseGet(Ceremonies::refused);
        return switch (outcome) {
            case Outcome.Success<Answered>(var answered) -> {
                book.keep(owner.orElseThrow().with(answered.passkey()));
                yield outcome;
            }
            case Outcome.Failure<Answered> _ -> {
                refused(from, owner.map(Owner::patient));
                yield outcome;
            }
        };
    }

    private <T> Outcome<T> counted(From from, Supplier<Outcome<T>> work) {
        if (tries.isSpent(from.address())) {
            return Outcome.failed(new Fault.TooMany("too many failed tries from this address; wait a while"));
        }
        var outcome = work.get();
        if (outcome instanceof Outcome.Failure<T>) {
            var _ = tries.count(from.address());
        }
        return outcome;
    }

    private void refused(From from, Optional<String> patient) {
        var nobody = new Requester(self, patient.orElse("unknown"), Role.PATIENT);
        var event = AuditEvent.of(AuditCode.SIGN_IN_REFUSED, nobody, PurposeOfUse.PATRQT, from.correlation())
                .with(Result.DENIED);
        var _ = audit.append(patient.map(event::about).orElse(event));
    }

    private AuditEvent event(AuditCode code, String patient, Passkey passkey, From from) {
        return AuditEvent.of(
                        code, new Requester(self, patient, Role.PATIENT), PurposeOfUse.PATRQT, from.correlation())
                .about(patient)
                .naming(List.of("passkey:" + passkey.thumbprint().hex()));
    }
}
