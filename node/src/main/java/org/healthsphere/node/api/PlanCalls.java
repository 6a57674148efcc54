package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.healthsphere.federation.MemberDirectory;
import org.healthsphere.federation.Peer;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.research.FiledStudy;
import org.healthsphere.node.research.RunProgress;
import org.healthsphere.node.research.StudyOffice;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** Studies: a researcher proposes and runs them, a steward decides. */
final class PlanCalls {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,3}");

    private final StudyOffice office;
    private final MemberDirectory members;

    PlanCalls(StudyOffice office, MemberDirectory members) {
        this.office = office;
        this.members = members;
    }

    private Set<NodeId> everybody() {
        return members.active().stream().map(Peer::id).collect(Collectors.toUnmodifiableSet());
    }

    private static String subject(Call call) {
        return call.caller().requester().subject();
    }

    /** Registers a study and shows it to every hospital. */
    Outcome<Reply> propose(Call call) {
        return office.propose(subject(call), call.body(), everybody()).map(study -> Reply.json(201, full(study)));
    }

    /** The caller's own studies, with how each stands at each hospital. */
    Outcome<Reply> own(Call call) {
        var json = JsonNodeFactory.instance.objectNode();
        var studies = json.putArray("studies");
        office.of(subject(call)).forEach(study -> studies.add(full(study)));
        return Outcome.of(Reply.json(200, json));
    }

    private ObjectNode full(FiledStudy study) {
        var json = brief(study);
        var sites = json.putArray("sites");
        office.standings(study.plan(), everybody())
                .forEach((member, standing) ->
                        sites.addObject().put("member", member.value()).put("standing", standing));
        return json;
    }

    private ObjectNode brief(FiledStudy study) {
        var plan = study.plan();
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("id", plan.id())
                .put("plan", plan.hash().hex())
                .put("title", plan.asker().title())
                .put("member", plan.asker().member().value())
                .put("standing", study.standing().name().toLowerCase(Locale.ROOT))
                .put("since", study.since().toString());
        ArrayNode analyses = json.putArray("analyses");
        for (var number = 0; number < plan.analyses().size(); number++) {
            var analysis = analyses.addObject()
                    .put("number", number)
                    .put("name", plan.analyses().get(number).name())
                    .put("released", office.released(plan, number).isPresent());
            office.progress(plan, number).ifPresent(stage -> progress(analysis.putObject("progress"), stage));
        }
        return json;
    }

    private static void progress(ObjectNode json, RunProgress.Stage stage) {
        var asked = json.put("step", stage.step()).putArray("asked");
        stage.asked().stream().sorted().forEach(asked::add);
        var answering = json.putArray("answering");
        stage.answering().stream().sorted().forEach(answering::add);
    }

    /** The signed release of an analysis; asked again, it is the same one. */
    Outcome<Reply> run(Call call) {
        return found(call)
                .then(study -> office.run(study.plan(), number(call), everybody()))
                .map(answer -> new Reply(200, "application/json", answer.certificate()));
    }

    /** The release as it was told before. */
    Outcome<Reply> released(Call call) {
        return found(call)
                .then(study -> office.released(study.plan(), number(call))
                        .map(document -> Outcome.of(new Reply(200, "application/json", document)))
                        .orElseGet(() -> Outcome.failed(new Fault.NotFound("a release of this analysis"))));
    }

    /** What the signed messages of the run come to when they are computed again. */
    Outcome<Reply> replay(Call call) {
        return found(call)
                .then(study -> office.replay(study.plan(), number(call)))
                .map(result -> Reply.json(200, result));
    }

    private Outcome<FiledStudy> found(Call call) {
        return NUMBER.matcher(call.parameter("number")).matches()
                ? office.find(subject(call), call.parameter("id"))
                : Outcome.failed(new Fault.NotFound("such an analysis"));
    }

    private static int number(Call call) {
        return Integer.parseInt(call.parameter("number"));
    }

    /** What is asked of this hospital's patients. */
    Outcome<Reply> proposed(Call call) {
        var json = JsonNodeFactory.instance.objectNode();
        var studies = json.putArray("studies");
        for (var study : office.proposed()) {
            var one = brief(study);
            one.put("approving", study.approving().size()).put("votes", office.votes());
            one.set("document", study.plan().json());
            studies.add(one);
        }
        return Outcome.of(Reply.json(200, json));
    }

    /** The steward's word. */
    Outcome<Reply> decide(Call call) {
        if (!HASH.matcher(call.parameter("plan")).matches()) {
            return Outcome.failed(new Fault.NotFound("such a study"));
        }
        return decision(call)
                .map(approve -> office.decide(new Sha256(call.parameter("plan")), approve, subject(call)))
                .orElseGet(() -> Outcome.failed(
                        new Fault.Invalid(List.of(new Problem("decision", "must be approve or decline")))))
                .map(study -> Reply.json(200, brief(study)));
    }

    private static Optional<Boolean> decision(Call call) {
        try {
            return switch (JSON.readTree(call.body().array()).path("decision").asText()) {
                case "approve" -> Optional.of(true);
                case "decline" -> Optional.of(false);
                default -> Optional.empty();
            };
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
