package org.healthsphere.federation.research;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.federation.research.ReleaseCertificate.Paid;
import org.healthsphere.federation.research.StudyMessage.Admission;
import org.healthsphere.federation.research.StudyMessage.Call;
import org.healthsphere.federation.research.StudyMessage.CertificateCall;
import org.healthsphere.federation.research.StudyMessage.Countersignature;
import org.healthsphere.federation.research.StudyMessage.KeyShares;
import org.healthsphere.federation.research.StudyMessage.MaskedShare;
import org.healthsphere.federation.research.StudyMessage.Proposal;
import org.healthsphere.federation.research.StudyMessage.Refusal;
import org.healthsphere.federation.research.StudyMessage.RosterCall;
import org.healthsphere.federation.research.StudyMessage.ShareCall;
import org.healthsphere.federation.research.aggregation.MaskedVector;
import org.healthsphere.federation.research.aggregation.PairSecret;
import org.healthsphere.federation.research.aggregation.RoundKeys;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * One round at this member. It goes forward only, and each step is taken once: with one roster, with one set of key shares,
 * with one masked vector.
 */
final class Participation {
    private final StudyMember self;
    private final Said<Proposal> proposal;
    private final LocalAnswer local;
    private final RoundKeys keys;
    private final SignedStatement admission;
    private final Map<Class<?>, Answered> answered = new HashMap<>();
    private final Map<NodeId, PairSecret> secrets = new HashMap<>();
    private Optional<Roster> roster = Optional.empty();

    Participation(StudyMember self, Said<Proposal> proposal, LocalAnswer local, RoundKeys keys) {
        this.self = self;
        this.proposal = proposal;
        this.local = local;
        this.keys = keys;
        this.admission = sign(new Admission(round(), local.frozen().snapshot(), keys.publicKeys()));
    }

    /** What was asked at a step, and what was answered. */
    private record Answered(Sha256 question, SignedStatement answer) {}

    Bytes admission() {
        return admission.bytes();
    }

    boolean isFrom(NodeId coordinator) {
        return proposal.from().equals(coordinator);
    }

    boolean hasPassed(InstantSource clock) {
        return !clock.instant().isBefore(proposal.message().notAfter());
    }

    synchronized Bytes answer(Said<Call> said) {
        var step = said.message().getClass();
        var question = said.statement().digest();
        var before = Optional.ofNullable(answered.get(step));
        if (before.isPresent()) {
            return before.filter(known -> known.question().equals(question))
                    .map(known -> known.answer().bytes())
                    .orElseGet(() -> sign(new Refusal(round(), Ground.CONFLICT)).bytes());
        }
        var answer = sign(reply(said.message()));
        answered.put(step, new Answered(question, answer));
        return answer.bytes();
    }

    private StudyMessage reply(Call message) {
        var reply = switch (message) {
            case RosterCall call -> agree(call);
            case ShareCall call -> share(call);
            case CertificateCall call -> countersign(call);
        };
        return switch (reply) {
            case Outcome.Success<StudyMessage>(var said) -> said;
            case Outcome.Failure<StudyMessage>(var fault) -> new Refusal(round(), ground(fault));
        };
    }

    private static Ground ground(Fault fault) {
        return switch (fault) {
            case Fault.TooCostly _ -> Ground.BUDGET;
            case Fault.Unavailable _, Fault.Timeout _ -> Ground.UNAVAILABLE;
            case Fault.NotFound _,
                    Fault.Gone _,
                    Fault.Unauthenticated _,
                    Fault.Forbidden _,
                    Fault.Invalid _,
                    Fault.Unprocessable _,
                    Fault.Conflict _,
                    Fault.VersionMismatch _,
                    Fault.TooMany _ -> Ground.CONFLICT;
        };
    }

    private Outcome<StudyMessage> agree(RosterCall call) {
        return Roster.read(round(), call.admissions(), self.members())
                .then(shown -> isMine(shown) ? Outcome.of(shown) : conflict())
                .then(this::encapsulate);
    }

    private boolean isMine(Roster shown) {
        var mine = shown.admission(self.id()).map(said -> said.statement().digest());
        return mine.equals(Optional.of(admission.digest()))
                && shown.size() >= proposal.message().terms().quorum();
    }

