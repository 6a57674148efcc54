package org.healthsphere.consent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Rule.When;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.Outcome;
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
            "policyRule",
            "verification",
            "provision");
    private static final Set<String> PROVISION =
            Set.of("id", "type", "period", "actor", "action", "securityLabel", "purpose", "class", "code", "provision");
    private static final Set<String> SCOPES = Set.of("patient-privacy", "research");
    private static final Set<String> ACTIONS = Set.of("access", "disclose");
    private static final String ACTION_SYSTEM = "http://terminology.hl7.org/CodeSystem/consentaction";
    private static final String SCOPE_SYSTEM = "http://terminology.hl7.org/CodeSystem/consentscope";
    private static final Set<PurposeOfUse> RESEARCH = Set.of(PurposeOfUse.HRESCH);
    private static final int DEEPEST = 4;

    private final Problems problems = new Problems();
    private final Codes codes = new Codes(problems);

    Outcome<Rule> compile(ObjectNode consent) {
        problems.allowOnly(consent, "Consent", CONSENT);
        must(consent.path("resourceType").asText().equals("Consent"), "Consent.resourceType", "is not Consent");
        must(consent.path("status").asText().equals("active"), "Consent.status", "only an active Consent is in force");
        scope(consent.path("scope"));
        var _ = codes.instant(consent.path("dateTime"), "Consent.dateTime", false);
        var base = codes.base(consent.path("policyRule"), "Consent.policyRule");
        var rule = consent.has("provision")
                ? provision(consent.path("provision"), "Consent.provision", base, new Place(0, false))
                : withoutProvision(base);
        return problems.isEmpty() ? Outcome.of(rule) : Outcome.failed(problems.fault());
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
        return new Rule(base.orElse(false), When.ALWAYS, Hidden.nothing(), List.of());
    }

    /** Where a provision stands: how deep, and whether inside of one that is about a part of the record only. */
    private record Place(int depth, boolean inPart) {}

    private Rule provision(JsonNode provision, String at, Optional<Boolean> base, Place place) {
        problems.allowOnly(provision, at, PROVISION);
        var permits = permits(provision.path("type"), at + ".type", base);
        var what = what(provision, at);
        must(!permits || what.isNothing(), at, "only a deny may name a part of the record");
        must(!place.inPart() || what.isNothing(), at, "a part of a part of the record cannot be enforced");
        action(provision.path("action"), at + ".action");
        List<Rule> exceptions = new ArrayList<>();
        for (var i = 0; i < provision.path("provision").size(); i++) {
            var path = at + ".provision[" + i + "]";
            if (place.depth() == DEEPEST) {
                problems.add(path, "nested too deeply");
                break;
            }
            var inside = new Place(place.depth() + 1, place.inPart() || !what.isNothing());
            var exception = provision(provision.path("provision").get(i), path, Optional.empty(), inside);
            must(
                    what.isNothing() || exception.permits(),
                    path,
                    "an exception to the denial of a part of the record permits");
            exceptions.add(exception);
        }
        return new Rule(permits, when(provision, at, permits), what, exceptions);
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

    private When when(JsonNode provision, String at, boolean permits) {
        Set<PurposeOfUse> purposes = new HashSet<>();
        Set<DataUse> uses = new HashSet<>();
        each(
                provision.path("purpose"),
                at + ".purpose",
                (purpose, path) -> Codes.use(purpose)
                        .ifPresentOrElse(
                                uses::add,
                                () -> codes.purpose(purpose, path).ifPresent(purposes::add)));
        must(
                uses.isEmpty() || (permits && purposes.equals(RESEARCH) && DataUse.permits(uses, uses)),
                at + ".purpose",
                "uses of the DUO are one kind of research and what is demanded of it, where research and nothing else is permitted");
        Set<Rule.Actor> actors = new HashSet<>();
        each(
                provision.path("actor"),
                at + ".actor",
                (actor, path) -> codes.actor(actor, path).ifPresent(actors::add));
        var period = provision.path("period");
        problems.allowOnly(period, at + ".period", Set.of("start", "end"));
        return new When(
                purposes,
                uses,
                actors,
                codes.instant(period.path("start"), at + ".period.start", false),
                codes.instant(period.path("end"), at + ".period.end", true));
    }

    private Hidden what(JsonNode provision, String at) {
        var hidden = new HiddenParts();
        each(
                provision.path("class"),
                at + ".class",
                (type, path) -> codes.resourceType(type, path).ifPresent(hidden.types::add));
        each(
                provision.path("securityLabel"),
                at + ".securityLabel",
                (label, path) -> codes.coding(label, path).map(Codes::orHigher).ifPresent(hidden.labels::addAll));
        each(provision.path("code"), at + ".code", (code, path) -> hidden.codes.addAll(codes.concept(code, path)));
        must(hidden.kinds() <= 1, at, "class, securityLabel and code together cannot be enforced");
        return hidden.all();
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
    private interface Element {
        void of(JsonNode element, String at);
    }
}
