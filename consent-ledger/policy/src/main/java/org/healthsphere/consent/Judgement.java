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

    Decision of(List<Held> all) {
        return byLaw(all)
                .orElseGet(() ->
                        byPatient(all.stream().filter(held -> !held.isLaw()).toList()));
    }

    private Optional<Decision> byLaw(List<Held> all) {
        for (var held : all) {
            if (held.isLaw() && held.opinion(request) instanceof Opinion.Permits(var others)) {
                return Optional.of(new Decision.Permitted(Optional.of(held.id()), height, others));
            }
        }
        return Optional.empty();
    }

    private Decision byPatient(List<Held> directives) {
        var permitting = directives.stream()
                .filter(held -> held.revoked().isEmpty() && held.opinion(request) instanceof Opinion.Permits)
                .toList();
        var hidden = Hidden.nothing();
        List<Held> denying = new ArrayList<>();
        for (var held : binding(directives, permitting)) {
            switch (held.opinion(request)) {
                case Opinion.Denies _ -> denying.add(held);
                case Opinion.Permits(var h) -> hidden = hidden.and(h);
                case Opinion.Silent(var h) -> hidden = hidden.and(h);
            }
        }
        return denying.isEmpty() ? unlessPermitted(permitting, hidden) : denied(first(denying));
    }

    /** All that are in force, and those revoked ones whose no the patient has not lifted since. */
    private static List<Held> binding(List<Held> directives, List<Held> permitting) {
        return directives.stream()
                .filter(held -> held.revoked()
                        .filter(end ->
                                permitting.stream().anyMatch(p -> p.granted().isAfter(end)))
                        .isEmpty())
                .toList();
    }

    private Decision unlessPermitted(List<Held> permitting, Hidden hidden) {
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

    private static Held first(List<Held> held) {
        return held.stream().min((a, b) -> a.granted().compareTo(b.granted())).orElseThrow();
    }
}
