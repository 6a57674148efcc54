package org.healthsphere.node.release;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Set;
import org.healthsphere.consent.Hidden;
import org.healthsphere.consent.Restrictions;
import org.healthsphere.node.store.Concealment;
import org.healthsphere.node.store.ReleaseFilter;
import org.jspecify.annotations.Nullable;

/** What everybody's consent hides from one kind of request, asked of the view's restrictions when it is needed. */
final class EverybodysConsent implements Concealment {
    /** By identity: whoever says the same has the same hidden of him. */
    private static final Cache<Hidden, ReleaseFilter.Hidden> WORDS =
            Caffeine.newBuilder().weakKeys().executor(Runnable::run).build();

    private final Restrictions restrictions;

    EverybodysConsent(Restrictions restrictions) {
        this.restrictions = restrictions;
    }

    @Override
    public ReleaseFilter.Hidden of(String patient) {
        var hidden = restrictions.hiddenOf(patient);
        return hidden.all() || hidden.isNothing() ? told(hidden) : WORDS.get(hidden, EverybodysConsent::told);
    }

    /** In the words of the index. */
    static ReleaseFilter.Hidden told(Hidden hidden) {
        if (hidden.all()) {
            return ReleaseFilter.Hidden.everything();
        }
        return hidden.isNothing()
                ? ReleaseFilter.Hidden.nothing()
                : new ReleaseFilter.Hidden(false, hidden.types(), hidden.labels(), hidden.codes(), hidden.others());
    }

    @Override
    public Object family() {
        return restrictions.kind();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // A family is the same by identity.
    public Set<String> apartFrom(Concealment other) {
        if (other instanceof EverybodysConsent consent && consent.family() == family()) {
            return restrictions.apartFrom(consent.restrictions);
        }
        throw new IllegalArgumentException("these cannot be told apart");
    }

    /** As what hides the same of everybody, at whatever height. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EverybodysConsent consent && restrictions.hideTheSame(consent.restrictions);
    }

    @Override
    public int hashCode() {
        return EverybodysConsent.class.hashCode();
    }
}
