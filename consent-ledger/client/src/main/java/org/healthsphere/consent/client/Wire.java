package org.healthsphere.consent.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.healthsphere.consent.Directive;
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
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;

/**
 * A directive as the contract takes it: the name of an operation and one JSON document, the same in both directions.
 *
 * @param terms what goes beside the document and never into a block
 */
record Wire(String operation, String json, Bytes terms) {
    private static final ObjectMapper JSON = new JsonMapper();

    static Wire of(Directive directive) {
        var json = JsonNodeFactory.instance.objectNode();
        return switch (directive) {
            case RegisterKey(var custodian, var key) ->
                wire("registerKey", json.put("custodian", custodian.value()).put("spki", key.spki()));
            case Grant grant -> new Wire("grant", text(grant(grant, json)), grant.terms());
            case Revoke(var id, var key, var signature) ->
                wire("revoke", json.put("id", id).put("key", key.hex()).put("signature", signature.base64url()));
            case BreakGlass glass -> wire("breakGlass", breakGlass(glass, json));
            case AdmitMember(var member, var organization, var endpoint, var certificate, var card) ->
                wire(
                        "admitMember",
                        json.put("member", member.value())
                                .put("organization", organization)
                                .put("endpoint", endpoint)
                                .put("certificate", certificate.hex())
                                .put("card", card));
            case SuspendMember(var member) -> wire("suspendMember", json.put("member", member.value()));
            case PublishRevocations(var list) -> wire("publishRevocations", json.put("list", list.base64url()));
            case Debit debit -> wire("debit", debit(debit, json));
            case Release(var id, var study, var certificate) ->
                wire("release", json.put("id", id).put("study", study).put("certificate", certificate.hex()));
            case AnchorLog(var member, var entries, var head) ->
                wire(
                        "anchorLog",
                        json.put("member", member.value())
                                .put("entries", entries)
                                .put("head", head.hex()));
        };
    }

    private static ObjectNode grant(Grant grant, ObjectNode json) {
        json.put("id", grant.id())
                .put("custodian", grant.custodian().value())
                .put("handle", grant.handle())
                .put("digest", grant.digest().hex())
                .put("notAfter", grant.notAfter().toString())
                .put("key", grant.key().hex())
                .put("signature", grant.signature().base64url());
        var purposes = json.putArray("purposes");
        grant.purposes().stream().map(Enum::name).sorted().forEach(purposes::add);
        return json;
    }

    private static ObjectNode breakGlass(BreakGlass glass, ObjectNode json) {
        return json.put("id", glass.id())
                .put("custodian", glass.custodian().value())
                .put("handle", glass.handle())
                .put("requester", glass.requester().value())
                .put("digest", glass.digest().hex());
    }

    private static ObjectNode debit(Debit debit, ObjectNode json) {
        return json.put("id", debit.id())
                .put("study", debit.study())
                .put("member", debit.member().value())
                .put("epsilonMicros", debit.epsilonMicros())
                .put("limitMicros", debit.limitMicros());
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

    /** The directive again; IllegalArgumentException when it is none that this version knows. */
    static Directive directive(String operation, String text) {
        var json = parse(text);
        return switch (operation) {
            case "registerKey" ->
                new RegisterKey(
                        member(json, "custodian"),
                        VerificationKey.parse(json.path("spki").asText()).orElseThrow());
            case "grant" -> grant(json);
            case "revoke" ->
                new Revoke(text(json, "id"), digest(json, "key"), Bytes.base64url(text(json, "signature")));
            case "breakGlass" ->
                new BreakGlass(
                        text(json, "id"),
                        member(json, "custodian"),
                        text(json, "handle"),
                        member(json, "requester"),
                        digest(json, "digest"));
            case "admitMember" ->
                new AdmitMember(
                        member(json, "member"),
                        text(json, "organization"),
                        text(json, "endpoint"),
                        digest(json, "certificate"),
                        text(json, "card"));
            case "suspendMember" -> new SuspendMember(member(json, "member"));
            case "publishRevocations" -> new PublishRevocations(Bytes.base64url(text(json, "list")));
            case "debit" ->
                new Debit(
                        text(json, "id"),
                        text(json, "study"),
                        member(json, "member"),
                        json.path("epsilonMicros").asLong(),
                        json.path("limitMicros").asLong());
            case "release" -> new Release(text(json, "id"), text(json, "study"), digest(json, "certificate"));
            case "anchorLog" ->
                new AnchorLog(member(json, "member"), json.path("entries").asLong(), digest(json, "head"));
            default -> throw new IllegalArgumentException("an operation that this version does not know");
        };
    }

    private static Grant grant(JsonNode json) {
        Set<PurposeOfUse> purposes = EnumSet.noneOf(PurposeOfUse.class);
        json.path("purposes").forEach(code -> purposes.add(PurposeOfUse.valueOf(code.asText())));
        return new Grant(
                text(json, "id"),
                member(json, "custodian"),
                text(json, "handle"),
                digest(json, "digest"),
                purposes,
                Instant.parse(text(json, "notAfter")),
                digest(json, "key"),
                Bytes.base64url(text(json, "signature")),
                Bytes.NONE);
    }

    private static String text(JsonNode json, String field) {
        return json.path(field).asText();
    }

    private static NodeId member(JsonNode json, String field) {
        return new NodeId(text(json, field));
    }

    private static Sha256 digest(JsonNode json, String field) {
        return new Sha256(text(json, field));
    }
}
