package org.healthsphere.node.api;

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
        return Outcome.of(Reply.json(200, participations.json(patient)));
    }
}
