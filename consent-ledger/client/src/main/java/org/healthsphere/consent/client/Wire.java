package org.healthsphere.consent.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.healthsphere.consent.Directive;
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
import org.healthsphere.specs.CanonicalJson;

/**
 * A directive as the contract takes it: the name of an operation and one JSON document, the same in both directions; see
 * {@link WireReader} for the way back.
 *
 * @param terms what goes beside the document and never into a block
 */
record Wire(String operation, String json, Bytes terms) {
    private static final ObjectMapper JSON = new JsonMapper();

    static Wire of(Directive directive) {
        var json = JsonNodeFactory.instance.objectNode();
        return switch (directive) {
            case RegisterKey key -> wire("registerKey", key(key, json));
            case RotateKey rotation -> wire("rotateKey", rotation(rotation, json));
            case RetireKey(var custodian, var key) ->
                wire("retireKey", json.put("custodian", custodian.value()).put("key", key.hex()));
            case Grant grant -> new Wire("grant", text(grant(grant, json)), grant.terms());
            case Amend amend -> new Wire("amend", text(amend(amend, json)), amend.terms());
            case Revoke revoke -> wire("revoke", revoke(revoke, json));
            case OptOut out -> wire("optOut", optOut(out, json));
            case Delegate delegate -> wire("delegate", delegate(delegate, json));
            case Guardian guardian -> wire("guardian", guardian(guardian, json));
            case Erase(var id, var custodian) ->
                wire("erase", json.put("id", id).put("custodian", custodian.value()));
            case BreakGlass glass -> wire("breakGlass", breakGlass(glass, json));
            case LegalBasisRelease release -> wire("legalBasisRelease", legalBasis(release, json));
            case AdmitMember admission -> wire("admitMember", admission(admission, json));
            case SuspendMember(var member) -> wire("suspendMember", json.put("member", member.value()));
            case PublishRevocations(var list) -> wire("publishRevocations", json.put("list", list.base64url()));
            case HandOver(var founder) -> wire("handOver", json.put("founder", founder.value()));
            case Propose proposal -> wire("propose", proposal(proposal, json));
            case Vote(var proposal, var member) ->
                wire("vote", json.put("proposal", proposal).put("member", member.value()));
            case RequestCertificates(var member, var request) ->
                wire("requestCertificates", json.put("member", member.value()).put("request", request));
            case CertifyMember certified -> wire("certifyMember", certified(certified, json));
            case RegisterStudy study -> wire("registerStudy", study(study, json));
            case Debit debit -> wire("debit", debit(debit, json));
            case Release(var id, var study, var certificate) ->
                wire("release", json.put("id", id).put("study", study).put("certificate", certificate.hex()));
            case AnchorLog log -> wire("anchorLog", anchor(log, json));
        };
    }

    private static ObjectNode key(RegisterKey key, ObjectNode json) {
        key.relyingParty().ifPresent(party -> json.put("relyingParty", party.hex()));
        return json.put("custodian", key.custodian().value())
                .put("spki", key.key().spki());
    }

    private static ObjectNode rotation(RotateKey rotation, ObjectNode json) {
        rotation.relyingParty().ifPresent(party -> json.put("relyingParty", party.hex()));
        return json.put("custodian", rotation.custodian().value())
                .put("key", rotation.key().hex())
                .put("spki", rotation.successor().spki())
                .put("signature", rotation.signature().base64url());
    }

    private static ObjectNode grant(Grant grant, ObjectNode json) {
        grant.delegation().ifPresent(delegation -> json.put("delegation", delegation));
        json.put("id", grant.id())
                .put("custodian", grant.custodian().value())
                .put("handle", grant.handle())
                .put("digest", grant.digest().hex())
                .put("notAfter", grant.notAfter().toString())
                .put("key", grant.key().hex())
                .put("signature", grant.signature().base64url());
        return sorted(
                json, "purposes", grant.purposes().stream().map(Enum::name).toList());
    }

    private static ObjectNode amend(Amend amend, ObjectNode json) {
        return grant(amend.asGrant(), json)
                .put("version", amend.version())
                .put("previous", amend.previous().hex());
    }

    private static ObjectNode revoke(Revoke revoke, ObjectNode json) {
        revoke.delegation().ifPresent(delegation -> json.put("delegation", delegation));
        return json.put("id", revoke.id())
                .put("key", revoke.key().hex())
                .put("signature", revoke.signature().base64url());
    }

