package org.healthsphere.consent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.Rule.When;
import org.healthsphere.consent.TermsOpener.CodeSets;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Portion;
import org.healthsphere.specs.PurposeOfUse;

/** From the JSON of a Consent to its {@link Rule}, noting everything that cannot be enforced. */
final class TermsCompiler {
    private static final Set<String> CONSENT = Set.of(
            "resourceType",
            "id",
            "meta",
            "language",
            "text",
            "identifier",
            "status",
            "scope",
            "category",
            "patient",
            "dateTime",
            "performer",
            "organization",
            "sourceAttachment",
            "sourceReference",
            "policy",
            "policyRule",
            "verification",
            "provision");
    private static final Set<String> PROVISION = Set.of(
            "id",
            "type",
            "period",
            "actor",
            "action",
            "securityLabel",
            "purpose",
            "class",
            "code",
            "dataPeriod",
            "data",
            "provision");
    private static final Set<String> SCOPES = Set.of("patient-privacy", "research");
    private static final Set<String> ACTIONS = Set.of("access", "disclose");
    private static final String ACTION_SYSTEM = "http://terminology.hl7.org/CodeSystem/consentaction";
    private static final String SCOPE_SYSTEM = "http://terminology.hl7.org/CodeSystem/consentscope";
    private static final Optional<Set<PurposeOfUse>> RESEARCH = Optional.of(Set.of(PurposeOfUse.HRESCH));
    private static final int DEEPEST = 4;

    private final Problems problems = new Problems();
    private final Codes codes;
    private boolean ofGlass;

    TermsCompiler(CodeSets sets) {
        this.codes = new Codes(problems, sets);
    }

    /** Whether the codes of a value set are in what was compiled. */
    boolean namesSets() {
        return codes.namesSets();
    }

    Outcome<Rule> compile(ObjectNode consent) {
        problems.allowOnly(consent, "Consent", CONSENT);
        must(consent.path("resourceType").asText().equals("Consent"), "Consent.resourceType", "is not Consent");
        must(consent.path("status").asText().equals("active"), "Consent.status", "only an active Consent is in force");
        scope(consent.path("scope"));
        var _ = codes.instant(consent.path("dateTime"), "Consent.dateTime", false);
        var base = codes.base(consent.path("policyRule"), "Consent.policyRule");
        policies(consent.path("policy"));
        ofGlass = namesGlass(consent.path("provision"));
        var rule = consent.has("provision")
                ? provision(consent.path("provision"), "Consent.provision", base, new Place(0, Parts.NONE))
                : withoutProvision(base);
        return problems.isEmpty() ? Outcome.of(rule) : Outcome.failed(problems.fault());
    }

    /** Where the network's rules are written is for people; what is enforced is what the Consent says. */
    private void policies(JsonNode policies) {
        each(policies, "Consent.policy", (policy, path) -> {
            problems.allowOnly(policy, path, Set.of("id", "authority", "uri"));
            must(policy.path("uri").isTextual() || policy.path("authority").isTextual(), path, "names no policy");
        });
    }

    private static boolean namesGlass(JsonNode provision) {
        return provision.path("purpose").valueStream().anyMatch(Codes::isGlass)
                || provision.path("provision").valueStream().anyMatch(TermsCompiler::namesGlass);
    }

    private void scope(JsonNode scope) {
        codes.concept(scope, "Consent.scope")
                .forEach(coding -> must(
                        coding.system().equals(SCOPE_SYSTEM) && SCOPES.contains(coding.code()),
                        "Consent.scope",
                        "this kind of Consent cannot be enforced"));
    }

    private Rule withoutProvision(Optional<Boolean> base) {
        must(base.isPresent(), "Consent.provision.type", "neither permits nor denies");
        return new Rule(base.orElse(false), When.ALWAYS, Portion.Extent.WHOLE, List.of());
    }

    /** Where a provision stands: how deep, and what the ones around it name. */
    private record Place(int depth, Parts outer) {}

    private Rule provision(JsonNode provision, String at, Optional<Boolean> base, Place place) {
        problems.allowOnly(provision, at, PROVISION);
        var permits = permits(provision.path("type"), at + ".type", base);
        var parts = parts(provision, at).within(place.outer());
        action(provision.path("action"), at + ".action");
        List<Rule> exceptions = new ArrayList<>();
        for (var i = 0; i < provision.path("provision").size(); i++) {
            var path = at + ".provision[" + i + "]";
            if (place.depth() == DEEPEST) {
                problems.add(path, "nested too deeply");
                break;
            }
            exceptions.add(provision(
                    provision.path("provision").get(i), path, Optional.empty(), new Place(place.depth() + 1, parts)));
        }
        return new Rule(permits, when(provision, at, parts, permits), parts.portion(permits), exceptions);
    }

