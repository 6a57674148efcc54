package org.healthsphere.consent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.specs.Portion;

/**
 * How several directives of one patient and the network's policy make one decision about each resource.
 *
 * <ol>
 *   <li>What a law permits is permitted, whatever any directive says of it, and nothing beyond it. It has no other effect.
 *   <li>One directive that denies a resource overrides all that permit it.
 *   <li>One that permits it is enough.
 *   <li>Where none says anything of it, the network's policy decides.
 *   <li>The end of a directive takes its yes away, never its no: what it denied stays denied until the patient, later, permits
 *       that anew, or the directive's own time is over. So no tombstone, whoever wrote it, reveals anything.
 * </ol>
 *
 * <p>Of one consent the newest version alone counts.
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
            return held.revoked().isEmpty() && opinion.permits();
        }

        /** What of its no counts: all of it, unless it ended and what it denied was permitted since. */
        Hidden denied(List<Said> permitting) {
            return held.revoked().isEmpty() || opinion.denied().isNothing() ? opinion.denied() : left(permitting);
        }

        private Hidden left(List<Said> permitting) {
            var end = held.revoked().orElseThrow();
            var later = permitting.stream()
                    .filter(yes -> yes.held.granted().isAfter(end))
                    .map(Said::opinion)
                    .toList();
            return later.isEmpty() ? opinion.denied() : opinion.liftedBy(later).denied();
        }
    }

    /** Loops, since every request of everybody comes through here. */
    Decision of(List<Held> all) {
        List<Said> said = new ArrayList<>(all.size());
        for (var held : all) {
            var opinion = held.opinion(request);
            if (!held.isLaw()) {
                said.add(new Said(held, opinion));
            } else if (opinion.permits()) {
                return new Decision.Permitted(Optional.of(held.id()), height, opinion.denied());
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
            var denied = one.denied(permitting);
            hidden = hidden.and(denied);
            if (denied.all()) {
                denying.add(one);
            }
        }
        return denying.isEmpty() ? unlessPermitted(permitting, hidden) : denied(first(denying));
    }

    private Decision unlessPermitted(List<Said> permitting, Hidden denied) {
        var hidden = permittedByPolicy || permitsTheRest(permitting) ? denied : denied.and(unsaid(permitting));
        if (hidden.all()) {
            return new Decision.Denied(Ground.NO_PERMISSION, Optional.empty(), height);
        }
        var consent = permitting.isEmpty()
                ? Optional.<String>empty()
                : Optional.of(first(permitting).id());
        return new Decision.Permitted(consent, height, hidden);
    }

    /** Whether one says yes to all that it does not say no to. */
    private static boolean permitsTheRest(List<Said> permitting) {
        for (var one : permitting) {
            if (one.opinion().whole()) {
                return true;
            }
        }
        return false;
    }

    /** What none of them permits. */
    private static Hidden unsaid(List<Said> permitting) {
        return Hidden.of(Portion.any(
                        permitting.stream().map(one -> one.opinion().yes()).toList())
                .not());
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