    private static ObjectNode optOut(OptOut out, ObjectNode json) {
        out.delegation().ifPresent(delegation -> json.put("delegation", delegation));
        json.put("id", out.id())
                .put("custodian", out.custodian().value())
                .put("handle", out.handle())
                .put("key", out.key().hex())
                .put("signature", out.signature().base64url());
        return sorted(json, "purposes", out.purposes().stream().map(Enum::name).toList());
    }

    private static ObjectNode delegate(Delegate delegate, ObjectNode json) {
        json.put("id", delegate.id())
                .put("custodian", delegate.custodian().value())
                .put("handle", delegate.handle())
                .put("key", delegate.key().hex())
                .put("delegate", delegate.delegate().hex())
                .put("notAfter", delegate.notAfter().toString())
                .put("signature", delegate.signature().base64url());
        return sorted(
                json,
                "rights",
                delegate.rights().stream()
                        .map(right -> right.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static ObjectNode guardian(Guardian guardian, ObjectNode json) {
        return json.put("id", guardian.id())
                .put("custodian", guardian.custodian().value())
                .put("handle", guardian.handle())
                .put("delegate", guardian.delegate().hex())
                .put("basis", guardian.basis().hex())
                .put("notAfter", guardian.notAfter().toString());
    }

    private static ObjectNode legalBasis(LegalBasisRelease release, ObjectNode json) {
        json.put("id", release.id())
                .put("custodian", release.custodian().value())
                .put("handle", release.handle())
                .put("statute", release.statute())
                .put("requester", release.requester())
                .put("notBefore", release.notBefore().toString())
                .put("notAfter", release.notAfter().toString());
        var approvals = json.putArray("approvals");
        release.approvals().stream()
                .sorted(Comparator.comparing(approval -> approval.role().name()))
                .forEach(approval -> approvals
                        .addObject()
                        .put("role", approval.role().name())
                        .put("spki", approval.key().spki())
                        .put("signature", approval.signature().base64url()));
        return sorted(json, "types", List.copyOf(release.types()));
    }

    private static ObjectNode breakGlass(BreakGlass glass, ObjectNode json) {
        return json.put("id", glass.id())
                .put("custodian", glass.custodian().value())
                .put("handle", glass.handle())
                .put("requester", glass.requester().value())
                .put("digest", glass.digest().hex());
    }

    private static ObjectNode admission(AdmitMember admission, ObjectNode json) {
        return json.put("member", admission.member().value())
                .put("organization", admission.organization())
                .put("endpoint", admission.endpoint())
                .put("certificate", admission.certificate().hex())
                .put("card", admission.card());
    }

    private static ObjectNode certified(CertifyMember certified, ObjectNode json) {
        return json.put("member", certified.member().value())
                .put("request", certified.request().hex())
                .put("card", certified.card())
                .put("tls", certified.tls().base64url())
                .put("ledger", certified.ledger().base64url());
    }

    private static ObjectNode proposal(Propose proposal, ObjectNode json) {
        var change = of(proposal.change());
        return json.put("id", proposal.id())
                .put("change", change.operation())
                .put("directive", change.json())
                .put("notAfter", proposal.notAfter().toString());
    }

    private static ObjectNode study(RegisterStudy study, ObjectNode json) {
        return json.put("study", study.study())
                .put("member", study.member().value())
                .put("researcher", study.researcher().hex())
                .put("protocol", study.protocol().hex())
                .put("limitMicros", study.limitMicros())
                .put("notAfter", study.notAfter().toString());
    }

    private static ObjectNode debit(Debit debit, ObjectNode json) {
        return json.put("id", debit.id())
                .put("study", debit.study())
                .put("member", debit.member().value())
                .put("rhoMicros", debit.rhoMicros())
                .put("limitMicros", debit.limitMicros());
    }

    private static ObjectNode anchor(AnchorLog log, ObjectNode json) {
        return json.put("member", log.member().value())
                .put("log", log.log())
                .put("entries", log.entries())
                .put("head", log.head().hex());
    }

    private static ObjectNode sorted(ObjectNode json, String name, Collection<String> words) {
        var list = json.putArray(name);
        words.stream().sorted().forEach(list::add);
        return json;
    }

    private static Wire wire(String operation, ObjectNode json) {
        return new Wire(operation, text(json), Bytes.NONE);
    }

    private static String text(ObjectNode json) {
        return Bytes.of(CanonicalJson.of(json)).utf8();
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
    }
}
