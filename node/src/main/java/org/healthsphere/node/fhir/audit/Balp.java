package org.healthsphere.node.fhir.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import org.healthsphere.consent.ConsentTerms;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.NodeId;

/**
 * An entry of the audit log as a FHIR R4 AuditEvent of its {@link Pattern}.
 *
 * <p>The log names things by their ids: a query is the type that was searched, since its values may tell of somebody's health.
 */
final class Balp {
    static final String USERS = "https://healthsphere.org/fhir/sid/user";
    private static final String ENTITY = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private static final String ROLE = "http://terminology.hl7.org/CodeSystem/object-role";
    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static final String AGENTS = "https://profiles.ihe.net/ITI/BALP/CodeSystem/UserAgentTypes";
    private static final String RESOURCES = "http://hl7.org/fhir/resource-types";
    private static final String APP = "app:";
    private static final java.util.regex.Pattern NAMED =
            java.util.regex.Pattern.compile("([A-Z][A-Za-z]{1,63})(?:/([A-Za-z0-9.-]{1,64}))?(?:/_history(?:/\\d+)?|/v?\\d+)?");
    private static final int HASH = 32;

    private final NodeId self;

    Balp(NodeId self) {
        this.self = self;
    }

    /** The id of the AuditEvent that an entry is: by its number and what it says, so that none can take the place of another. */
    static String id(AuditEntry entry) {
        return entry.sequence() + "-" + entry.hash().hex().substring(0, HASH);
    }

    ObjectNode of(AuditEntry entry) {
        var event = entry.event();
        var pattern = Pattern.of(event);
        var json = JsonNodeFactory.instance.objectNode().put("resourceType", "AuditEvent").put("id", id(entry));
        pattern.profile(event.patient().isPresent())
                .ifPresent(profile -> json.putObject("meta").putArray("profile").add(profile));
        coding(json.putObject("type"), pattern.type(event.code()));
        var subtypes = json.putArray("subtype");
        pattern.subtype().ifPresent(subtype -> coding(subtypes.addObject(), subtype));
        coding(
                subtypes.addObject(),
                new Coding(Pattern.CODES, event.code().name().toLowerCase(Locale.ROOT).replace('_', '-')));
        json.put("action", pattern.action());
        json.put("recorded", entry.time().truncatedTo(ChronoUnit.MILLIS).toString());
        json.put("outcome", event.result() == Result.PERMITTED ? "0" : event.result() == Result.DENIED ? "4" : "8");
        concept(json.putArray("purposeOfEvent").addObject(), reason(event));
        agents(json.putArray("agent"), event, pattern);
        var observer = json.putObject("source").putObject("observer");
        member(observer, self);
        entities(json.putArray("entity"), event, pattern);
        return json;
    }

    private static Coding reason(AuditEvent event) {
        return new Coding(
                "http://terminology.hl7.org/CodeSystem/v3-ActReason", event.purpose().name());
    }

    private void agents(ArrayNode agents, AuditEvent event, Pattern pattern) {
        switch (pattern) {
            case READ, DISCLOSURE -> ends(agents, event, Pattern.dicom("110153"), Pattern.dicom("110152"));
            case QUERY, CREATE, UPDATE -> ends(agents, event, Pattern.dicom("110152"), Pattern.dicom("110153"));
            case RECEIPT -> ends(agents, event, Pattern.dicom("110152"), Pattern.dicom("110153"));
            case DELETE ->
                ends(
                        agents,
                        event,
                        new Coding("http://terminology.hl7.org/CodeSystem/provenance-participant-type", "custodian"),
                        Pattern.dicom("110150"));
            case CONSENT -> {
                machine(agents, Pattern.dicom("110150"), event.requester().member());
                var organization = agents.addObject();
                concept(
                        organization.putObject("type"),
                        new Coding("http://terminology.hl7.org/CodeSystem/v3-RoleClass", "PROV"));
                member(organization.putObject("who"), event.requester().member());
                organization.put("requestor", false);
                var authorizer = agents.addObject();
                concept(
                        authorizer.putObject("type"),
                        new Coding("http://terminology.hl7.org/CodeSystem/extra-security-role-type", "authserver"));
                member(authorizer.putObject("who"), self);
                authorizer.put("requestor", false);
            }
            case TOKEN -> {
                var agent = agents.addObject();
                concept(agent.putObject("type"), new Coding(AGENTS, "UserOauthAgent"));
                who(agent, event);
                agent.put("requestor", true).putArray("policy").add(event.correlation());
                return;
            }
            case OTHER -> {
                // The person alone.
            }
        }
        person(agents, event, pattern);
    }

