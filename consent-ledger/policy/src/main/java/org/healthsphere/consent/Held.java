package org.healthsphere.consent;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Rule.Opinion;

/**
 * A directive as the view holds it.
 *
 * @param terms empty when they cannot be opened or enforced here: then it denies
 * @param revoked where the ledger first says that it ended
 */
record Held(Grant grant, Position granted, Optional<ConsentTerms> terms, Optional<Position> revoked) {

    Held revokedAt(Position tombstone) {
        var first = revoked.filter(r -> tombstone.isAfter(r)).orElse(tombstone);
        return new Held(grant, granted, terms, Optional.of(first));
    }

    Opinion opinion(ConsentRequest request) {
        if (!grant.purposes().contains(request.purpose()) || request.at().isAfter(grant.notAfter())) {
            return new Opinion.Silent(Hidden.nothing());
        }
        return terms.map(t -> t.opinion(request)).orElseGet(Opinion.Denies::new);
    }

    /** The next moment at which it may say something else. */
    Stream<Instant> nextTurn(Instant at) {
        return Stream.concat(
                Stream.of(grant.notAfter().plusNanos(1)).filter(turn -> turn.isAfter(at)),
                terms.stream().flatMap(t -> t.nextTurn(at).stream()));
    }
}
