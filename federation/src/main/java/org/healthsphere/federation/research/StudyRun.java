package org.healthsphere.federation.research;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.ReleaseCertificate.Absent;
import org.healthsphere.federation.research.StudyMessage.Admission;
import org.healthsphere.federation.research.StudyMessage.CertificateCall;
import org.healthsphere.federation.research.StudyMessage.Countersignature;
import org.healthsphere.federation.research.StudyMessage.KeyShares;
import org.healthsphere.federation.research.StudyMessage.MaskedShare;
import org.healthsphere.federation.research.StudyMessage.Proposal;
import org.healthsphere.federation.research.StudyMessage.Refusal;
import org.healthsphere.federation.research.StudyMessage.Reply;
import org.healthsphere.federation.research.StudyMessage.RosterCall;
import org.healthsphere.federation.research.StudyMessage.ShareCall;
import org.healthsphere.federation.research.cohort.CohortPlan;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * One question on its way: {@link #start}, then {@link #next} with whatever answers came, until the step is an end.
 *
 * <p>A member that drops out or misbehaves before the numbers can be opened ends the attempt; the next one begins afresh, with
 * the members that are left and new keys. Who has paid for an attempt that failed is not paid back.
 */
public final class StudyRun {
    private static final Comparator<NodeId> BY_NAME = Comparator.comparing(NodeId::value);
    private static final int NONCE_BYTES = 16;

    private final Parts parts;
    private final Map<NodeId, Ground> absent = new HashMap<>();
    private Set<NodeId> members;
    private int attempt;
    private Function<Map<NodeId, Bytes>, StudyStep> awaited = _ -> {
        throw new IllegalStateException("the run has not been started, or is over");
    };

    /** What every run of a coordinator is made of. */
    record Parts(
            StudyMember self,
            CohortPlan plan,
            Releases releases,
            ReleaseRegister register,
            StudyCoordinator.Settings settings) {}

    StudyRun(Parts parts, Set<NodeId> members) {
        this.parts = parts;
        this.members = Set.copyOf(members);
    }

    /** The first step. */
    public StudyStep start() {
        return propose();
    }

    /** The step after these answers; a member that is not among them did not answer in time. */
    public StudyStep next(Map<NodeId, Bytes> replies) {
        return awaited.apply(replies);
    }

    private StudyStep propose() {
        attempt++;
        var nonce = new byte[NONCE_BYTES];
        parts.self().random().nextBytes(nonce);
        var settings = parts.settings();
        var proposal = new Proposal(
                HexFormat.of().formatHex(nonce),
                parts.self().clock().instant().plus(settings.lifetime()),
                parts.plan().query().canonical().tree(),
                parts.plan().pins(),
                settings.terms());
        var said = new Said<>(sign(proposal), proposal);
        return ask(members, said.statement(), replies -> admitted(said, replies));
    }

    private StudyStep admitted(Said<Proposal> proposal, Map<NodeId, Bytes> replies) {
        var round = proposal.statement().digest();
        var admissions = hear(Admission.class, round, members, replies);
        admissions.removeIf(
                said -> !Keys.usable(said.message().keys(), parts.self().random()) && misbehaved(said));
        if (admissions.size() < parts.settings().terms().quorum()) {
            return failed();
        }
        members = admissions.stream().map(Said::from).collect(Collectors.toUnmodifiableSet());
        var roster = Roster.of(round, admissions);
        var stored = parts.releases().find(key(roster));
        if (stored.isPresent()) {
            return new StudyStep.Released(stored.get(), true);
        }
        var call = sign(new RosterCall(round, Said.quoted(roster.admissions())));
        return ask(members, call, answers -> agreed(proposal, roster, answers));
    }

    /** The same question under the same terms about the same records and consents is the same release. */
    private Sha256 key(Roster roster) {
        var parties = roster.admissions().stream()
                .map(said -> said.from() + " " + said.message().snapshot().storeChange() + " "
                        + said.message().snapshot().consentHeight())
                .collect(Collectors.joining("\n"));
        var question =
                parts.plan().query().canonical().hash() + "\n" + parts.plan().pins();
        return Sha256.of(question + "\n" + parts.settings().terms() + "\n" + parties);
    }

    private StudyStep agreed(Said<Proposal> proposal, Roster roster, Map<NodeId, Bytes> replies) {
        var shares = hear(KeyShares.class, roster.round(), members, replies);
        shares.removeIf(said -> !Keys.complete(said, roster) && misbehaved(said));
        if (!roster.isComplete(shares)) {
            return again();
        }
        var call = sign(new ShareCall(roster.round(), Said.quoted(shares)));
        return ask(members, call, answers -> shared(proposal, roster, answers));
    }

    private StudyStep shared(Said<Proposal> proposal, Roster roster, Map<NodeId, Bytes> replies) {
        var cells = parts.plan().query().body().output().cells().size();
        var shares = hear(MaskedShare.class, roster.round(), members, replies);
        shares.removeIf(said -> (said.message().vector().length() != cells
                        || !said.message().roster().equals(roster.hash()))
                && misbehaved(said));
        if (!roster.isComplete(shares)) {
            return again();
        }
        var tally = new Tally(proposal, parts.plan().query(), roster);
        return switch (tally.certificate(shares, absent(), parts.self().clock().instant())) {
            case Outcome.Failure<ReleaseCertificate>(var fault) -> end(new StudyStep.Failed(fault, absent));
            case Outcome.Success<ReleaseCertificate>(var certificate) ->
                new Signing(certificate, roster, sign(call(roster, certificate, shares))).ask();
        };
    }

    private static CertificateCall call(Roster roster, ReleaseCertificate certificate, List<Said<MaskedShare>> shares) {
        return new CertificateCall(roster.round(), CertificateJson.json(certificate), Said.quoted(shares));
    }

    private List<Absent> absent() {
        return absent.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(BY_NAME))
                .map(entry -> new Absent(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The end of a round: the sum is known, and nobody gets it before all have signed where it comes from. */
    private final class Signing {
        private final ReleaseCertificate certificate;
        private final Roster roster;
        private final SignedStatement call;
        private final byte[] message;
        private final Map<NodeId, Bytes> signatures = new HashMap<>();
        private int asked;

        Signing(ReleaseCertificate certificate, Roster roster, SignedStatement call) {
            this.certificate = certificate;
            this.roster = roster;
            this.call = call;
            this.message = ReleaseCertificates.signedBytes(certificate);
            signatures.put(parts.self().id(), Bytes.of(parts.self().signer().sign(message)));
        }

        private StudyStep ask() {
            asked++;
            var missing = new TreeSet<>(BY_NAME);
            missing.addAll(roster.members());
            missing.removeAll(signatures.keySet());
            return missing.isEmpty() ? release() : StudyRun.this.ask(missing, call, replies -> heard(missing, replies));
        }

        private StudyStep heard(Set<NodeId> missing, Map<NodeId, Bytes> replies) {
            for (var said : hear(Countersignature.class, roster.round(), missing, replies)) {
                if (isSignature(said)) {
                    signatures.put(said.from(), said.message().signature());
                }
            }
            var complete = signatures.keySet().containsAll(roster.members());
            return complete || asked < parts.settings().attempts()
                    ? ask()
                    : end(new StudyStep.Failed(new Fault.Unavailable("a member's signature"), absent));
        }

        private boolean isSignature(Said<Countersignature> said) {
            return parts.self()
                    .members()
                    .of(said.from())
                    .filter(key ->
                            key.verifies(message, said.message().signature().array()))
                    .isPresent();
        }

        private StudyStep release() {
            var document = ReleaseCertificates.document(certificate, signatures);
            var study = parts.plan().query().study();
            var recorded = parts.register().record(roster.round(), study, Sha256.of(document.array()));
            return switch (recorded) {
                case Outcome.Failure<Long>(var fault) -> end(new StudyStep.Failed(fault, absent));
                case Outcome.Success<Long> _ -> {
                    parts.releases().keep(key(roster), document);
                    yield end(new StudyStep.Released(document, false));
                }
            };
        }
    }

    /** What these members said that belongs to the round and is of this kind; the others are noted as absent. */
    private <M extends Reply> List<Said<M>> hear(
            Class<M> kind, Sha256 round, Collection<NodeId> asked, Map<NodeId, Bytes> replies) {
        List<Said<M>> heard = new ArrayList<>();
        for (var member : asked) {
            var reply = Optional.ofNullable(replies.get(member));
            if (reply.isEmpty()) {
                absent.put(member, Ground.SILENT);
                continue;
            }
            switch (said(member, round, reply.get())) {
                case Outcome.Success<Said<StudyMessage>>(var said)
                when kind.isInstance(said.message()) ->
                    heard.add(new Said<>(said.statement(), kind.cast(said.message())));
                case Outcome.Success<Said<StudyMessage>>(var said)
                when said.message() instanceof Refusal refusal -> absent.put(member, refusal.ground());
                case Outcome.Success<Said<StudyMessage>> _, Outcome.Failure<Said<StudyMessage>> _ ->
                    absent.put(member, Ground.MISBEHAVED);
            }
        }
        return heard;
    }

    private Outcome<Said<StudyMessage>> said(NodeId member, Sha256 round, Bytes reply) {
        return Said.read(reply, parts.self().members())
                .then(said -> said.from().equals(member)
                                && said.message() instanceof Reply answer
                                && answer.round().equals(round)
                        ? Outcome.of(said)
                        : Outcome.failed(new Fault.Conflict("not this member's answer in this round")));
    }

    private boolean misbehaved(Said<?> said) {
        absent.put(said.from(), Ground.MISBEHAVED);
        return true;
    }

    private StudyStep again() {
        var left = new TreeSet<>(BY_NAME);
        left.addAll(members);
        left.removeAll(absent.keySet());
        members = left;
        var enough = members.size() >= parts.settings().terms().quorum();
        return enough && attempt < parts.settings().attempts() ? propose() : failed();
    }

    private StudyStep failed() {
        return end(new StudyStep.Failed(new Fault.Unavailable("a quorum of members"), absent));
    }

    private StudyStep end(StudyStep step) {
        awaited = _ -> {
            throw new IllegalStateException("the run is over");
        };
        return step;
    }

    private StudyStep ask(
            Collection<NodeId> asked, SignedStatement message, Function<Map<NodeId, Bytes>, StudyStep> then) {
        awaited = then;
        var bytes = message.bytes();
        return new StudyStep.Ask(asked.stream().collect(Collectors.toMap(Function.identity(), _ -> bytes)));
    }

    private SignedStatement sign(StudyMessage message) {
        return SignedStatement.sign(
                MessageWriter.json(message), parts.self().id(), parts.self().signer());
    }
}