    /** Both ends of the line: reading goes from here to there, whoever asks. */
    private void ends(ArrayNode agents, AuditEvent event, Coding here, Coding there) {
        machine(agents, there, event.requester().member());
        machine(agents, here, self);
    }

    private static void machine(ArrayNode agents, Coding type, NodeId member) {
        var agent = agents.addObject();
        concept(agent.putObject("type"), type);
        member(agent.putObject("who"), member);
        agent.put("requestor", false).putObject("network").put("address", member.value()).put("type", "1");
    }

    private static void person(ArrayNode agents, AuditEvent event, Pattern pattern) {
        var agent = agents.addObject();
        // Who writes is the author, and else who receives.
        var writes = pattern == Pattern.CREATE || pattern == Pattern.UPDATE || pattern == Pattern.DELETE;
        concept(agent.putObject("type"), new Coding(PARTICIPATION, writes ? "AUT" : "IRCP"));
        concept(
                agent.putArray("role").addObject(),
                new Coding(ConsentTerms.ROLES, event.requester().role().name().toLowerCase(Locale.ROOT)));
        who(agent, event);
        agent.put("requestor", true);
        concept(agent.putArray("purposeOfUse").addObject(), reason(event));
    }

    private static void who(ObjectNode agent, AuditEvent event) {
        agent.putObject("who")
                .putObject("identifier")
                .put("system", USERS)
                .put("value", event.requester().member() + "/" + event.requester().subject());
    }

    private static void member(ObjectNode reference, NodeId member) {
        reference.putObject("identifier").put("system", ConsentTerms.MEMBERS).put("value", member.value());
    }

    private static void entities(ArrayNode entities, AuditEvent event, Pattern pattern) {
        event.patient().ifPresent(patient -> {
            var entity = entities.addObject();
            entity.putObject("what").put("reference", "Patient/" + patient);
            coding(entity.putObject("type"), new Coding(ENTITY, "1"));
            coding(entity.putObject("role"), new Coding(ROLE, "1"));
        });
        if (pattern != Pattern.CONSENT) {
            asked(entities, event, pattern);
        }
        event.consent().ifPresent(consent -> {
            var entity = entities.addObject();
            entity.putObject("what").putObject("identifier").put("value", consent);
            coding(entity.putObject("type"), new Coding(RESOURCES, "Consent"));
        });
    }

    /** The request, and what it was for; of a decision about a consent the pattern takes neither. */
    private static void asked(ArrayNode entities, AuditEvent event, Pattern pattern) {
        var transaction = entities.addObject();
        transaction.putObject("what").putObject("identifier").put("value", event.correlation());
        coding(
                transaction.putObject("type"),
                new Coding("https://profiles.ihe.net/ITI/BALP/CodeSystem/BasicAuditEntityType", "XrequestId"));
        if (pattern == Pattern.QUERY) {
            query(entities.addObject(), event.what().getFirst());
        } else {
            things(entities, event.what(), pattern);
        }
    }

    private static void query(ObjectNode entity, String what) {
        coding(entity.putObject("type"), new Coding(ENTITY, "2"));
        coding(entity.putObject("role"), new Coding(ROLE, "24"));
        entity.put(
                "query",
                java.util.Base64.getEncoder().encodeToString(Bytes.utf8("GET " + what).array()));
    }

    /** The first of them is the data that the event is about; a pattern has no more than one. */
    private static void things(ArrayNode entities, List<String> what, Pattern pattern) {
        var first = pattern == Pattern.READ
                || pattern == Pattern.CREATE
                || pattern == Pattern.UPDATE
                || pattern == Pattern.DELETE;
        for (var name : what) {
            var matcher = NAMED.matcher(name);
            if (name.startsWith(APP) || !matcher.matches()) {
                identified(entities.addObject(), name);
            } else {
                thing(entities.addObject(), matcher, first);
                first = false;
            }
        }
    }

    private static void thing(ObjectNode entity, Matcher name, boolean isData) {
        var type = name.group(1);
        if (name.group(2) == null) {
            entity.putObject("what").put("type", type).put("display", type);
        } else {
            entity.putObject("what").put("reference", type + "/" + name.group(2));
        }
        coding(entity.putObject("type"), isData ? new Coding(ENTITY, "2") : new Coding(RESOURCES, type));
        if (isData) {
            coding(entity.putObject("role"), new Coding(ROLE, "4"));
        }
    }

    private static void identified(ObjectNode entity, String name) {
        entity.putObject("what").putObject("identifier").put("value", name);
        coding(entity.putObject("type"), new Coding(ENTITY, "4"));
    }

    private static void concept(ObjectNode concept, Coding coding) {
        coding(concept.putArray("coding").addObject(), coding);
    }

    private static void coding(ObjectNode json, Coding coding) {
        json.put("system", coding.system()).put("code", coding.code());
    }
}
