package org.healthsphere.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.Directive.LegalBasisRelease;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.jspecify.annotations.Nullable;

/**
 * A FHIR R4 Consent in the form that it is enforced in.
 *
 * <p>The base is {@code provision.type}, or {@code policyRule} (OPTIN, OPTOUT). The conditions of the outermost provision say
 * which requests the Consent is about at all; to others it says nothing. Nested provisions are exceptions; among those that
 * apply to a request a deny overrides. Only a deny may name a part of the record ({@code class}, {@code securityLabel} or
 * {@code code}, one of them). A denied confidentiality hides the higher ones too. Dates without a zone are UTC, and a period
 * ends with the last moment of what it names.
 *
 * <p>A provision binds somebody who breaks the glass only where it names ETREAT: overriding the rest is what the glass is for.
 */
public final class ConsentTerms {
    /** The system of identifiers that name members. */
    public static final String MEMBERS = "https://healthsphere.org/fhir/sid/member";

    /** The system of codes that name roles: {@link org.healthsphere.specs.Role} in lower case. */
    public static final String ROLES = "https://healthsphere.org/fhir/CodeSystem/role";

    private final Rule rule;
    /** Whether a law says so, and no patient. */
    private final boolean law;

    private ConsentTerms(Rule rule, boolean law) {
        this.rule = rule;
        this.law = law;
    }

    /**
     * The terms of this Consent, or {@link org.healthsphere.specs.Fault.Unprocessable} with the FHIRPath of everything in it
     * that cannot be enforced: nothing is left out in silence.
     */
    public static Outcome<ConsentTerms> compile(ObjectNode consent) {
        return new TermsCompiler().compile(consent).map(rule -> new ConsentTerms(rule, false));
    }

    /** A no to everybody for these purposes, the breaking of the glass only if it is among them. */
    static ConsentTerms denial(Set<PurposeOfUse> purposes) {
        var when = new Rule.When(purposes, Set.of(), Optional.empty(), Optional.empty());
        return new ConsentTerms(new Rule(false, when, Hidden.nothing(), List.of()), false);
    }

    /** A yes to the custodian's own stewards for public health, to these types from then on; the end is the directive's own. */
    static ConsentTerms lawful(LegalBasisRelease release) {
        var staff = Stream.of(Role.STEWARD, Role.SYSTEM)
                .map(role -> new Rule.Actor(Optional.of(release.custodian()), Optional.of(role)))
                .collect(Collectors.toSet());
        var when =
                new Rule.When(Set.of(PurposeOfUse.PUBHLTH), staff, Optional.of(release.notBefore()), Optional.empty());
        var others = new Hidden(false, ResourceTypes.without(release.types()), Set.of(), Set.of());
        return new ConsentTerms(
                new Rule(true, when, Hidden.nothing(), List.of(new Rule(false, Rule.When.ALWAYS, others, List.of()))),
                true);
    }

    Rule.Opinion opinion(ConsentRequest request) {
        return rule.to(request);
    }

    /** The next moment at which they may say something else. */
    Optional<Instant> nextTurn(Instant at) {
        return rule.turns().filter(turn -> turn.isAfter(at)).min(Instant::compareTo);
    }

    boolean isLaw() {
        return law;
    }

    /** Those that say the same in the same form. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConsentTerms terms && rule.equals(terms.rule) && law == terms.law;
    }

    @Override
    public int hashCode() {
        return rule.hashCode();
    }
}
