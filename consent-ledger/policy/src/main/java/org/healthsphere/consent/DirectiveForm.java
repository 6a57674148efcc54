package org.healthsphere.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.Amend;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.Directive.BreakGlass;
import org.healthsphere.consent.Directive.CertifyMember;
import org.healthsphere.consent.Directive.Debit;
import org.healthsphere.consent.Directive.Delegate;
import org.healthsphere.consent.Directive.Erase;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Guardian;
import org.healthsphere.consent.Directive.HandOver;
import org.healthsphere.consent.Directive.LegalBasisRelease;
import org.healthsphere.consent.Directive.OptOut;
import org.healthsphere.consent.Directive.Propose;
import org.healthsphere.consent.Directive.PublishRevocations;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.RegisterStudy;
import org.healthsphere.consent.Directive.Release;
import org.healthsphere.consent.Directive.RequestCertificates;
import org.healthsphere.consent.Directive.RetireKey;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.Directive.RotateKey;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.Directive.Vote;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** The form of a directive's fields, where their types do not say it: as the contract takes them. */
final class DirectiveForm {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final Pattern HANDLE = Pattern.compile("[A-Za-z0-9_-]{16,128}");
    private static final Pattern WORDS = Pattern.compile("[^\\p{Cntrl}]{1,500}");
    private static final Pattern CARD = Pattern.compile("[^\\p{Cntrl}]{2,8192}");
    private static final int MOST_TYPES = 50;
    private static final int LEAST_SIGNATURE = 64;
    private static final int LARGEST_LIST = 48 * 1024;
    private static final int LARGEST_CERTIFICATE = 4 * 1024;
    private static final int MOST_SIGNATURE = 4_500;

    private final List<Problem> problems = new ArrayList<>();

    private DirectiveForm() {}

    static Outcome<Directive> check(Directive directive) {
        var form = new DirectiveForm();
        form.visit(directive);
        return form.problems.isEmpty() ? Outcome.of(directive) : Outcome.failed(new Fault.Invalid(form.problems));
    }

    private void visit(Directive directive) {
        switch (directive) {
            case Grant grant -> grant(grant);
            case Amend amend -> {
                grant(amend.asGrant());
                must("version", amend.version() >= 0);
            }
            case Revoke(var id, var _, var delegation, var signature) -> {
                text("id", ID, id);
                delegation.ifPresent(d -> text("delegation", ID, d));
                signature(signature);
            }
            case OptOut out -> optOut(out);
            case Delegate delegate -> {
                text("id", ID, delegate.id());
                text("handle", HANDLE, delegate.handle());
                must("rights", !delegate.rights().isEmpty());
                signature(delegate.signature());
            }
            case Guardian guardian -> {
                text("id", ID, guardian.id());
                text("handle", HANDLE, guardian.handle());
            }
            case Erase(var id, var _) -> text("id", ID, id);
            case RotateKey rotation -> signature(rotation.signature());
            case BreakGlass(var id, var _, var handle, var _, var _) -> {
                text("id", NAME, id);
                text("handle", HANDLE, handle);
            }
            case LegalBasisRelease release -> legalBasis(release);
            case PublishRevocations(var list) -> must("list", !list.isEmpty() && list.length() <= LARGEST_LIST);
            case AdmitMember _, SuspendMember _, Propose _, Vote _, RequestCertificates _, CertifyMember _ ->
                member(directive);
            case RegisterStudy _, Debit _, Release _, AnchorLog _ -> study(directive);
            case RegisterKey _, RetireKey _, HandOver _ -> {
                // Their types say it all.
            }
        }
    }

    private void grant(Grant grant) {
        text("id", ID, grant.id());
        text("handle", HANDLE, grant.handle());
        grant.delegation().ifPresent(d -> text("delegation", ID, d));
        signature(grant.signature());
        must("purposes", !grant.purposes().isEmpty());
        must("terms", !grant.terms().isEmpty());
    }

    private void legalBasis(LegalBasisRelease release) {
        text("id", ID, release.id());
        text("handle", HANDLE, release.handle());
        text("statute", WORDS, release.statute());
        text("requester", WORDS, release.requester());
        must(
                "types",
                !release.types().isEmpty()
                        && release.types().size() <= MOST_TYPES
                        && ResourceTypes.areKnown(release.types()));
        must(
                "approvals",
                release.approvals().size() == 2
                        && release.approvals().stream()
                                .allMatch(approval -> approval.signature().length() == LEAST_SIGNATURE));
    }

    private void optOut(OptOut out) {
        text("id", ID, out.id());
        text("handle", HANDLE, out.handle());
        out.delegation().ifPresent(d -> text("delegation", ID, d));
        signature(out.signature());
        must("purposes", !out.purposes().isEmpty());
    }

    private void member(Directive directive) {
        if (directive instanceof AdmitMember(var _, var organization, var endpoint, var _, var card)) {
            text("organization", WORDS, organization);
            text("endpoint", WORDS, endpoint);
            text("card", CARD, card);
        } else if (directive instanceof Propose(var id, var change, var _)) {
            text("id", NAME, id);
            must("change", change instanceof AdmitMember || change instanceof SuspendMember);
            member(change);
        } else if (directive instanceof Vote(var proposal, var _)) {
            text("proposal", NAME, proposal);
        } else if (directive instanceof RequestCertificates(var _, var request)) {
            text("request", CARD, request);
        } else if (directive instanceof CertifyMember(var _, var _, var card, var tls, var ledger)) {
            text("card", CARD, card);
            must("tls", !tls.isEmpty() && tls.length() <= LARGEST_CERTIFICATE);
            must("ledger", ledger.length() <= LARGEST_CERTIFICATE);
        }
    }

    private void study(Directive directive) {
        if (directive instanceof RegisterStudy study) {
            text("study", NAME, study.study());
            must("limitMicros", study.limitMicros() >= 0);
        } else if (directive instanceof Debit debit) {
            text("id", NAME, debit.id());
            text("study", NAME, debit.study());
            must("rhoMicros", debit.rhoMicros() >= 0);
            must("limitMicros", debit.limitMicros() >= 0);
        } else if (directive instanceof Release release) {
            text("id", NAME, release.id());
            text("study", NAME, release.study());
        } else if (directive instanceof AnchorLog log) {
            text("log", NAME, log.log());
            must("entries", log.entries() >= 0);
        }
    }

    private void signature(Bytes signature) {
        must("signature", signature.length() >= LEAST_SIGNATURE && signature.length() <= MOST_SIGNATURE);
    }

    private void text(String at, Pattern pattern, String value) {
        must(at, pattern.matcher(value).matches());
    }

    private void must(String at, boolean holds) {
        if (!holds) {
            problems.add(new Problem(at, "not of its form"));
        }
    }
}
