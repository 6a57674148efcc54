package org.healthsphere.consent;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthsphere.consent.Rule.Actor;
import org.healthsphere.consent.TermsOpener.CodeSets;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Portion;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/** Reads the codes, references and dates of a Consent, as far as they can be enforced. */
final class Codes {
    private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static final String RESOURCE_TYPES = "http://hl7.org/fhir/resource-types";
    /** Purposes for which this node releases nothing to anybody, so that what is said of them holds as it is. */
    private static final Set<String> NEVER = Set.of("HPAYMT", "HMARKT");

    /** Another word for breaking the glass. */
    private static final String GLASS = "BTG";
    /** Information recipient and primary information recipient: whoever receives. */
    private static final Set<String> RECIPIENTS = Set.of("IRCP", "PRCP");

    /** To these everything belongs. */
    private static final Set<String> PERSONS = Set.of(
            "Patient", "Practitioner", "PractitionerRole", "Organization", "Location", "RelatedPerson", "Person");

    private static final Pattern MEMBER = Pattern.compile("Organization/([a-z][a-z0-9-]{1,62})");

    private static final Pattern PERSON =
            Pattern.compile("(?:Practitioner|PractitionerRole|Group)/[A-Za-z0-9.-]{1,64}");

    private static final Pattern USER = Pattern.compile("[a-z][a-z0-9-]{1,62}/[A-Za-z0-9._:@|-]{1,128}");
    private static final Pattern NAME = Pattern.compile("([A-Z][A-Za-z]{1,63})/[A-Za-z0-9.-]{1,64}");

    private final Problems problems;
    private final CodeSets sets;
    private boolean namesSets;

    Codes(Problems problems, CodeSets sets) {
        this.problems = problems;
        this.sets = sets;
    }

    /** Whether a value set was among the codes. */
    boolean namesSets() {
        return namesSets;
    }

    /** The codes of a concept, those of a value set among them. */
    Set<Coding> anyOf(JsonNode concept, String at) {
        Set<Coding> codes = new HashSet<>();
        for (var coding : concept(concept, at)) {
            if (coding.system().equals(ConsentTerms.VALUE_SET)) {
                namesSets = true;
                codes.addAll(sets.members(coding.code())
                        .or(() -> this.<Set<Coding>>refused(at, "names a value set that is not known here"))
                        .orElseGet(Set::of));
            } else {
                codes.add(coding);
            }
        }
        return codes;
    }

    /** A label of confidentiality or sensitivity that can be told from others. */
    Optional<Coding> label(JsonNode label, String at) {
        return coding(label, at).filter(coding -> {
            var known = !coding.system().equals(SecurityLabels.CONFIDENTIALITY)
                    || List.of("U", "L", "M", "N", "R", "V").contains(coding.code());
            if (!known) {
                problems.add(at, "is no confidentiality");
            }
            return known;
        });
    }

    /** What an element of {@code data} is about. */
    Optional<Portion> data(JsonNode data, String at) {
        problems.allowOnly(data, at, Set.of("id", "meaning", "reference"));
        var reference = data.path("reference");
        problems.allowOnly(reference, at + ".reference", Set.of("id", "reference", "type", "display"));
        var name = reference.path("reference").asText();
        var matcher = NAME.matcher(name);
        if (!matcher.matches() || !ResourceTypes.areKnown(Set.of(matcher.group(1)))) {
            return refused(at + ".reference", "does not name a resource of this node, Type/id");
        }
        return switch (data.path("meaning").asText()) {
            case "instance" -> Optional.of(new Portion.Instances(Set.of(name)));
            case "related", "dependents" ->
                PERSONS.contains(matcher.group(1))
                        ? refused(at, "everything belongs to a person or a place: name an author, a visit or an order")
                        : Optional.of(new Portion.Belonging(Set.of(name)).or(new Portion.Instances(Set.of(name))));
            case "authoredby" -> Optional.of(new Portion.Authors(Set.of(name)));
            default -> refused(at + ".meaning", "is none of instance, related, dependents and authoredby");
        };
    }

    /** A Coding with a system and a code; its display and version say nothing that is enforced. */
    Optional<Coding> coding(JsonNode coding, String at) {
        problems.allowOnly(coding, at, Set.of("id", "system", "code", "display", "userSelected"));
        var system = coding.path("system").asText();
        var code = coding.path("code").asText();
        return system.isBlank() || code.isBlank()
                ? refused(at, "has no system or no code")
                : Optional.of(new Coding(system, code));
    }

    Set<Coding> concept(JsonNode concept, String at) {
        problems.allowOnly(concept, at, Set.of("id", "coding", "text"));
        Set<Coding> codings = new HashSet<>();
        for (var i = 0; i < concept.path("coding").size(); i++) {
            coding(concept.path("coding").get(i), at + ".coding[" + i + "]").ifPresent(codings::add);
        }
        if (codings.isEmpty()) {
            problems.add(at, "has no code");
        }
        return codings;
    }

    /** OPTIN permits, OPTOUT denies. */
    Optional<Boolean> base(JsonNode policyRule, String at) {
        if (policyRule.isMissingNode()) {
            return Optional.empty();
        }
        var codings = concept(policyRule, at);
        if (codings.equals(Set.of(new Coding(ACT_CODE, "OPTIN")))) {
            return Optional.of(true);
        }
        return codings.equals(Set.of(new Coding(ACT_CODE, "OPTOUT")))
                ? Optional.of(false)
                : refused(at, "is neither OPTIN nor OPTOUT");
    }

