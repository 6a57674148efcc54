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
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/** Reads the codes, references and dates of a Consent, as far as they can be enforced. */
final class Codes {
    private static final String ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private static final String ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
    private static final String PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
    private static final String CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality";
    private static final String RESOURCE_TYPES = "http://hl7.org/fhir/resource-types";
    /** From the lowest to the highest. */
    private static final List<String> CONFIDENTIALITIES = List.of("U", "L", "M", "N", "R", "V");
    /** Information recipient and primary information recipient: whoever receives. */
    private static final Set<String> RECIPIENTS = Set.of("IRCP", "PRCP");

    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Za-z]{1,63}");
    private static final Pattern MEMBER = Pattern.compile("Organization/([a-z][a-z0-9-]{1,62})");

    private final Problems problems;

    Codes(Problems problems) {
        this.problems = problems;
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

    Optional<PurposeOfUse> purpose(JsonNode purpose, String at) {
        return coding(purpose, at)
                .flatMap(coding -> Arrays.stream(PurposeOfUse.values())
                        .filter(p -> coding.system().equals(ACT_REASON)
                                && coding.code().equals(p.name()))
                        .findFirst()
                        .or(() -> refused(at, "is not a purpose that can be enforced")));
    }

    Optional<String> resourceType(JsonNode type, String at) {
        return coding(type, at)
                .flatMap(coding -> coding.system().equals(RESOURCE_TYPES)
                                && TYPE.matcher(coding.code()).matches()
                        ? Optional.of(coding.code())
                        : refused(at, "is not a type of resource"));
    }

    /** A label, and those above it where they are ordered. */
    static Set<Coding> orHigher(Coding label) {
        var rank = label.system().equals(CONFIDENTIALITY) ? CONFIDENTIALITIES.indexOf(label.code()) : -1;
        Set<Coding> labels = new HashSet<>(Set.of(label));
        for (var i = rank; i >= 0 && i < CONFIDENTIALITIES.size(); i++) {
            labels.add(new Coding(CONFIDENTIALITY, CONFIDENTIALITIES.get(i)));
        }
        return labels;
    }

    Optional<Actor> actor(JsonNode actor, String at) {
        problems.allowOnly(actor, at, Set.of("id", "role", "reference"));
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
