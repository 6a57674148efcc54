package org.healthsphere.consent;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/**
 * Decisions for all patients at once.
 *
 * <p>What it keeps is the stance of each patient, the same for whoever asks; and for each kind of request what a stance comes to. So an event,
 * or a moment at which a directive begins or ends, costs what the patients said whom it is about, however many others there are and however many
 * ask. All that one answer rests on is of one state of the projection.
 */
final class Population {
    private static final int KEPT = 64;

    private final Projection projection;
    private final Stances stances = new Stances();
    /** Who may take another stance at which moment; never fewer. */
    private final NavigableMap<Instant, Set<String>> turns = new TreeMap<>();

    private volatile Standing standing = new Standing(-1, Instant.MIN, Instant.MAX, PatchedMap.empty());
    private final Map<Kind, Verdicts> kept = new LinkedHashMap<>(KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Verdicts> eldest) {
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

        boolean isEverybody() {
            return only.isEmpty();
        }

        Set<String> named() {
            return only.orElseGet(Set::of);
        }
    }

    /**
     * Where everybody stands.
     *
     * @param version of the projection
     * @param from the first moment of which it is true
     * @param until the first of which it need not be
     */
    private record Standing(long version, Instant from, Instant until, PatchedMap<String, Stance> stances) {
        boolean isOf(long newest, Instant at) {
            return version == newest && !at.isBefore(from) && at.isBefore(until);
        }
    }

    /**
     * What a decision depends on, beside what was said, the time, and whom the policy lets him see.
     *
     * @param everybody whether it lets him see everybody
     */
    private record Kind(
            PurposeOfUse purpose,
            NodeId member,
            Role role,
            boolean everybody,
            Set<String> knownAs,
            Set<DataUse> uses,
            Set<Coding> diseases) {
        static Kind of(ConsentRequest request, Scope scope) {
            var requester = request.requester();
            return new Kind(
                    request.purpose(),
                    requester.member(),
                    requester.role(),
                    scope.isEverybody(),
                    request.knownAs(),
                    request.uses(),
                    request.diseases());
        }
    }

    Restrictions restrictions(ConsentRequest request, Scope scope, long height) {
        return verdicts(Kind.of(request, scope), request).over(scope, at(request.at()), height);
    }

    private Verdicts verdicts(Kind kind, ConsentRequest request) {
        synchronized (kept) {
            return kept.computeIfAbsent(kind, _ -> new Verdicts(request));
        }
    }

    /** Works out now what the next request would have to wait for. */
    void prepare(Instant at) {
        var _ = at(at);
    }

    private PatchedMap<String, Stance> at(Instant at) {
        var known = standing;
        return known.isOf(projection.version(), at) ? known.stances() : projection.whileStill(() -> brought(at));
    }

    /** Only those stand elsewhere who said something, or of whose words some began or ended in between. */
    private PatchedMap<String, Stance> brought(Instant at) {
        var before = standing;
        Set<String> moved = new HashSet<>();
        between(before, at).values().forEach(moved::addAll);
        for (var patient : projection.drain()) {
            moved.add(patient);
            note(patient, projection.of(patient));
        }
        Map<String, Stance> changed = new HashMap<>();
        var patients = before.stances().size() + moved.size();
        moved.forEach(patient -> changed.put(patient, stances.of(projection.of(patient), at, patients)));
        var now = new Standing(
                projection.version(),
                Optional.ofNullable(turns.floorKey(at)).orElse(Instant.MIN),
                Optional.ofNullable(turns.higherKey(at)).orElse(Instant.MAX),
                before.stances().with(changed));
        standing = now;
        return now.stances();
    }

    /** Time as a rule goes on, but requests that came together may be a moment apart. */
    private Map<Instant, Set<String>> between(Standing before, Instant at) {
        if (at.isBefore(before.from())) {
            return turns.subMap(at, false, before.from(), true);
        }
        return at.isBefore(before.until()) ? Map.of() : turns.subMap(before.from(), false, at, true);
    }

    private void note(String patient, List<Held> directives) {
        directives.stream().flatMap(Held::turns).forEach(turn -> {
            var those = turns.get(turn);
            if (those == null) {
                // As a rule one alone: a hash table for each would be most of the memory.
                turns.put(turn, Set.of(patient));
            } else if (!those.contains(patient)) {
                turns.put(turn, added(those, patient));
            }
        });
    }

    private static Set<String> added(Set<String> those, String patient) {
        var more = those instanceof HashSet<String> ? those : new HashSet<>(those);
        more.add(patient);
        return more;
    }
}
