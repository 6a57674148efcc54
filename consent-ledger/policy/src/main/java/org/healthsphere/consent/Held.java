package org.healthsphere.consent;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.LegalBasisRelease;
import org.healthsphere.consent.Directive.OptOut;
import org.healthsphere.consent.Speakers.Statement;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;

/**
 * A directive as the view holds it, in its newest version.
 *
 * @param terms empty when they cannot be opened or enforced here: then it denies
 * @param revoked where the ledger first says that it ended
 */
record Held(
        String id,
        long version,
        Statement statement,
        Set<PurposeOfUse> purposes,
        Instant notAfter,
        Position granted,
        Optional<ConsentTerms> terms,
        Optional<Position> revoked) {
    /** No key speaks for it, and no patient ends it. */
    private static final Sha256 NOBODY = Sha256.of("the law");

    Held {
        purposes = Set.copyOf(purposes);
    }

    static Held of(Grant grant, long version, Position granted, Optional<ConsentTerms> terms) {
        return new Held(
                grant.id(),
                version,
                Statement.of(grant),
                grant.purposes(),
                grant.notAfter(),
                granted,
                terms,
                Optional.empty());
    }

    static Held of(OptOut out, Position granted) {
        var terms = Optional.of(ConsentTerms.denial(out.purposes()));
        return new Held(out.id(), 1, Statement.of(out), out.purposes(), Instant.MAX, granted, terms, Optional.empty());
    }

    /** What the law permits the custodian's own staff, whatever the patient says. */
    static Held of(LegalBasisRelease release, Position granted) {
        return new Held(
                release.id(),
                1,
                new Statement(release.custodian(), release.handle(), NOBODY, Optional.empty()),
                Set.of(PurposeOfUse.PUBHLTH),
                release.notAfter(),
                granted,
                Optional.of(ConsentTerms.lawful(release)),
                Optional.empty());
    }

    boolean isLaw() {
        return terms.isPresent() && terms.get().isLaw();
    }

    /** The same, with what it says in one place with whoever says the same. */
    Held sharing(Shared<Optional<ConsentTerms>> allTerms, Shared<Set<PurposeOfUse>> allPurposes) {
        return new Held(
                id, version, statement, allPurposes.of(purposes), notAfter, granted, allTerms.of(terms), revoked);
    }

    Held revokedAt(Position tombstone) {
        var first = revoked.filter(r -> tombstone.isAfter(r)).orElse(tombstone);
        return new Held(id, version, statement, purposes, notAfter, granted, terms, Optional.of(first));
    }

    Opinion opinion(ConsentRequest request) {
        if (!purposes.contains(request.purpose()) || request.at().isAfter(notAfter)) {
            return Opinion.SILENT;
        }
        return terms.isPresent() ? terms.get().opinion(request) : Opinion.DENIES;
    }

    /** Every moment at which it may begin to say something else. */
    Stream<Instant> turns() {
        return Stream.concat(
                Stream.of(notAfter).filter(end -> !end.equals(Instant.MAX)).map(end -> end.plusNanos(1)),
                terms.stream().flatMap(ConsentTerms::turns));
    }
}
