package org.healthsphere.node.http.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.handover.HandoverKind;
import org.healthsphere.node.handover.HandoverOrder;
import org.healthsphere.node.handover.Handovers;
import org.healthsphere.node.handover.Sent;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * {@code Patient/[id]/$hand-over}: with POST a referral or a discharge summary goes to another member ({@code member}, {@code kind}, {@code words},
 * {@code urgent}); with GET it is told what was handed over of this patient, and how far it has come.
 */
final class HandoverWire {
    private static final String PATH = "/Patient/:id/$hand-over";
    private static final String CODE = "$hand-over";
    private static final Set<String> INPUTS = Set.of("member", "kind", "words", "urgent");
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private final Handovers handovers;

    HandoverWire(Handovers handovers) {
        this.handovers = handovers;
    }

    List<Interaction> all() {
        return List.of(
                new Interaction(HttpMethod.POST, PATH, CODE, this::send),
                new Interaction(HttpMethod.GET, PATH, CODE, this::sent));
    }

    private Outcome<Answer> send(Call call) {
        return call.ofType("Patient")
                .id()
                .then(id -> OperationWire.inputs(call).then(inputs -> order(id.id(), inputs.parameters())))
                .then(order -> handovers.send(call.access(), order))
                .map(sent -> Answer.of(sent.isOver() ? OK : ACCEPTED, parameters(List.of(sent))));
    }

    private Outcome<Answer> sent(Call call) {
        return call.ofType("Patient")
                .id()
                .then(id -> handovers.of(call.access(), id.id()))
                .map(all -> Answer.of(OK, parameters(all)));
    }

    private static Outcome<HandoverOrder> order(String patient, Parameters asked) {
        List<Problem> problems = new ArrayList<>();
        asked.all().stream()
                .filter(parameter -> !INPUTS.contains(parameter.name()))
                .forEach(parameter -> problems.add(new Problem(parameter.name(), "is no input of this operation")));
        var kind = asked.last("kind").flatMap(HandoverKind::of);
        if (kind.isEmpty()) {
            problems.add(new Problem("kind", "is needed: referral or discharge"));
        }
        var member = asked.last("member").orElse("");
        if (!NodeId.isId(member)) {
            problems.add(new Problem("member", "is needed: the name of another member"));
        }
        var urgent = asked.last("urgent").orElse("false");
        if (!urgent.equals("true") && !urgent.equals("false")) {
            problems.add(new Problem("urgent", "is true or false"));
        }
        return problems.isEmpty()
                ? Outcome.of(new HandoverOrder(
                        patient,
                        new NodeId(member),
                        kind.orElseThrow(),
                        asked.last("words").orElse(""),
                        urgent.equals("true")))
                : Outcome.failed(new Fault.Invalid(problems));
    }

    private static Bytes parameters(List<Sent> all) {
        var json = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        var list = json.putArray("parameter");
        all.forEach(sent -> part(list.addObject().put("name", "handover").putArray("part"), sent));
        if (all.isEmpty()) {
            json.remove("parameter");
        }
        return Bytes.utf8(json.toString());
    }

    private static void part(ArrayNode parts, Sent sent) {
        var order = sent.order();
        parts.addObject().put("name", "id").put("valueString", sent.id());
        parts.addObject().put("name", "member").put("valueString", order.to().value());
        parts.addObject().put("name", "kind").put("valueCode", order.kind().code());
        parts.addObject().put("name", "sent").put("valueInstant", sent.at().toString());
        parts.addObject().put("name", "until").put("valueInstant", sent.until().toString());
        parts.addObject()
                .put("name", "state")
                .put("valueCode", sent.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