    /** The outermost provision may leave it to the policy rule, but not contradict it. */
    private boolean permits(JsonNode type, String at, Optional<Boolean> base) {
        if (type.isMissingNode() && base.isPresent()) {
            return base.get();
        }
        var permits = type.asText().equals("permit");
        must(permits || type.asText().equals("deny"), at, "neither permit nor deny");
        must(base.isEmpty() || base.get() == permits, at, "contradicts Consent.policyRule");
        return permits;
    }

    private When when(JsonNode provision, String at, Parts parts, boolean permits) {
        var uses = uses(provision);
        must(
                uses.isEmpty() || (permits && parts.purposes().equals(RESEARCH) && DataUse.permits(uses, uses)),
                at + ".purpose",
                "uses of the DUO are one kind of research and what is demanded of it, where research and nothing else is permitted");
        Set<Rule.Actor> actors = new HashSet<>();
        each(
                provision.path("actor"),
                at + ".actor",
                (actor, path) -> codes.actor(actor, path).ifPresent(actors::add));
        var period = provision.path("period");
        problems.allowOnly(period, at + ".period", Set.of("start", "end"));
        var purposes = parts.purposes()
                .or(() ->
                        ofGlass ? Optional.of(EnumSet.allOf(PurposeOfUse.class)) : Optional.<Set<PurposeOfUse>>empty());
        return new When(
                purposes,
                uses,
                diseases(provision, at),
                actors,
                codes.instant(period.path("start"), at + ".period.start", false),
                codes.instant(period.path("end"), at + ".period.end", true));
    }

    /** What research on a disease may be about: the codes beside the use and the purpose. */
    private Set<Coding> diseases(JsonNode provision, String at) {
        Set<Coding> diseases = new HashSet<>();
        each(provision.path("purpose"), at + ".purpose", (purpose, path) -> {
            if (isDisease(provision, purpose)) {
                codes.coding(purpose, path).ifPresent(diseases::add);
            }
        });
        return diseases;
    }

    private static boolean isDisease(JsonNode provision, JsonNode purpose) {
        return uses(provision).contains(DataUse.DS)
                && Codes.use(purpose).isEmpty()
                && !Codes.isReason(purpose);
    }

    private static Set<DataUse> uses(JsonNode provision) {
        return provision
                .path("purpose")
                .valueStream()
                .flatMap(purpose -> Codes.use(purpose).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    private Parts parts(JsonNode provision, String at) {
        return new Parts(
                named(
                        provision,
                        "purpose",
                        at,
                        (purpose, path) -> Codes.use(purpose).isPresent() || isDisease(provision, purpose)
                                ? Stream.empty()
                                : codes.purpose(purpose, path).stream()),
                named(provision, "class", at, (type, path) -> codes.resourceType(type, path).stream()),
                named(provision, "securityLabel", at, (label, path) -> codes.label(label, path).stream()),
                named(provision, "code", at, (code, path) -> codes.anyOf(code, path).stream()),
                named(provision, "data", at, (data, path) -> codes.data(data, path).stream()),
                time(provision.path("dataPeriod"), at + ".dataPeriod"));
    }

    /** What is named under an element; nothing when the element is not there. */
    private <T> Optional<Set<T>> named(JsonNode provision, String element, String at, Reader<T> reader) {
        if (!provision.has(element)) {
            return Optional.empty();
        }
        Set<T> all = new HashSet<>();
        each(
                provision.path(element),
                at + "." + element,
                (one, path) -> reader.of(one, path).forEach(all::add));
        return Optional.of(all);
    }

    private Optional<Parts.Span> time(JsonNode period, String at) {
        if (period.isMissingNode()) {
            return Optional.empty();
        }
        problems.allowOnly(period, at, Set.of("start", "end"));
        must(period.has("start") || period.has("end"), at, "has neither start nor end");
        var from = codes.instant(period.path("start"), at + ".start", false);
        var until = codes.instant(period.path("end"), at + ".end", true);
        return Optional.of(new Parts.Span(from.orElse(Instant.MIN), until.orElse(Instant.MAX)));
    }

    private void action(JsonNode actions, String at) {
        each(
                actions,
                at,
                (action, path) -> codes.concept(action, path)
                        .forEach(coding -> must(
                                coding.system().equals(ACTION_SYSTEM) && ACTIONS.contains(coding.code()),
                                path,
                                "only access and disclosure can be enforced")));
    }

    /** An element that repeats; one that should and does not is a problem. */
    private void each(JsonNode elements, String at, Element use) {
        if (elements.isMissingNode()) {
            return;
        }
        must(elements.isArray() && !elements.isEmpty(), at, "is not a list");
        for (var i = 0; i < elements.size() && elements.isArray(); i++) {
            use.of(elements.get(i), at + "[" + i + "]");
        }
    }

    private void must(boolean holds, String at, String what) {
        if (!holds) {
            problems.add(at, what);
        }
    }

    @FunctionalInterface
    private interface Reader<T> {
        Stream<T> of(JsonNode element, String at);
    }

    @FunctionalInterface
    private interface Element {
        void of(JsonNode element, String at);
    }
}
