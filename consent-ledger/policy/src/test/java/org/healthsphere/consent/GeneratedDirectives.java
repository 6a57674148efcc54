package org.healthsphere.consent;

import static org.healthsphere.consent.ConsentLedgerContract.EAST;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.Directive.BreakGlass;
import org.healthsphere.consent.Directive.Debit;
import org.healthsphere.consent.Directive.Delegate;
import org.healthsphere.consent.Directive.Erase;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Guardian;
import org.healthsphere.consent.Directive.HandOver;
import org.healthsphere.consent.Directive.Propose;
import org.healthsphere.consent.Directive.PublishRevocations;
import org.healthsphere.consent.Directive.RegisterStudy;
import org.healthsphere.consent.Directive.Release;
import org.healthsphere.consent.Directive.RetireKey;
import org.healthsphere.consent.Directive.Right;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.Directive.Vote;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;

/** Directives of every kind, most of them sensible, by members who may and members who may not. The same seed, the same kinds. */
public final class GeneratedDirectives {
    private static final Instant PAST = Instant.parse("2020-01-01T00:00:00Z");
    private static final List<NodeId> MEMBERS = List.of(NORTH, SOUTH, EAST);

    private final Random random;
    private final Law law = new Law(NORTH);
    /** Until then the founder decides who is a member. */
    private final int founders;

    private final List<PatientApp> patients = new ArrayList<>();
    private final List<Grant> grants = new ArrayList<>();
    private final List<PatientApp> owners = new ArrayList<>();
    private final List<Long> versions = new ArrayList<>();
    private final List<Directive> said = new ArrayList<>();
    private final List<String> delegations = new ArrayList<>();
    private int count;

    /** Who puts what on the ledger. */
    public record Said(NodeId by, Directive directive) {}

    public GeneratedDirectives(long seed, int founders) {
        this.founders = founders;
        this.random = new Random(seed);
        for (var i = 0; i < 12; i++) {
            patients.add(new PatientApp(i % 2 == 0 ? NORTH : SOUTH));
        }
    }

    public Said next() {
        count++;
        var directive = count <= 3 ? ConsentLedgerContract.admission(MEMBERS.get(count - 1)) : directive();
        said.add(directive);
        return new Said(count <= 3 ? NORTH : by(directive), directive);
    }

