package org.healthsphere.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.consent.Rule.Opinion;

/**
 * How several directives of one patient and the network's policy make one decision.
 *
 * <ol>
 *   <li>What a law permits is permitted, whatever any directive says of it, and nothing beyond it. It has no other effect.
 *   <li>One directive that denies overrides all that permit.
 *   <li>One that permits is enough; what any directive hides stays hidden.
 *   <li>Where none says anything, the network's policy decides, and what is hidden stays hidden.
 *   <li>The end of a directive takes its yes away, never its no: what it denied stays denied until the patient, later, permits
 *       the request anew, or the directive's own time is over. So no tombstone, whoever wrote it, reveals anything.
 * </ol>
 */
final class Judgement {
    private final ConsentRequest request;
    private final boolean permittedByPolicy;
    private final long height;

    Judgement(ConsentRequest request, boolean permittedByPolicy, long height) {
        this.request = request;
        this.permittedByPolicy = permittedByPolicy;
        this.height = height;
    }

    /** A directive of the patient's, and what it says to this request. */
    private record Said(Held held, Opinion opinion) {
        boolean permits() {
            return held.revoked().isEmpty() && opinion instanceof Opinion.Permits;
        }

        /** Whether it counts: it is in force, or what ended it has not been followed by a yes. */
        boolean binds(List<Said> permitting) {
            if (held.revoked().isEmpty()) {
                return true;
            }
            var end = held.revoked().get();
            for (var yes : permitting) {
                if (yes.held.granted().isAfter(end)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Loops, since every request of everybody comes through here. */
    Decision of(List<Held> all) {
        List<Said> said = new ArrayList<>(all.size());
        for (var held : all) {
            var opinion = held.opinion(request);
            if (!held.isLaw()) {
                said.add(new Said(held, opinion));
            } else if (opinion instanceof Opinion.Permits(var others)) {
                return new Decision.Permitted(Optional.of(held.id()), height, others);
            }
        }
        return byPatient(said);
    }

    private Decision byPatient(List<Said> said) {
        List<Said> permitting = new ArrayList<>(said.size());
        for (var one : said) {
            if (one.permits()) {
                permitting.add(one);
            }
        }
        var hidden = Hidden.nothing();
        List<Said> denying = new ArrayList<>(0);
        for (var one : said) {
            if (one.binds(permitting)) {
                switch (one.opinion()) {
                    case Opinion.Denies _ -> denying.add(one);
                    case Opinion.Permits(var h) -> hidden = hidden.and(h);
                    case Opinion.Silent(var h) -> hidden = hidden.and(h);
                }
            }
        }
        return denying.isEmpty() ? unlessPermitted(permitting, hidden) : denied(first(denying));
    }

    private Decision unlessPermitted(List<Said> permitting, Hidden hidden) {
        if (permitting.isEmpty() && !permittedByPolicy) {
            return new Decision.Denied(Ground.NO_PERMISSION, Optional.empty(), height);
        }
        var consent = permitting.isEmpty()
                ? Optional.<String>empty()
                : Optional.of(first(permitting).id());
        return new Decision.Permitted(consent, height, hidden);
    }

    private Decision denied(Held by) {
        var ground = by.terms().isPresent() ? Ground.DIRECTIVE : Ground.UNENFORCEABLE;
        return new Decision.Denied(ground, Optional.of(by.id()), height);
    }

    private static Held first(List<Said> said) {
        var first = said.getFirst().held();
        if (said.size() == 1) {
            // As a rule; and then nobody need look where on the ledger it is.
            return first;
        }
        for (var one : said) {
            if (one.held().granted().compareTo(first.granted()) < 0) {
                first = one.held();
            }
        }
        return first;
    }
}
