package org.healthsphere.consent;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Portion;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/**
 * One provision of a Consent, in the form that it is enforced in.
 *
 * @param what the part of the record that it is about
 */
record Rule(boolean permits, When when, Portion what, List<Rule> exceptions) {
    Rule {
        exceptions = List.copyOf(exceptions);
    }

    /**
     * To which requests it applies: every condition that is there must hold, any value of it will do.
     *
     * @param purposes nothing: any, but that of whoever breaks the glass
     * @param uses of research, in terms of the DUO; nothing: any
     * @param diseases that research on one disease may be about; nothing: any
     */
    record When(
            Optional<Set<PurposeOfUse>> purposes,
            Set<DataUse> uses,
            Set<Coding> diseases,
            Set<Actor> actors,
            Optional<Instant> start,
            Optional<Instant> end) {
        static final When ALWAYS = new When(Optional.empty(), Set.of(), Optional.empty(), Optional.empty());

        /** Whatever a study uses data for. */
        When(Optional<Set<PurposeOfUse>> purposes, Set<Actor> actors, Optional<Instant> start, Optional<Instant> end) {
            this(purposes, Set.of(), Set.of(), actors, start, end);
        }

        When {
            purposes = purposes.map(Set::copyOf);
            uses = Set.copyOf(uses);
            diseases = Set.copyOf(diseases);
            actors = Set.copyOf(actors);
        }

        boolean isAt(Instant moment) {
            return (start.isEmpty() || !moment.isBefore(start.get())) && (end.isEmpty() || !moment.isAfter(end.get()));
        }

        When timeless() {
            return new When(purposes, uses, diseases, actors, Optional.empty(), Optional.empty());
        }

        /** Whether it, and every exception to it, is about who asks, and when. */
        boolean applies(ConsentRequest request) {
            return (actors.isEmpty() || isOneOf(request)) && isAt(request.at());
        }

        private boolean isOneOf(ConsentRequest request) {
            for (var actor : actors) {
                if (actor.matches(request)) {
                    return true;
                }
            }
            return false;
        }

        /** Whether it says something itself of why. Who breaks the glass is bound only by a Consent that speaks of that. */
        boolean concerns(ConsentRequest request) {
            return purposes.isPresent()
                    ? purposes.get().contains(request.purpose())
                            && (uses.isEmpty() || DataUse.permits(uses, request.uses()))
                            && (diseases.isEmpty() || !Collections.disjoint(diseases, request.diseases()))
                    : request.purpose() != PurposeOfUse.ETREAT;
        }
    }

    /**
     * Whom a provision is about; what is not named may be anything.
     *
     * @param known a person or a group of people as the custodian knows them, {@code Practitioner/3} or {@code Group/3}; or anybody by what
     *     his member calls him, {@code south/clinician-7}
     */
    record Actor(Optional<NodeId> member, Optional<Role> role, Optional<String> known) {
        Actor(Optional<NodeId> member, Optional<Role> role) {
            this(member, role, Optional.empty());
        }

        boolean matches(ConsentRequest request) {
            return (member.isEmpty() || member.get().equals(request.requester().member()))
                    && (role.isEmpty() || role.get() == request.requester().role())
                    && (known.isEmpty() || request.knownAs().contains(known.get()));
        }
    }

    /** Among exceptions that apply to the same request and resource a deny overrides. */
    Opinion to(ConsentRequest request) {
        if (!when.applies(request)) {
            return Opinion.SILENT;
        }
        Portion denied = Portion.Extent.NOTHING;
        Portion permitted = Portion.Extent.NOTHING;
        for (var exception : exceptions) {
            var heard = exception.to(request);
            denied = denied.or(heard.no());
            permitted = permitted.or(heard.yes());
        }
        Portion own = when.concerns(request) ? what : Portion.Extent.NOTHING;
        return permits
                ? Opinion.of(permitted.or(own).without(denied), denied)
                : Opinion.of(
                        yes(permitted).without(denied), own.without(permitted).or(denied));
    }

    /** An exception to the denial of a part shows it again, but is no permission of its own. */
    private Portion yes(Portion permitted) {
        return what.isWhole() ? permitted : Portion.Extent.NOTHING;
    }

    /** What it says at this moment, as a rule without a time: nothing, if it does not apply then. */
    Optional<Rule> at(Instant moment) {
        return Optional.of(this)
                .filter(rule -> rule.when.isAt(moment))
                .map(rule -> new Rule(
                        permits,
                        when.timeless(),
                        what,
                        exceptions.stream()
                                .flatMap(exception -> exception.at(moment).stream())
                                .toList()));
    }

    /** All rules in it, itself first. */
    Stream<Rule> all() {
        return Stream.concat(Stream.of(this), exceptions.stream().flatMap(Rule::all));
    }

    /** Every moment at which it may begin to say something else. */
    Stream<Instant> turns() {
        return Stream.concat(
                Stream.concat(when.start().stream(), when.end().stream().map(end -> end.plusNanos(1))),
                exceptions.stream().flatMap(Rule::turns));
    }
}
