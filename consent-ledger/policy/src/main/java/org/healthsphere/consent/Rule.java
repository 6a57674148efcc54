package org.healthsphere.consent;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/**
 * One provision of a Consent, in the form that it is enforced in.
 *
 * @param what the part of the record that it is about; nothing: all of it. Only a deny may name a part
 */
record Rule(boolean permits, When when, Hidden what, List<Rule> exceptions) {
    Rule {
        exceptions = List.copyOf(exceptions);
    }

    /** To which requests it applies: every condition that is there must hold, any value of it will do. */
    record When(
            Set<PurposeOfUse> purposes,
            Set<DataUse> uses,
            Set<Actor> actors,
            Optional<Instant> start,
            Optional<Instant> end) {
        static final When ALWAYS = new When(Set.of(), Set.of(), Optional.empty(), Optional.empty());

        /** Whatever a study uses data for. */
        When(Set<PurposeOfUse> purposes, Set<Actor> actors, Optional<Instant> start, Optional<Instant> end) {
            this(purposes, Set.of(), actors, start, end);
        }

        When {
            purposes = Set.copyOf(purposes);
            uses = Set.copyOf(uses);
            actors = Set.copyOf(actors);
        }

        /** Who breaks the glass is bound only by what was said of that. */
        boolean matches(ConsentRequest request) {
            var purpose = purposes.isEmpty()
                    ? request.purpose() != PurposeOfUse.ETREAT
                    : purposes.contains(request.purpose());
            return purpose
                    && (uses.isEmpty() || DataUse.permits(uses, request.uses()))
                    && (actors.isEmpty() || actors.stream().anyMatch(actor -> actor.matches(request)))
                    && start.filter(request.at()::isBefore).isEmpty()
                    && end.filter(request.at()::isAfter).isEmpty();
        }
    }

    /** Whom a provision is about; what is not named may be anything. */
    record Actor(Optional<NodeId> member, Optional<Role> role) {
        boolean matches(ConsentRequest request) {
            return member.filter(m -> !m.equals(request.requester().member())).isEmpty()
                    && role.filter(r -> r != request.requester().role()).isEmpty();
        }
    }

    /** What a rule says to one request. */
    sealed interface Opinion {
        Opinion SILENT = new Silent(Hidden.nothing());
        Opinion DENIES = new Denies();

        /** Nothing, except that some things stay hidden if somebody else permits. */
        record Silent(Hidden hidden) implements Opinion {}

        record Permits(Hidden hidden) implements Opinion {}

        record Denies() implements Opinion {}
    }

    /** Among exceptions that apply to the same request a deny overrides. */
    Opinion to(ConsentRequest request) {
        if (!when.matches(request)) {
            return Opinion.SILENT;
        }
        var denied = false;
        var permitted = false;
        var hidden = Hidden.nothing();
        for (var exception : exceptions) {
            switch (exception.to(request)) {
                case Opinion.Denies _ -> denied = true;
                case Opinion.Permits(var h) -> {
                    permitted = true;
                    hidden = hidden.and(h);
                }
                case Opinion.Silent(var h) -> hidden = hidden.and(h);
            }
        }
        return !denied && (permits || permitted) ? permit(hidden) : deny(hidden);
    }

    private Opinion permit(Hidden hidden) {
        return permits || what.isNothing() ? new Opinion.Permits(hidden) : new Opinion.Silent(hidden);
    }

    private Opinion deny(Hidden hidden) {
        return what.isNothing() ? Opinion.DENIES : new Opinion.Silent(what.and(hidden));
    }

    /** Every moment at which it may begin to say something else. */
    Stream<Instant> turns() {
        return Stream.concat(
                Stream.concat(when.start().stream(), when.end().stream().map(end -> end.plusNanos(1))),
                exceptions.stream().flatMap(Rule::turns));
    }
}
