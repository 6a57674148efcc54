package org.healthsphere.node.release;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Hidden;
import org.healthsphere.consent.Restrictions;
import org.healthsphere.consent.Supposition;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.research.ResearchConsent;
import org.healthsphere.node.store.Bounds;
import org.healthsphere.node.store.ReleaseFilter;

/** Consent in the words of the index. As long as nothing changes on the ledger, the same filter comes back for the same request. */
final class ConsentFilters {
    private static final int MOST_NARROWED = 64;

    private final ConsentView view;
    private final InstantSource clock;
    /** By identity: the view gives the same restrictions until something changes, and then nobody asks for the old ones. */
    private final Cache<Restrictions, Narrowed> filters =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    /** One filter for each of the bounds in use, so that the index knows it again. */
    private record Narrowed(ReleaseFilter whole, Cache<Bounds, ReleaseFilter> within) {
        static Narrowed of(Restrictions restrictions) {
            Cache<Bounds, ReleaseFilter> none = Caffeine.newBuilder()
                    .maximumSize(MOST_NARROWED)
                    .executor(Runnable::run)
                    .build();
            return new Narrowed(compiled(restrictions), none);
        }

        ReleaseFilter to(Bounds bounds) {
            return bounds.areNone() ? whole : within.get(bounds, whole::within);
        }
    }

    ConsentFilters(ConsentView view, InstantSource clock) {
        this.view = view;
        this.clock = clock;
    }

    /** What consent lets the request see, of what it may do one of these with. */
    ReleaseFilter over(Access access, Interaction... interactions) {
        return over(view.restrictions(request(access)), access, interactions);
    }

    private ReleaseFilter over(Restrictions restrictions, Access access, Interaction... interactions) {
        return filters.get(restrictions, Narrowed::of).to(access.reach().bounds(interactions));
    }

    /** The filter; nothing when the state of consent is not known well enough to make one. */
    Optional<ReleaseFilter> unlessRefused(Access access, Interaction... interactions) {
        var restrictions = view.restrictions(request(access));
        return restrictions.refused().isPresent()
                ? Optional.empty()
                : Optional.of(over(restrictions, access, interactions));
    }

    /** The same for a study that says what it uses data for. */
    Optional<ReleaseFilter> unlessRefused(Access access, ResearchConsent.Meant meant) {
        var request = new ConsentRequest(access.requester(), access.purpose(), clock.instant(), Set.of(), meant.uses(), meant.diseases());
        var restrictions = view.restrictions(request);
        return restrictions.refused().isPresent()
                ? Optional.empty()
                : Optional.of(over(restrictions, access, Interaction.SEARCH));
    }

    /** Of the ledger: what is filtered or decided from now on knows it, and perhaps more. */
    long height() {
        return view.height();
    }

    Decision decide(String patient, Access access) {
        return decide(patient, request(access));
    }

    Decision decide(String patient, ConsentRequest request) {
        return view.decide(patient, request);
    }

    Decision suppose(String patient, ConsentRequest request, Supposition supposition) {
        return view.suppose(patient, request, supposition);
    }

    /** The filter for one patient's record alone. */
    static ReleaseFilter of(String patient, Decision decision) {
        return switch (decision) {
            case Decision.Permitted permitted ->
                new ReleaseFilter(Optional.of(Set.of(patient)), restricted(Map.of(patient, permitted.hidden())));
            case Decision.Denied _ -> ReleaseFilter.nothing();
        };
    }

    private ConsentRequest request(Access access) {
        return new ConsentRequest(access.requester(), access.purpose(), clock.instant());
    }

    private static ReleaseFilter compiled(Restrictions restrictions) {
        return new ReleaseFilter(restrictions.onlyPatients(), restricted(restrictions.restricted()));
    }

    private static Map<String, ReleaseFilter.Hidden> restricted(Map<String, Hidden> hidden) {
        var restricted = new HashMap<String, ReleaseFilter.Hidden>();
        hidden.forEach((patient, parts) -> {
            if (!parts.isNothing()) {
                restricted.put(
                        patient,
                        new ReleaseFilter.Hidden(
                                parts.all(), parts.types(), parts.labels(), parts.codes(), parts.others()));
            }
        });
        return restricted;
    }
}
