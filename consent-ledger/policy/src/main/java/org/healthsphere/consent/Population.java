package org.healthsphere.consent;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/**
 * Decisions for all patients at once. Kept per kind of request: when nothing has changed the answer is the same object again,
 * and when a directive came only its patient is judged anew.
 */
final class Population {
    private static final int KEPT = 64;

    private final Projection projection;
    private final Map<Kind, Kept> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Kept> eldest) {
            return size() > KEPT;
        }
    };

    Population(Projection projection) {
        this.projection = projection;
    }

    /** Whom the network's policy lets a requester see without a directive: everybody, or these. */
    record Scope(Optional<Set<String>> only) {
        boolean covers(String patient) {
            return only.isEmpty() || only.get().contains(patient);
        }
    }

    /** What a decision depends on, beside the time. */
    private record Kind(
            PurposeOfUse purpose,
            NodeId member,
            Role role,
            Scope scope,
            Set<String> knownAs,
            Set<DataUse> uses,
            Set<Coding> diseases) {}

    synchronized Restrictions restrictions(ConsentRequest request, Scope scope, long height) {
        var requester = request.requester();
        var kind = new Kind(
                request.purpose(),
                requester.member(),
                requester.role(),
                scope,
                request.knownAs(),
                request.uses(),
                request.diseases());
        var known = kept.get(kind);
        var current = known != null && known.holdsAt(request.at()) ? known : new Kept();
        kept.put(kind, current);
        return current.brought(request, scope, height);
    }

    private final class Kept {
        private final Set<String> permitted = new HashSet<>();
        private final Map<String, Hidden> restricted = new HashMap<>();
        private Instant from = Instant.MAX;
        private Instant until = Instant.MAX;
        private int version;
        private Optional<Restrictions> answer = Optional.empty();

        /** Whether no directive has begun or ended between what was judged and this moment. */
        boolean holdsAt(Instant at) {
            return !at.isBefore(from) && at.isBefore(until);
        }

        Restrictions brought(ConsentRequest request, Scope scope, long height) {
            var newest = projection.version();
            var stale = from.equals(Instant.MAX)
                    ? Set.copyOf(projection.patientsWithDirectives())
                    : projection.changedSince(version);
            if (!stale.isEmpty() || from.equals(Instant.MAX)) {
                // What is judged now says nothing of any earlier moment.
                from = request.at();
            }
            stale.forEach(patient -> judge(patient, request, scope, height));
            version = newest;
            if (!stale.isEmpty()
                    || answer.map(Restrictions::height).filter(h -> h == height).isEmpty()) {
                answer = Optional.of(answer(scope, height, stale.isEmpty()));
            }
            return answer.orElseThrow();
        }

        private void judge(String patient, ConsentRequest request, Scope scope, long height) {
            permitted.remove(patient);
            restricted.remove(patient);
            var directives = projection.of(patient);
            switch (new Judgement(request, scope.covers(patient), height).of(directives)) {
                case Decision.Permitted(var _, var _, var hidden) -> {
                    permitted.add(patient);
                    if (!hidden.isNothing()) {
                        restricted.put(patient, hidden);
                    }
                }
                case Decision.Denied _ -> restricted.put(patient, Hidden.everything());
            }
            directives.stream()
                    .flatMap(held -> held.nextTurn(request.at()))
                    .filter(turn -> turn.isBefore(until))
                    .min(Instant::compareTo)
                    .ifPresent(turn -> until = turn);
        }

        private Restrictions answer(Scope scope, long height, boolean onlyHeightMoved) {
            if (onlyHeightMoved && answer.isPresent()) {
                var same = answer.get();
                return new Restrictions(same.onlyPatients(), same.restricted(), height, Optional.empty());
            }
            return new Restrictions(scope.only().map(this::visible), restricted, height, Optional.empty());
        }

        /** Those that a directive permits, and those of the policy about whom none says anything. */
        private Set<String> visible(Set<String> byPolicy) {
            Set<String> visible = new HashSet<>(permitted);
            byPolicy.stream()
                    .filter(patient -> !Objects.equals(restricted.get(patient), Hidden.everything()))
                    .forEach(visible::add);
            return visible;
        }
    }
}
