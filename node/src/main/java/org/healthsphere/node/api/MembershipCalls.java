package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.joining.JoinDesk;
import org.healthsphere.node.joining.JoinDesk.Waiting;
import org.healthsphere.node.joining.Progress;
import org.healthsphere.node.network.Admissions.Ballot;
import org.healthsphere.node.network.Application;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;

/** What an operator does about who is a member. */
final class MembershipCalls {
    private static final int LONGEST_INVITATION_DAYS = 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JoinDesk desk;
    private final AuditLog audit;
    private final InstantSource clock;

    MembershipCalls(JoinDesk desk, AuditLog audit, InstantSource clock) {
        this.desk = desk;
        this.audit = audit;
        this.clock = clock;
    }

    /** How things stand. */
    Outcome<Reply> read(Call call) {
        var admissions = desk.admissions();
        var json = JsonNodeFactory.instance.objectNode().put("handedOver", admissions.handedOver());
        admissions.active().forEach(json.putArray("members")::add);
        var applications = json.putArray("applications");
        desk.waiting().forEach(waiting -> applications.add(application(waiting)));
        var proposals = json.putArray("proposals");
        admissions.ballots().forEach(ballot -> proposals.add(proposal(ballot)));
        return Outcome.of(Reply.json(200, json));
    }

    private static ObjectNode application(Waiting waiting) {
        var application = waiting.application();
        var json = of(application).put("received", waiting.received().toString());
        return switch (waiting.progress()) {
            case Outcome.Success<Progress>(var progress) ->
                json.put("state", progress.json().path("state").asText());
            case Outcome.Failure<Progress>(var fault) ->
                json.put("state", "unanswered").put("problem", Faults.text(fault));
        };
    }

    private static ObjectNode of(Application application) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("application", application.digest().hex())
                .put("fingerprint", application.fingerprint())
                .put("member", application.member().value())
                .put("organization", application.organization())
                .put("endpoint", application.endpoint().toString());
        application.hosts().forEach(json.putArray("hosts")::add);
        return json;
    }

    private ObjectNode proposal(Ballot ballot) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("proposal", ballot.id())
                .put("until", ballot.notAfter().toString())
                .put("open", ballot.isOpen(clock.instant()))
                .put("carried", ballot.carried())
                .put("needed", desk.needed());
        ballot.votes().stream().map(NodeId::value).sorted().forEach(json.putArray("votes")::add);
        switch (ballot.change()) {
            case SuspendMember(var member) -> json.put("change", "suspend").put("member", member.value());
            case AdmitMember admission -> {
                json.put("change", "admit").put("member", admission.member().value());
                json.put("organization", admission.organization());
                json.put("endpoint", admission.endpoint());
                json.put("fingerprint", Application.fingerprint(Sha256.of(admission.card())));
            }
            default -> throw new IllegalStateException("the ledger checks what may be proposed");
        }
        return json;
    }

    /** Lets a hospital apply here once. */
    Outcome<Reply> invite(Call call) {
        var order = parsed(call.body());
        var days = order.path("days").asInt();
        if (days < 1 || days > LONGEST_INVITATION_DAYS) {
            return Outcome.failed(new Fault.Invalid(List.of(new Problem("days", "must be 1 to 30"))));
        }
        try {
            var base = URI.create(order.path("base").asText());
            return desk.invite(base, Duration.ofDays(days))
                    .then(invitation -> noted(
                            call,
                            AuditCode.MEMBER_INVITED,
                            "invitation",
                            JsonNodeFactory.instance.objectNode().put("invitation", invitation.text())));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid(List.of(new Problem("base", "must read https://host:port"))));
        }
    }

    /** Brings an application, or the suspension of a member, before the members. */
    Outcome<Reply> propose(Call call) {
        return proposed(parsed(call.body()))
                .then(name -> noted(
                        call,
                        AuditCode.MEMBER_PROPOSED,
                        "proposal:" + name,
                        JsonNodeFactory.instance.objectNode().put("proposal", name)));
    }

    private Outcome<String> proposed(JsonNode order) {
        try {
            if (order.has("suspend")) {
                return desk.proposeSuspension(new NodeId(order.path("suspend").asText()));
            }
            return order.has("brought")
                    ? desk.bring(order.path("brought").asText()).then(application -> desk.propose(application.digest()))
                    : desk.propose(new Sha256(order.path("application").asText()));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid(List.of(new Problem(
                    "application", "must be the digest of an application; or suspend, the name of a member"))));
        }
    }

    /** This member is for a proposal. */
    Outcome<Reply> vote(Call call) {
        var proposal = parsed(call.body()).path("proposal").asText("");
        return desk.vote(proposal)
                .then(decided -> noted(
                        call,
                        AuditCode.MEMBER_VOTED,
                        "proposal:" + proposal,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("proposal", proposal)
                                .put("decided", decided)));
    }

    private Outcome<Reply> noted(Call call, AuditCode code, String what, ObjectNode json) {
        var event = AuditEvent.of(code, call.caller().requester(), PurposeOfUse.HOPERAT, call.correlation())
                .naming(List.of(what));
        return audit.append(event).map(_ -> Reply.json(201, json));
    }

    private static JsonNode parsed(Bytes body) {
        try {
            return JSON.readTree(body.array());
        } catch (IOException _) {
            return MissingNode.getInstance();
        }
    }
}
