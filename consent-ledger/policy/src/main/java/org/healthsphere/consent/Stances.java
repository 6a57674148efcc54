package org.healthsphere.consent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.consent.Speakers.Statement;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;

/** Finds the stance that a patient's directives come to; the same for all who say the same. Its caller sees to it that one asks at a time. */
final class Stances {
    private static final int FEW = 1_000;
    private static final String NAMELESS = "";
    private static final Statement OF_NOBODY =
            new Statement(new NodeId("nobody"), NAMELESS, Sha256.of(NAMELESS), Optional.empty());

    private final Map<List<Held>, Stance> known = new HashMap<>();
    private final Shared<Optional<ConsentTerms>> terms = new Shared<>();
    private final Shared<Set<PurposeOfUse>> purposes = new Shared<>();

    /** @param patients how many there are: that many stances are worth knowing, and those that nobody takes any more are not */
    Stance of(List<Held> directives, Instant at, int patients) {
        if (known.size() > FEW + 2 * patients) {
            known.clear();
        }
        return known.computeIfAbsent(plain(directives, at), Stance::new);
    }

    private List<Held> plain(List<Held> directives, Instant at) {
        var places = places(directives);
        List<Held> plain = new ArrayList<>(directives.size());
        for (var held : directives) {
            if (!at.isAfter(held.notAfter())) {
                var now = held.terms().map(t -> t.at(at));
                // Of terms that do not apply now nothing is left; those that cannot be read deny.
                if (now.isEmpty() || now.get().isPresent()) {
                    plain.add(plain(held, now.flatMap(t -> t), places));
                }
            }
        }
        return plain;
    }

    private Held plain(Held held, Optional<ConsentTerms> now, List<Position> places) {
        return new Held(
                NAMELESS,
                1,
                OF_NOBODY,
                purposes.of(held.purposes()),
                Instant.MAX,
                place(held.granted(), places),
                terms.of(now),
                held.revoked().map(end -> place(end, places)));
    }

    /** Which of one patient's words came before which is all that counts. */
    private static List<Position> places(List<Held> directives) {
        if (directives.size() == 1) {
            return List.of();
        }
        var places = new TreeSet<Position>();
        for (var held : directives) {
            places.add(held.granted());
            held.revoked().ifPresent(places::add);
        }
        return List.copyOf(places);
    }

    private static Position place(Position of, List<Position> places) {
        return new Position(places.indexOf(of), 0);
    }
}
