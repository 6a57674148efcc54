package org.healthsphere.federation.research.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.cohort.CoverageJson;
import org.healthsphere.federation.research.cohort.Pin;
import org.healthsphere.federation.research.plan.Computation;
import org.healthsphere.federation.research.plan.Protection;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/** What is signed of a release: what was asked, on what the answer rests, who was counted, how it is protected, and the answer. */
record ReleasePaper(StudyPlan plan, int analysis, List<Pin> pins, RunCourse course, ObjectNode result) {
    private static final Comparator<NodeId> BY_NAME = Comparator.comparing(NodeId::value);

    ObjectNode json(Map<NodeId, Ground> absent, Instant time) {
        var array = JsonNodeFactory.instance.arrayNode();
        absent.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(BY_NAME))
                .forEach(entry -> array.addObject()
                        .put("member", entry.getKey().value())
                        .put("ground", entry.getValue().code()));
        return json(array, time.toString());
    }

    /** The same with what only the coordinator knows: who was asked in vain, and when it ended. */
    ObjectNode json(JsonNode absent, String time) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("type", "study-release")
                .put("v", 1)
                .put("plan", plan.hash().hex())
                .put("query", query().hex())
                .put("study", plan.id())
                .put("title", plan.asker().title())
                .put("coordinator", plan.asker().member().value())
                .put("run", course.run().hex())
                .put("roster", course.rosterHash().hex())
                .put("rounds", course.round() + 1)
                .put("sums", course.trail().hex())
                .put("quorum", plan.safety().terms().quorum())
                .put("number", analysis)
                .put("time", time);
        json.set("analysis", plan.json().path("analyses").path(analysis));
        protection(json.putObject("protection"));
        var terminology = json.putArray("terminology");
        pins.forEach(pin -> terminology
                .addObject()
                .put("concepts", pin.concepts().hex())
                .put("members", pin.members().hex()));
        var counted = json.putArray("counted");
        course.counted().stream().sorted(BY_NAME).forEach(member -> counted(counted.addObject(), member));
        json.set("absent", absent);
        return json.set("result", result);
    }

    /** What this analysis asks, by itself: the cohort, the variables that it looks at, and what of them. */
    private Sha256 query() {
        var json = JsonNodeFactory.instance.objectNode();
        var whole = plan.json();
        json.set("cohort", whole.path("cohort"));
        json.set("analysis", whole.path("analyses").path(analysis));
        var names = plan.analyses().get(analysis).variables().collect(Collectors.toSet());
        var variables = json.putArray("variables");
        whole.path("variables")
                .valueStream()
                .filter(variable -> names.contains(variable.path("name").asText()))
                .forEach(variables::add);
        return Sha256.of(CanonicalJson.of(json));
    }

    /** What was committed to before the sum was opened: the numbers and their noise, masked. */
    private void counted(ObjectNode json, NodeId member) {
        json.put("member", member.value());
        course.committed(member).ifPresent(digest -> json.put("masked", digest.hex()));
        Optional.ofNullable(course.roster().get(member)).map(Heard::message).ifPresent(admitted -> {
            RunWriter.frame(json, admitted.frame());
            CoverageJson.put(json, admitted.coverage());
        });
        course.paid(member)
                .ifPresent(paid -> json.put("debit", paid.debit().hex()).put("debitHeight", paid.height()));
    }

    private String neighbours() {
        return plan.analyses().get(analysis).countsOnce()
                ? "one patient added or removed, who is written alike at every member and counted at one of them"
                : "one patient added or removed, who may be counted once at every member";
    }

    private void protection(ObjectNode json) {
        switch (plan.safety().protection()) {
            case Protection.Exact(var threshold) ->
                json.put("name", "disclosure-rules").put("threshold", threshold);
            case Protection.Noise(var rho) -> {
                json.put("name", "discrete-gaussian")
                        .put("rhoMicros", rho)
                        .put("neighbours", neighbours());
                var deviations = json.putArray("deviations");
                var members = course.roster().size();
                Computation.of(plan, plan.analyses().get(analysis)).parts().stream()
                        .flatMap(List::stream)
                        .map(part -> part.noise(plan, rho, members))
                        .forEach(noise -> deviations.add(
                                Double.toString(noise.deviation(course.counted().size()))));
            }
        }
    }
}
