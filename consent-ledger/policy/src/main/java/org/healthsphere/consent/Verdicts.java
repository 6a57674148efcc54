package org.healthsphere.consent;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.consent.Population.Scope;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** What one kind of request comes to: worked out once for each stance, when it is first met. */
final class Verdicts {
    private static final int FEW = 1_000;

    private final ConsentRequest request;
    private final Map<Stance, Hidden> permitted = new ConcurrentHashMap<>();
    private final Map<Stance, Hidden> others = new ConcurrentHashMap<>();
    private volatile Restrictions latest;

    Verdicts(ConsentRequest request) {
        this.request = request;
        this.latest = nothing(Long.MIN_VALUE);
    }

    /** Of a request to which nobody says anything. */
    static Verdicts none() {
        return new Verdicts(new ConsentRequest(
                new Requester(new NodeId("nobody"), "nobody", Role.SYSTEM), PurposeOfUse.TREAT, Instant.EPOCH));
    }

    private Restrictions nothing(long height) {
        return new Restrictions(this, new Scope(Optional.of(Set.of())), PatchedMap.empty(), height);
    }

    /** The same object again as long as nothing changes. */
    Restrictions over(Scope scope, PatchedMap<String, Stance> stances, long height) {
        var known = latest;
        if (known.restsOn(scope, stances, height)) {
            return known;
        }
        forgetOf(permitted, stances.size());
        forgetOf(others, stances.size());
        var now = new Restrictions(this, scope, stances, height);
        latest = now;
        return now;
    }

    /** Stances that nobody takes any more are not kept for ever. */
    private static void forgetOf(Map<Stance, Hidden> judged, int patients) {
        if (judged.size() > FEW + 2 * patients) {
            judged.clear();
        }
    }

    Hidden of(Stance stance, boolean byPolicy) {
        var judged = byPolicy ? permitted : others;
        var known = judged.get(stance);
        return known != null ? known : judged.computeIfAbsent(stance, s -> s.hidden(request, byPolicy));
    }
}
