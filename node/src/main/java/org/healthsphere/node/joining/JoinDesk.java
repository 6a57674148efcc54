package org.healthsphere.node.joining;

import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.CertifyMember;
import org.healthsphere.consent.Directive.Propose;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.Directive.Vote;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.node.network.Admissions;
import org.healthsphere.node.network.Admissions.Ballot;
import org.healthsphere.node.network.Application;
import org.healthsphere.node.network.MemberCard;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Where a hospital that wants to join comes to one that is a member: it takes applications of those that were invited, brings them
 * before the members when the operator says so, and gives out what the network gives to who was admitted.
 *
 * <p>It admits nobody: the members do, on the ledger.
 */
public final class JoinDesk {
    private static final Duration VOTING = Duration.ofDays(14);

    private final Self self;
    private final Admissions admissions;
    private final ConsentLedger ledger;
    private final Letterbox box;
    private final InstantSource clock;
    private final SecureRandom random;

    /**
     * The member at whose desk this is.
     *
     * @param ledger where it finds the ledger
     * @param letters where invitations and applications lie
     */
    public record Self(MemberIdentity identity, NodeFolder folder, Welcome.At ledger, Shelf letters) {}

    /**
     * An application that waits here.
     *
     * @param progress how far it has come; a fault where its keys are certified and the answer to it cannot be made now
     */
    public record Waiting(Application application, Instant received, Outcome<Progress> progress) {}

    public JoinDesk(Self self, Admissions admissions, ConsentLedger ledger, InstantSource clock, SecureRandom random) {
        this.self = self;
        this.admissions = admissions;
        this.ledger = ledger;
        this.box = Letterbox.open(self.letters());
        this.clock = clock;
        this.random = random;
    }

    /** Lets somebody apply here once, until then; base is where he reaches this node. */
    public Outcome<Invitation> invite(URI base, Duration life) {
        var authority = MemberIdentity.fingerprint(self.identity().authority());
        try {
            var invitation = new Invitation(base, Invitation.newCode(random), authority);
            return box.invite(invitation.code(), clock.instant(), life).map(_ -> invitation);
        } catch (IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid("the address must read https://host:port"));
        }
    }

    /** Takes an application of somebody who was invited. */
    public Outcome<Progress> receive(String code, String text) {
        return Application.parse(text)
                .then(this::free)
                .then(application -> box.put(code, application, clock.instant()))
                .then(letter -> progress(letter.application()));
    }

    /** Takes one that was brought by hand. */
    public Outcome<Application> bring(String text) {
        return Application.parse(text)
                .then(this::free)
                .then(application -> box.put(application, clock.instant()))
                .map(Letterbox.Letter::application);
    }

    private Outcome<Application> free(Application application) {
        return admissions.isAdmitted(application)
                        || !admissions.active().contains(application.member().value())
                ? Outcome.of(application)
                : Outcome.failed(new Fault.Conflict(
                        "a member of the name " + application.member() + " is there already; choose another"));
    }

    /** How far this application has come; NotFound when it did not come in here. */
    public Outcome<Progress> progress(Sha256 digest) {
        return box.letter(digest)
                .map(letter -> progress(letter.application()))
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("such an application")));
    }

    private Outcome<Progress> progress(Application application) {
        if (admissions.isAdmitted(application)) {
            return admissions
                    .issued(application.digest())
                    .map(issued -> welcome(issued).<Progress>map(Progress.Certified::new))
                    .orElseGet(() -> Outcome.of(new Progress.Admitted()));
        }
        return Outcome.of(newest(application).map(this::standing).orElseGet(Progress.Received::new));
    }

    private Progress standing(Ballot ballot) {
        return ballot.isOpen(clock.instant())
                ? new Progress.Proposed(ballot.votes().size(), needed())
                : new Progress.Over();
    }

    private Optional<Ballot> newest(Application application) {
        return admissions.ballots().stream()
                .filter(ballot -> ballot.change() instanceof AdmitMember admit
                        && admit.card().equals(application.text()))
                .reduce((_, later) -> later);
    }

    private Outcome<Welcome> welcome(CertifyMember issued) {
        if (issued.ledger().isEmpty()) {
            return Outcome.failed(
                    new Fault.Conflict(
                            "the network's authority issues no identities on this ledger: 'hie ledger add-hospital' gives the hospital its peer"));
        }
        var revocations = self.folder().revocations();
        if (revocations.isEmpty()) {
            return Outcome.failed(
                    new Fault.Unavailable("the list of revoked certificates, which this node has from the ledger"));
        }
        return MemberCard.parse(issued.card())
                .then(card ->
                        welcome(issued, card, new Welcome.Added(self.folder().linkageKey(), revocations.get())));
    }

    private Outcome<Welcome> welcome(CertifyMember issued, MemberCard card, Welcome.Added added) {
        try {
            return Outcome.of(new Welcome(
                    card,
                    Welcome.certificate(issued.tls()),
                    Welcome.certificate(issued.ledger()),
                    self.identity().authority(),
                    added,
                    self.ledger()));
        } catch (CertificateException e) {
            return Outcome.failed(new Fault.Unavailable("certificates of the new member that can be read"));
        }
    }

    /** The applications that came in, with what became of them. */
    public List<Waiting> waiting() {
        return box.letters().stream()
                .map(letter -> new Waiting(letter.application(), letter.received(), progress(letter.application())))
                .toList();
    }

    /** How many votes decide now. */
    public int needed() {
        return admissions.active().size() / 2 + 1;
    }

    /** Brings an application that came in here before the members; the name of the proposal. */
    public Outcome<String> propose(Sha256 digest) {
        return box.letter(digest)
                .map(letter -> proposed("admit", admission(letter.application())))
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("such an application")));
    }

    /** Asks the members to suspend one of them; the name of the proposal. */
    public Outcome<String> proposeSuspension(NodeId member) {
        return admissions.active().contains(member.value())
                ? proposed("suspend", new SuspendMember(member))
                : Outcome.failed(new Fault.NotFound("a member of this name"));
    }

    /** What the ledger will say of an applicant. */
    public static AdmitMember admission(Application application) {
        return new AdmitMember(
                application.member(),
                application.organization(),
                application.endpoint().toString(),
                application.digest(),
                application.text());
    }

    private Outcome<String> proposed(String kind, Directive change) {
        var name = kind + "-" + Invitation.newCode(random);
        return ledger.submit(new Propose(name, change, clock.instant().plus(VOTING)))
                .map(_ -> name);
    }

    /** This member is for it; whether that decided. */
    public Outcome<Boolean> vote(String proposal) {
        return ledger.submit(new Vote(proposal, self.identity().id()))
                .map(LedgerEvent::directive)
                .map(said -> !(said instanceof Vote));
    }

    /** What the members decide, and have decided. */
    public Admissions admissions() {
        return admissions;
    }

    /** Bytes of an application or an answer that are looked at, at most. */
    public static int largest() {
        return 2 * Application.LARGEST;
    }
}