    /** What a study may use data for, where this names a use of the DUO. */
    static Optional<DataUse> use(JsonNode purpose) {
        return Optional.ofNullable(DataUse.byCode().get(purpose.path("code").asText()))
                .filter(_ -> purpose.path("system").asText().equals(DataUse.SYSTEM));
    }

    /** Whether this names why somebody asks, and not what about. */
    static boolean isReason(JsonNode purpose) {
        return Set.of(ACT_REASON, DataUse.SYSTEM).contains(purpose.path("system").asText());
    }

    /** None, for one that nobody can ask for here. */
    Optional<PurposeOfUse> purpose(JsonNode purpose, String at) {
        var coding = coding(purpose, at).filter(c -> c.system().equals(ACT_REASON));
        var code = coding.map(Coding::code).map(c -> c.equals(GLASS) ? PurposeOfUse.ETREAT.name() : c);
        if (code.filter(NEVER::contains).isPresent()) {
            return Optional.empty();
        }
        return code.flatMap(c -> Arrays.stream(PurposeOfUse.values())
                        .filter(p -> c.equals(p.name()))
                        .findFirst())
                .or(() -> refused(at, "is not a purpose that can be enforced"));
    }

    /** Whether this names the breaking of the glass. */
    static boolean isGlass(JsonNode purpose) {
        var code = purpose.path("code").asText();
        return purpose.path("system").asText().equals(ACT_REASON)
                && (code.equals(GLASS) || code.equals(PurposeOfUse.ETREAT.name()));
    }

    Optional<String> resourceType(JsonNode type, String at) {
        return coding(type, at)
                .flatMap(coding ->
                        coding.system().equals(RESOURCE_TYPES) && ResourceTypes.areKnown(Set.of(coding.code()))
                                ? Optional.of(coding.code())
                                : refused(at, "is not a type of resource"));
    }

    Optional<Actor> actor(JsonNode actor, String at) {
        problems.allowOnly(actor, at, Set.of("id", "role", "reference"));
        var reference = actor.path("reference").path("reference").asText();
        if (PERSON.matcher(reference).matches()) {
            return person(actor, reference, Set.of("id", "reference", "type", "display"), at);
        }
        var identifier = actor.path("reference").path("identifier");
        if (identifier.path("system").asText().equals(ConsentTerms.USERS)) {
            var user = identifier.path("value").asText();
            return USER.matcher(user).matches()
                    ? person(actor, user, Set.of("id", "identifier", "type", "display"), at)
                    : refused(
                            at + ".reference", "is not a member and who somebody is there, such as south/clinician-7");
        }
        var member =
                actor.has("reference") ? member(actor.path("reference"), at + ".reference") : Optional.<NodeId>empty();
        var roles = concept(actor.path("role"), at + ".role");
        var recipient = roles.stream()
                .allMatch(role -> role.system().equals(PARTICIPATION) && RECIPIENTS.contains(role.code()));
        var role = recipient ? Optional.<Role>empty() : role(roles, at + ".role");
        if (member.isEmpty() && role.isEmpty()) {
            return refused(at, "names neither a member nor a role");
        }
        return Optional.of(new Actor(member, role));
    }

    /** One of the custodian's own people, or a group of them, whom it knows by this name; or anybody, by his member's name for him. */
    private Optional<Actor> person(JsonNode actor, String reference, Set<String> elements, String at) {
        problems.allowOnly(actor.path("reference"), at + ".reference", elements);
        var roles = concept(actor.path("role"), at + ".role");
        return roles.stream().allMatch(role -> role.system().equals(PARTICIPATION) && RECIPIENTS.contains(role.code()))
                ? Optional.of(new Actor(Optional.empty(), Optional.empty(), Optional.of(reference)))
                : refused(at + ".role", "is none of a recipient");
    }

    private Optional<Role> role(Set<Coding> roles, String at) {
        return Arrays.stream(Role.values())
                .filter(role -> roles.equals(
                        Set.of(new Coding(ConsentTerms.ROLES, role.name().toLowerCase(Locale.ROOT)))))
                .findFirst()
                .or(() -> refused(at, "is not a role that can be enforced"));
    }

    private Optional<NodeId> member(JsonNode reference, String at) {
        problems.allowOnly(reference, at, Set.of("id", "reference", "type", "identifier", "display"));
        var identifier = reference.path("identifier");
        var name = reference.has("reference")
                ? reference.path("reference").asText()
                : "Organization/" + identifier.path("value").asText();
        var matcher = MEMBER.matcher(name);
        var known = !reference.has("identifier")
                || (identifier.path("system").asText().equals(ConsentTerms.MEMBERS)
                        && name.equals(
                                "Organization/" + identifier.path("value").asText()));
        return known && matcher.matches()
                ? Optional.of(new NodeId(matcher.group(1)))
                : refused(at, "does not name a member");
    }

    /** The first or the last moment of a FHIR dateTime. */
    Optional<Instant> instant(JsonNode dateTime, String at, boolean last) {
        if (dateTime.isMissingNode()) {
            return Optional.empty();
        }
        return FhirDates.parse(dateTime.asText(), last).or(() -> refused(at, "is not a date and time"));
    }

    private <T> Optional<T> refused(String at, String what) {
        problems.add(at, what);
        return Optional.empty();
    }
}
