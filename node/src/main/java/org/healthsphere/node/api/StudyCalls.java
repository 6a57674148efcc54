package org.healthsphere.node.api;

import java.util.stream.Collectors;
import org.healthsphere.federation.MemberDirectory;
import org.healthsphere.federation.Peer;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.specs.Outcome;

/** A researcher's question to all members. */
final class StudyCalls {
    private final ApiRoutes.OfResearch research;
    private final MemberDirectory members;

    StudyCalls(ApiRoutes.OfResearch research, MemberDirectory members) {
        this.research = research;
        this.members = members;
    }

    /** The signed certificate of the release; what it says is what may be told. The study that pays is the caller's own. */
    Outcome<Reply> ask(Call call) {
        var all = members.active().stream().map(Peer::id).collect(Collectors.toSet());
        return CohortQuery.parse(call.body().array())
                .then(query -> research.accounts()
                        .open(call.caller().requester().subject(), query.study())
                        .then(_ -> research.studies().ask(query, all)))
                .map(answer -> new Reply(200, "application/json", answer.certificate()));
    }
}
