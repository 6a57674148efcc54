package org.healthsphere.node.handover;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.healthsphere.federation.MemberDirectory;
import org.healthsphere.federation.exchange.PatientLocator;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.ingest.Ids;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/**
 * Takes in what other members hand over. What is answered is durable; what comes again is answered as the first time, and taken once.
 *
 * <p>The patient is the one whom the tokens tell beyond doubt. In doubt, and when they tell nobody, he is taken in as new, and the steward's
 * queue proposes whom he may be: nobody is merged by a letter.
 */
public final class Inbox {
    /** As the ways in call it. */
    public static final String SOURCE = "members";

    /** The category of what the inbox shows: the kind, in this system. */
    public static final String CATEGORY = HandedResources.HANDOVERS;

    private static final String FILED = "handover-in";
    private static final String ASIDE = "handover-aside";
    /** What is being taken in and is not in the audit log yet; written before it is filed, gone after that. */
    private static final String UNTOLD = "handover-untold";

    private static final int VERSION = 1;

    private final Here here;
    private final Taking taking;

    /** This member, and who the others are. */
    public record Here(NodeId self, MemberDirectory members) {}

    /**
     * What it goes into.
     *
     * @param patients whom tokens tell for certain; who is only probable is taken in as new as well
     */
    public record Taking(Ingest ingest, PatientLocator patients, ResourceStore store, AuditLog audit) {}

    public Inbox(Here here, Taking taking) {
        this.here = here;
        this.taking = taking;
    }

    /** With what is filed; the patient in whose record it is. */
    static Mark mark(NodeId from, String handover, String patient) {
        return new Mark(FILED, key(from, handover), Bytes.utf8(patient)).about(patient);
    }

    private static String key(NodeId from, String handover) {
        return Ids.digest("handover", from.value(), handover);
    }

    /** Answers a letter of another member; nothing is sealed for who is none, or has written none. */
    public Outcome<Bytes> answer(NodeId from, Bytes letter) {
        if (here.members().active(from).isEmpty()) {
            return Outcome.failed(new Fault.Unauthenticated("the sender is not an active member"));
        }
        var json = Json.parse(letter).orElseGet(Json::object);
        var handover = json.path("handover").asText();
        if (!HandoverLetter.isId(handover) || json.path("v").asInt() != VERSION) {
            return Outcome.failed(new Fault.Invalid("a letter about a handover says its version and its name"));
        }
        return switch (json.path("ask").asText()) {
            case "ready" -> said(known(from, handover).orElse(HandoverReply.READY));
            case "file" -> said(known(from, handover).orElseGet(() -> filed(from, json)));
            default ->
                Outcome.failed(new Fault.Invalid("a letter about a handover asks whether it is taken, or brings it"));
        };
    }

    private static Outcome<Bytes> said(HandoverReply reply) {
        return Outcome.of(Json.bytes(Json.object().put("v", VERSION).put("state", reply.code())));
    }

    private Optional<HandoverReply> known(NodeId from, String handover) {
        var key = key(from, handover);
        return taking.store()
                .mark(FILED, key)
                .map(patient -> told(from, handover, patient.utf8()))
                .or(() -> taking.store().mark(ASIDE, key).map(_ -> HandoverReply.ASIDE));
    }

    private HandoverReply filed(NodeId from, ObjectNode json) {
        return switch (HandoverLetter.parse(json, here.self())) {
            case Outcome.Failure<HandoverLetter> _ -> HandoverReply.REFUSED;
            case Outcome.Success<HandoverLetter>(var letter) -> filed(from, json, letter);
        };
    }

    private HandoverReply filed(NodeId from, ObjectNode json, HandoverLetter letter) {
        return switch (located(letter.tokens())) {
            case Outcome.Failure<Optional<String>> _ -> HandoverReply.LATER;
            case Outcome.Success<Optional<String>>(var patient) -> {
                var kept = HandoverFeed.kept(from, here.self(), json, patient);
                taking.store().putMark(untold(from, letter.id()));
                yield taken(from, letter.id(), taking.ingest().take(HandoverFeed.KIND, SOURCE, kept));
            }
        };
    }

    private Outcome<Optional<String>> located(PatientTokens tokens) {
        return tokens.equals(PatientTokens.NOBODY)
                ? Outcome.of(Optional.empty())
                : taking.patients().locate(tokens);
    }

    private HandoverReply taken(NodeId from, String handover, Receipt receipt) {
        return switch (receipt) {
            case Receipt.Stored _, Receipt.Partly _, Receipt.Repeated _ ->
                known(from, handover).orElse(HandoverReply.FILED);
            case Receipt.Quarantined _ -> {
                taking.store().putMark(new Mark(ASIDE, key(from, handover), Bytes.utf8(handover)));
                yield HandoverReply.ASIDE;
            }
            case Receipt.Deferred _ -> HandoverReply.LATER;
        };
    }

    private static Mark untold(NodeId from, String handover) {
        var letter = Json.object().put("from", from.value()).put("handover", handover);
        return new Mark(UNTOLD, key(from, handover), Json.bytes(letter));
    }

    /** Puts into the audit log what was filed and is not in it: when it could not be written, or what was set aside was taken after all. */
    public void round() {
        List<Mark> open;
        try (var marks = taking.store().marks(UNTOLD)) {
            open = marks.toList();
        }
        for (var mark : open) {
            var letter = Json.tree(mark.value());
            var _ = known(
                    new NodeId(letter.path("from").asText()),
                    letter.path("handover").asText());
        }
    }

    /** The patient shall know who wrote into his record: before that it is not said to be filed. */
    private synchronized HandoverReply told(NodeId from, String handover, String patient) {
        if (taking.store().mark(UNTOLD, key(from, handover)).isEmpty()) {
            return HandoverReply.FILED;
        }
        var who = new Requester(from, "handover", Role.SYSTEM);
        var event = AuditEvent.of(AuditCode.RECORD_CREATED, who, PurposeOfUse.TREAT, handover)
                .about(patient)
                .naming(HandoverFeed.resources(SOURCE, from, handover));
        if (!(taking.audit().append(event) instanceof Outcome.Success)) {
            return HandoverReply.LATER;
        }
        taking.store().removeMark(UNTOLD, key(from, handover));
        return HandoverReply.FILED;
    }
}
