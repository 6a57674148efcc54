package org.healthsphere.consent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.Directive.LegalBasisRelease;
import org.healthsphere.consent.TermsOpener.CodeSets;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Portion;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.jspecify.annotations.Nullable;

/**
 * A FHIR R4 Consent in the form that it is enforced in.
 *
 * <p>The base is {@code provision.type}, or {@code policyRule} (OPTIN, OPTOUT). Nested provisions are exceptions to the one that they
 * stand in; among those that apply to one request and one resource a deny overrides. To what no provision is about the Consent says
 * nothing.
 *
 * <p>{@code actor} and {@code period} of a provision bind its exceptions too. {@code purpose} and what tells a part of the record
 * ({@code class}, {@code securityLabel}, {@code code}, {@code data}, {@code dataPeriod}) hold for an exception as long as it does not
 * name the same element itself. All elements that are there must be met, one value of each will do.
 *
 * <p>A denied confidentiality hides the higher ones too, a permitted one shows the lower ones too. What bears no confidentiality is
 * normal, and restricted when a label of sensitivity is on it. A denial of a time touches whatever may be about it, a permission only
 * what is surely about it. Dates without a zone are UTC, and a period ends with the last moment of what it names.
 *
 * <p>A code of the system {@value #VALUE_SET} is a value set, and stands for each code in it.
 *
 * <p>Somebody who breaks the glass (ETREAT, which is also written BTG) is bound only by a Consent that names that purpose somewhere:
 * overriding the rest is what the glass is for.
 */
public final class ConsentTerms {
    /** The system of identifiers that name members. */
    public static final String MEMBERS = "https://healthsphere.org/fhir/sid/member";

    /** The system of identifiers that name people by their member and what they are called there: {@code south/clinician-7}. */
    public static final String USERS = "https://healthsphere.org/fhir/sid/user";

    /** The system of codes that name roles: {@link org.healthsphere.specs.Role} in lower case. */
    public static final String ROLES = "https://healthsphere.org/fhir/CodeSystem/role";

    /** The system under which a code is the canonical address of a value set (RFC 3986: any URI). */
    public static final String VALUE_SET = "urn:ietf:rfc:3986";

    private static final int MOST_CACHED = 256;

    private final Rule rule;
    private final List<Rule> rules;
    private final Map<Long, Opinion> opinions = new ConcurrentHashMap<>();
    private final Set<String> names;
    private final boolean bySets;
    /** Whether a law says so, and no patient. */
    private final boolean law;
    /** Whether no provision begins or ends. */
    private final boolean timeless;

    private final int hash;

    private ConsentTerms(Rule rule, boolean law, boolean bySets) {
        this.rule = rule;
        this.rules = rule.all().toList();
        this.names = rules.stream()
                .flatMap(r -> r.when().actors().stream())
                .flatMap(actor -> actor.known().stream())
                .collect(Collectors.toUnmodifiableSet());
        this.bySets = bySets;
        this.law = law;
        this.timeless = rule.turns().findAny().isEmpty();
        this.hash = rule.hashCode();
    }

    /**
     * The terms of this Consent, or {@link org.healthsphere.specs.Fault.Unprocessable} with the FHIRPath of everything in it
     * that cannot be enforced: nothing is left out in silence.
     */
    public static Outcome<ConsentTerms> compile(ObjectNode consent) {
        return compile(consent, CodeSets.NONE);
    }

    /** The same, with these value sets. */
    public static Outcome<ConsentTerms> compile(ObjectNode consent, CodeSets sets) {
        var compiler = new TermsCompiler(sets);
        return compiler.compile(consent).map(rule -> new ConsentTerms(rule, false, compiler.namesSets()));
    }

    /** A no to everybody for these purposes, the breaking of the glass only if it is among them. */
    static ConsentTerms denial(Set<PurposeOfUse> purposes) {
        var when = new Rule.When(Optional.of(purposes), Set.of(), Optional.empty(), Optional.empty());
        return new ConsentTerms(new Rule(false, when, Portion.Extent.WHOLE, List.of()), false, false);
    }

    /** A yes to the custodian's own stewards for public health, to these types from then on; the end is the directive's own. */
    static ConsentTerms lawful(LegalBasisRelease release) {
        var staff = Stream.of(Role.STEWARD, Role.SYSTEM)
                .map(role -> new Rule.Actor(Optional.of(release.custodian()), Optional.of(role)))
                .collect(Collectors.toSet());
        var when = new Rule.When(
                Optional.of(Set.of(PurposeOfUse.PUBHLTH)), staff, Optional.of(release.notBefore()), Optional.empty());
        var others = new Portion.Types(ResourceTypes.without(release.types()));
        var exception = new Rule(false, when, others, List.of());
        return new ConsentTerms(new Rule(true, when, Portion.Extent.WHOLE, List.of(exception)), true, false);
    }

    /** What they say depends on which rules apply, and that is kept: as a rule a few answers do for everybody. */
    Opinion opinion(ConsentRequest request) {
        if (2 * rules.size() > Long.SIZE) {
            return rule.to(request);
        }
        var which = 0L;
        for (var at = 0; at < rules.size(); at++) {
            var when = rules.get(at).when();
            which |= (when.applies(request) ? 1L : 0L) << (2 * at);
            which |= (when.concerns(request) ? 1L : 0L) << (2 * at + 1);
        }
        var known = opinions.get(which);
        if (known == null) {
            known = rule.to(request);
            if (opinions.size() < MOST_CACHED) {
                opinions.put(which, known);
            }
        }
        return known;
    }

    /** The persons and groups that they name. */
    Set<String> names() {
        return names;
    }

    /** Whether a value set is in them, of which the codes may change. */
    boolean bySets() {
        return bySets;
    }

    /** Every moment at which they may begin to say something else. */
    Stream<Instant> turns() {
        return timeless ? Stream.empty() : rule.turns();
    }

    /** What they say at this moment, in terms that say it for ever; nothing where they say nothing then. */
    Optional<ConsentTerms> at(Instant moment) {
        return timeless ? Optional.of(this) : rule.at(moment).map(now -> new ConsentTerms(now, law, bySets));
    }

    boolean isLaw() {
        return law;
    }

    /** Those that say the same in the same form. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ConsentTerms terms
                && hash == terms.hash
                && rule.equals(terms.rule)
                && law == terms.law
                && bySets == terms.bySets;
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
