package org.healthsphere.node.release;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Restrictions;
import org.healthsphere.consent.Supposition;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.research.ResearchConsent;
import org.healthsphere.node.store.Bounds;
import org.healthsphere.node.store.ReleaseFilter;

/** Consent in the words of the index. What it costs to make a filter does not depend on how many patients there are. */
final class ConsentFilters {
    private final ConsentView view;
    private final InstantSource clock;

    ConsentFilters(ConsentView view, InstantSource clock) {
        this.view = view;
        this.clock = clock;
    }

    /** What consent lets the request see, of what it may do one of these with. */
    ReleaseFilter over(Access access, Interaction... interactions) {
        return over(view.restrictions(request(access)), access, interactions);
    }

    /** The same, and whether that rests on a view of consent that is fresh enough. */
    Known known(Access access, Interaction... interactions) {
        var restrictions = view.restrictions(request(access));
        var unknown = restrictions.refused().filter(Known::isWithout).isPresent();
        return new Known(over(restrictions, access, interactions), !unknown);
    }

    private static ReleaseFilter over(Restrictions restrictions, Access access, Interaction... interactions) {
        var whole = new ReleaseFilter(new EverybodysConsent(restrictions), Bounds.NONE);
        var bounds = access.reach().bounds(interactions);
        return bounds.areNone() ? whole : whole.within(bounds);
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
        var request = new ConsentRequest(
                access.requester(), access.purpose(), clock.instant(), Set.of(), meant.uses(), meant.diseases());
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

    /** For several patients in turn, whom one question is about. */
    Function<String, Decision> deciding(Access access) {
        return view.deciding(request(access));
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
                new ReleaseFilter(
                        Optional.of(Set.of(patient)),
                        permitted.hidden().isNothing()
                                ? Map.of()
                                : Map.of(patient, EverybodysConsent.told(permitted.hidden())));
            case Decision.Denied _ -> ReleaseFilter.nothing();
        };
    }

    private ConsentRequest request(Access access) {
        return new ConsentRequest(access.requester(), access.purpose(), clock.instant());
    }
}