    private Outcome<StudyMessage> encapsulate(Roster agreed) {
        Outcome<Map<NodeId, Bytes>> encapsulations = Outcome.of(new HashMap<>());
        for (var other : agreed.admissions()) {
            if (isBefore(other.from())) {
                encapsulations = encapsulations.then(map -> keys.encapsulate(
                                other.message().keys())
                        .map(made -> {
                            secrets.put(other.from(), made.secret());
                            map.put(other.from(), made.encapsulation());
                            return map;
                        }));
            }
        }
        roster = Optional.of(agreed);
        return encapsulations.map(map -> new KeyShares(round(), agreed.hash(), map));
    }

    private boolean isBefore(NodeId other) {
        return self.id().value().compareTo(other.value()) < 0;
    }

    private Outcome<StudyMessage> share(ShareCall call) {
        return agreed().then(roster -> Said.all(KeyShares.class, call.keyShares(), self.members())
                .then(said -> allAgreed(roster, said) ? Outcome.of(said) : conflict())
                .then(said -> decapsulate(roster, said))
                .then(_ -> mask(roster)));
    }

    private boolean allAgreed(Roster roster, List<Said<KeyShares>> said) {
        return roster.isComplete(said)
                && said.stream()
                        .allMatch(one -> one.message().roster().equals(roster.hash())
                                && one.message().round().equals(round()));
    }

    private Outcome<Integer> decapsulate(Roster roster, List<Said<KeyShares>> said) {
        for (var one : said) {
            if (one.from().equals(self.id()) || isBefore(one.from())) {
                continue;
            }
            var encapsulation =
                    Optional.ofNullable(one.message().encapsulations().get(self.id()));
            var other = roster.admission(one.from());
            if (encapsulation.isEmpty() || other.isEmpty()) {
                return conflict();
            }
            var secret = keys.decapsulate(other.get().message().keys(), encapsulation.get());
            if (!(secret instanceof Outcome.Success<PairSecret>(var shared))) {
                return conflict();
            }
            secrets.put(one.from(), shared);
        }
        return secrets.size() == roster.size() - 1 ? Outcome.of(secrets.size()) : conflict();
    }

    /** Nothing leaves before it is paid for: what is masked here can be opened as soon as all others have answered. */
    private Outcome<StudyMessage> mask(Roster roster) {
        var noised = local.noised(roster.size(), proposal.message().terms(), self.random());
        var masked = MaskedVector.mask(noised, self.id(), roster.hash(), secrets);
        secrets.clear();
        var debit = Sha256.of("debit|" + round() + "|" + roster.hash() + "|" + self.id());
        return local.pay(debit).map(height -> new MaskedShare(
                    round(), roster.hash(), masked, new Paid(debit, height), local.coverage()));
    }

    /** Signs only what this member comes to itself from what all members of the roster signed. */
    private Outcome<StudyMessage> countersign(CertificateCall call) {
        return agreed().then(roster -> Said.all(MaskedShare.class, call.shares(), self.members())
                .then(shares -> isMine(shares) ? Outcome.of(shares) : conflict())
                .then(shares -> CertificateJson.read(call.certificate())
                        .then(certificate -> expected(roster, shares, certificate)))
                .map(certificate -> new Countersignature(
                        round(), Bytes.of(self.signer().sign(ReleaseCertificates.signedBytes(certificate))))));
    }

    private Outcome<ReleaseCertificate> expected(
            Roster roster, List<Said<MaskedShare>> shares, ReleaseCertificate shown) {
        return new Tally(proposal, local.plan().query(), roster)
                .certificate(shares, shown.absent(), shown.time())
                .then(expected -> expected.equals(shown) ? Outcome.of(expected) : conflict());
    }

    private boolean isMine(List<Said<MaskedShare>> shares) {
        var mine = Optional.ofNullable(answered.get(ShareCall.class))
                .map(known -> known.answer().digest());
        return shares.stream()
                .filter(said -> said.from().equals(self.id()))
                .anyMatch(said -> mine.equals(Optional.of(said.statement().digest())));
    }

    private Outcome<Roster> agreed() {
        return roster.map(Outcome::of).orElseGet(Participation::conflict);
    }

    private static <T> Outcome<T> conflict() {
        return Outcome.failed(new Fault.Conflict("does not belong to this round"));
    }

    private Sha256 round() {
        return proposal.statement().digest();
    }

    private SignedStatement sign(StudyMessage message) {
        return SignedStatement.sign(MessageWriter.json(message), self.id(), self.signer());
    }
}
