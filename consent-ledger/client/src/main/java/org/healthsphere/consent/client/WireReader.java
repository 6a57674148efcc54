package org.healthsphere.consent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
import org.healthsphere.consent.Directive.Right;
import org.healthsphere.consent.Directive.RotateKey;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.Directive.Vote;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/** The directive in a document of the contract. */
record WireReader(JsonNode json) {
    /** The directive; IllegalArgumentException when it is none that this version knows. */
    static Directive directive(String operation, String text) {
        return new WireReader(Wire.parse(text)).read(operation);
    }

    private Directive read(String operation) {
        return switch (operation) {
            case "registerKey" -> new RegisterKey(member("custodian"), key(), relyingParty());
            case "rotateKey" -> new RotateKey(member("custodian"), digest("key"), key(), relyingParty(), signature());
            case "retireKey" -> new RetireKey(member("custodian"), digest("key"));
            case "grant" -> grant();
            case "amend" -> Amend.of(grant(), json.path("version").asLong(), digest("previous"));
            case "revoke" -> new Revoke(text("id"), digest("key"), delegation(), signature());
            case "optOut" ->
                new OptOut(
                        text("id"),
                        member("custodian"),
                        text("handle"),
                        purposes(),
                        digest("key"),
                        delegation(),
                        signature());
            case "delegate" -> delegate();
            case "guardian" ->
                new Guardian(
                        text("id"),
                        member("custodian"),
                        text("handle"),
                        digest("delegate"),
                        digest("basis"),
                        instant("notAfter"));
            case "erase" -> new Erase(text("id"), member("custodian"));
            case "breakGlass" ->
                new BreakGlass(text("id"), member("custodian"), text("handle"), member("requester"), digest("digest"));
            case "legalBasisRelease" -> legalBasis();
            default -> ofMember(operation);
        };
    }

    private Directive ofMember(String operation) {
        return switch (operation) {
            case "admitMember" ->
                new AdmitMember(
                        member("member"), text("organization"), text("endpoint"), digest("certificate"), text("card"));
            case "suspendMember" -> new SuspendMember(member("member"));
            case "publishRevocations" -> new PublishRevocations(Bytes.base64url(text("list")));
            case "handOver" -> new HandOver(member("founder"));
            case "propose" ->
                new Propose(text("id"), directive(text("change"), text("directive")), instant("notAfter"));
            case "vote" -> new Vote(text("proposal"), member("member"));
            case "requestCertificates" -> new RequestCertificates(member("member"), text("request"));
            case "certifyMember" ->
                new CertifyMember(
                        member("member"),
                        digest("request"),
                        text("card"),
                        Bytes.base64url(text("tls")),
                        Bytes.base64url(text("ledger")));
            case "registerStudy" ->
                new RegisterStudy(
                        text("study"),
                        member("member"),
                        digest("researcher"),
                        digest("protocol"),
                        count("limitMicros"),
                        instant("notAfter"));
            case "debit" ->
                new Debit(text("id"), text("study"), member("member"), count("rhoMicros"), count("limitMicros"));
            case "release" -> new Release(text("id"), text("study"), digest("certificate"));
            case "anchorLog" -> new AnchorLog(member("member"), text("log"), count("entries"), digest("head"));
            default -> throw new IllegalArgumentException("an operation that this version does not know");
        };
    }

    private Grant grant() {
        return new Grant(
                text("id"),
                member("custodian"),
                text("handle"),
                digest("digest"),
                purposes(),
                instant("notAfter"),
                digest("key"),
                delegation(),
                signature(),
                Bytes.NONE);
    }

    private LegalBasisRelease legalBasis() {
        Set<String> types = new HashSet<>();
        json.path("types").forEach(type -> types.add(type.asText()));
        List<LegalBasisRelease.Approval> approvals = new ArrayList<>();
        json.path("approvals")
                .forEach(approval -> approvals.add(new LegalBasisRelease.Approval(
                        Role.valueOf(approval.path("role").asText()),
                        VerificationKey.parse(approval.path("spki").asText()).orElseThrow(),
                        Bytes.base64url(approval.path("signature").asText()))));
        return new LegalBasisRelease(
                text("id"),
                member("custodian"),
                text("handle"),
                text("statute"),
                text("requester"),
                types,
                instant("notBefore"),
                instant("notAfter"),
                approvals);
    }

    private Delegate delegate() {
        Set<Right> rights = EnumSet.noneOf(Right.class);
        json.path("rights")
                .forEach(right -> rights.add(Right.valueOf(right.asText().toUpperCase(Locale.ROOT))));
        return new Delegate(
                text("id"),
                member("custodian"),
                text("handle"),
                digest("key"),
                digest("delegate"),
                rights,
                instant("notAfter"),
                signature());
    }

    private Set<PurposeOfUse> purposes() {
        Set<PurposeOfUse> purposes = EnumSet.noneOf(PurposeOfUse.class);
        json.path("purposes").forEach(code -> purposes.add(PurposeOfUse.valueOf(code.asText())));
        return purposes;
    }

    private VerificationKey key() {
        return VerificationKey.parse(text("spki")).orElseThrow();
    }

    private Optional<Sha256> relyingParty() {
        return Optional.ofNullable(json.path("relyingParty").textValue()).map(Sha256::new);
    }

    private Optional<String> delegation() {
        return Optional.ofNullable(json.path("delegation").textValue());
    }

    private Bytes signature() {
        return Bytes.base64url(text("signature"));
    }

    private Instant instant(String field) {
        return Instant.parse(text(field));
    }

    private long count(String field) {
        return json.path(field).asLong();
    }

    private String text(String field) {
        return json.path(field).asText();
    }

    private NodeId member(String field) {
        return new NodeId(text(field));
    }

    private Sha256 digest(String field) {
        return new Sha256(text(field));
    }
}
