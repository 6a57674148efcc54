package org.healthsphere.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.Directive.BreakGlass;
import org.healthsphere.consent.Directive.Debit;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.PublishRevocations;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.Release;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.Directive.SuspendMember;
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
    private static final int SIGNATURE_BYTES = 64;
    private static final int LARGEST_LIST = 48 * 1024;

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
            case Revoke(var id, var _, var signature) -> {
                text("id", ID, id);
                must("signature", signature.length() == SIGNATURE_BYTES);
            }
            case BreakGlass(var id, var _, var handle, var _, var _) -> {
                text("id", NAME, id);
                text("handle", HANDLE, handle);
            }
            case AdmitMember(var _, var organization, var endpoint, var _, var card) -> {
                text("organization", WORDS, organization);
                text("endpoint", WORDS, endpoint);
                text("card", CARD, card);
            }
            case Debit(var id, var study, var _, var epsilon, var limit) -> {
                text("id", NAME, id);
                text("study", NAME, study);
                must("epsilonMicros", epsilon >= 0);
                must("limitMicros", limit >= 0);
            }
            case Release(var id, var study, var _) -> {
                text("id", NAME, id);
                text("study", NAME, study);
            }
            case AnchorLog(var _, var entries, var _) -> must("entries", entries >= 0);
            case PublishRevocations(var list) -> must("list", !list.isEmpty() && list.length() <= LARGEST_LIST);
            case RegisterKey _, SuspendMember _ -> {
                // Their types say it all.
            }
        }
    }

    private void grant(Grant grant) {
        text("id", ID, grant.id());
        text("handle", HANDLE, grant.handle());
        must("signature", grant.signature().length() == SIGNATURE_BYTES);
        must("purposes", !grant.purposes().isEmpty());
        must("terms", !grant.terms().isEmpty());
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
