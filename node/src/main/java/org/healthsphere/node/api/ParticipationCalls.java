package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.research.Participations;
import org.healthsphere.specs.Outcome;

/** What research has made of the caller's own record. */
final class ParticipationCalls {
    private final Participations participations;

    ParticipationCalls(Participations participations) {
        this.participations = participations;
    }

    /** Every result that this hospital has signed: whether the caller was counted, and the proof that his consent stood, or did not. */
    Outcome<Reply> own(Call call) {
        var patient = call.caller().patient().orElseThrow();
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("key", participations.keyOf(patient).hex());
        var array = json.putArray("releases");
        for (var one : participations.of(patient)) {
            var plan = one.plan();
            var entry = array.addObject()
                    .put("study", plan.id())
                    .put("title", plan.asker().title())
                    .put("member", plan.asker().member().value())
                    .put("plan", plan.hash().hex())
                    .put("analysis", plan.analyses().get(one.analysis()).name())
                    .put("run", one.run().hex())
                    .put("counted", one.counted())
                    .put("consents", one.consents().hex())
                    .put("consentHeight", one.height())
                    .put("name", one.name().hex());
            one.proof().ifPresent(proof -> entry.set("proof", proof.json()));
        }
        return Outcome.of(Reply.json(200, json));
    }
}
