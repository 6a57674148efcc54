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
    /** Whom nobody lets see anything. */
    static final Verdicts NONE = new Verdicts(
            new ConsentRequest(
                    new Requester(new NodeId("nobody"), "nobody", Role.SYSTEM), PurposeOfUse.TREAT, Instant.EPOCH),
            new Scope(Optional.of(Set.of())));

    private static final int FEW = 1_000;

    private final ConsentRequest request;
    private final Scope scope;
    private final Map<Stance, Hidden> permitted = new ConcurrentHashMap<>();
    private final Map<Stance, Hidden> others = new ConcurrentHashMap<>();
    private volatile Restrictions latest = new Restrictions(this, PatchedMap.empty(), Long.MIN_VALUE);

    Verdicts(ConsentRequest request, Scope scope) {
        this.request = request;
        this.scope = scope;
    }

    /** The same object again as long as nothing changes. */
    Restrictions over(PatchedMap<String, Stance> stances, long height) {
        var known = latest;
        if (known.height() == height && known.state() == stances) {
            return known;
        }
        forgetOf(permitted, stances.size());
        forgetOf(others, stances.size());
        var now = new Restrictions(this, stances, height);
        latest = now;
        return now;
    }

    /** Stances that nobody takes any more are not kept for ever. */
    private static void forgetOf(Map<Stance, Hidden> judged, int patients) {
        if (judged.size() > FEW + 2 * patients) {
            judged.clear();
        }
    }

    Hidden of(String patient, Optional<Stance> stance) {
        var byPolicy = scope.covers(patient);
        if (stance.isEmpty()) {
            return byPolicy ? Hidden.nothing() : Hidden.everything();
        }
        var judged = byPolicy ? permitted : others;
        var known = judged.get(stance.get());
        return known != null ? known : judged.computeIfAbsent(stance.get(), s -> s.hidden(request, byPolicy));
    }

    /** Of whoever said nothing and is not named. */
    Hidden ofStrangers() {
        return scope.only().isEmpty() ? Hidden.nothing() : Hidden.everything();
    }

    /** Of whom the policy does not say what it says of strangers. */
    Set<String> named() {
        return scope.only().orElseGet(Set::of);
    }
}