    /** Mostly by whom it should be. */
    private NodeId by(Directive directive) {
        var rightful = switch (directive) {
            case Directive.RegisterKey key -> key.custodian();
            case Directive.RotateKey rotation -> rotation.custodian();
            case RetireKey retired -> retired.custodian();
            case Grant grant -> grant.custodian();
            case Directive.Amend amend -> amend.custodian();
            case Directive.OptOut out -> out.custodian();
            case Delegate delegate -> delegate.custodian();
            case Guardian guardian -> guardian.custodian();
            case Erase erase -> erase.custodian();
            case BreakGlass glass -> glass.custodian();
            case Directive.LegalBasisRelease release -> release.custodian();
            case Vote vote -> vote.member();
            case RegisterStudy study -> study.member();
            case Debit debit -> debit.member();
            case AnchorLog log -> log.member();
            case Directive.RequestCertificates asked -> asked.member();
            case Directive.AdmitMember _,
                    SuspendMember _,
                    PublishRevocations _,
                    HandOver _,
                    Directive.CertifyMember _ -> NORTH;
            case Directive.Revoke _, Propose _, Release _ -> one(MEMBERS);
        };
        return random.nextInt(12) == 0 ? one(MEMBERS) : rightful;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String name(String kind) {
        return kind + "-" + random.nextInt(40);
    }

    private Directive directive() {
        if (random.nextInt(10) == 0) {
            return one(said);
        }
        var patient = one(patients);
        return switch (random.nextInt(20)) {
            case 0, 1, 2 -> patient.registration();
            case 3, 4, 5, 6 -> granted(patient);
            case 7, 8 -> amended();
            case 9, 10, 11 -> revoked(patient);
            case 12 -> patient.optOut(Set.of(PurposeOfUse.HRESCH));
            case 13 -> delegated(patient);
            case 14 -> forAnother(patient);
            case 15 -> erased(patient);
            case 16, 17 -> ofMembers();
            default -> ofStudies(patient);
        };
    }

    private Directive granted(PatientApp patient) {
        var grant = patient.grant(Set.of(PurposeOfUse.TREAT), random.nextInt(15) == 0 ? PAST : PatientApp.FAR);
        grants.add(grant);
        owners.add(patient);
        versions.add(1L);
        return grant;
    }

    private Directive amended() {
        if (grants.isEmpty()) {
            return granted(one(patients));
        }
        var at = random.nextInt(grants.size());
        var version = versions.get(at) + (random.nextInt(8) == 0 ? 2 : 1);
        var amend = owners.get(at).amend(grants.get(at), version, Set.of(PurposeOfUse.HRESCH));
        grants.set(at, amend.asGrant());
        versions.set(at, version);
        return amend;
    }

    private Directive revoked(PatientApp stranger) {
        if (grants.isEmpty()) {
            return stranger.revoke(stranger.token(16));
        }
        var at = random.nextInt(grants.size());
        var by = random.nextInt(8) == 0 ? stranger : owners.get(at);
        return delegations.isEmpty() || random.nextInt(4) > 0
                ? by.revoke(grants.get(at).id())
                : stranger.revokeFor(grants.get(at).id(), one(delegations));
    }

    private Directive delegated(PatientApp patient) {
        var until = random.nextInt(8) == 0 ? PAST : PatientApp.FAR;
        if (random.nextInt(3) == 0) {
            var guardian = new Guardian(
                    patient.token(16), NORTH, patient.handle(), one(patients).thumbprint(), Sha256.of("basis"), until);
            delegations.add(guardian.id());
            return guardian;
        }
        var rights = random.nextBoolean() ? Set.of(Right.GRANT, Right.REVOKE) : Set.of(Right.REVOKE);
        var delegate = patient.delegate(one(patients), rights, until);
        delegations.add(delegate.id());
        return delegate;
    }

    private Directive forAnother(PatientApp patient) {
        return delegations.isEmpty() ? patient.registration() : one(patients).grantFor(patient, one(delegations));
    }

    private Directive erased(PatientApp patient) {
        var which = random.nextInt(3);
        if (which == 0) {
            return new RetireKey(NORTH, patient.thumbprint());
        }
        if (which == 1 || grants.isEmpty()) {
            return patient.rotation();
        }
        var grant = one(grants);
        return new Erase(grant.id(), grant.custodian());
    }

    private Directive ofMembers() {
        return switch (random.nextInt(12)) {
            case 10 -> new Directive.RequestCertificates(one(MEMBERS), name("request"));
            case 11 -> certified();
            case 0 -> count > founders ? new HandOver(NORTH) : ConsentLedgerContract.admission(EAST);
            case 1 -> new SuspendMember(EAST);
            case 3 -> ConsentLedgerContract.admission(EAST);
            case 2 -> new PublishRevocations(Bytes.of(new byte[100 + random.nextInt(3)]));
            case 4 -> new Propose(name("proposal"), new SuspendMember(EAST), PatientApp.FAR);
            case 5 -> new Propose(name("proposal"), ConsentLedgerContract.admission(EAST), PatientApp.FAR);
            default -> new Vote(name("proposal"), one(MEMBERS));
        };
    }

    private Directive certified() {
        var request = Sha256.of(name("request"));
        return new Directive.CertifyMember(one(MEMBERS), request, "{}", Bytes.of(new byte[300]), Bytes.NONE);
    }

    private Directive ofStudies(PatientApp patient) {
        return switch (random.nextInt(6)) {
            case 5 -> lawful(patient);
            case 0 ->
                new RegisterStudy(
                        name("study"), one(MEMBERS), Sha256.of("r"), Sha256.of("protocol"), 900, PatientApp.FAR);
            case 1 -> new Debit("debit-" + count, name("study"), one(MEMBERS), random.nextInt(400), 900);
            case 2 -> new Release(name("release"), name("study"), Sha256.of("certificate"));
            case 3 -> new AnchorLog(one(MEMBERS), AnchorLog.ACCESS, random.nextInt(5_000), Sha256.of("head" + count));
            default -> new BreakGlass(name("glass"), NORTH, patient.handle(), one(MEMBERS), Sha256.of("why"));
        };
    }

    private Directive lawful(PatientApp patient) {
        var draft = law.draft("%032x".formatted(random.nextInt(20)), patient.handle(), "Condition", "Immunization");
        return random.nextInt(4) == 0 ? law.approvedByOne(draft) : law.approved(draft);
    }
}
