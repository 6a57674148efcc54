package org.healthsphere.node.release;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.release.RandomWorld.Said;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/** Decides about one version of one resource by reading every Consent from the start: slow, and plain to see. */
final class NaiveGate {
    private static final List<String> ORDER = List.of("U", "L", "M", "N", "R", "V");
    private static final List<String> DATES = List.of(
            "effectiveDateTime",
            "onsetDateTime",
            "recordedDate",
            "authoredOn",
            "date",
            "performedDateTime",
            "recorded");
    private static final Set<String> UNDATED = Set.of("Patient", "Basic", "Binary");
    private static final List<String> AUTHORS = List.of("performer", "recorder", "asserter", "requester", "author");
    private static final List<String> BELONGINGS =
            List.of("encounter", "basedOn", "partOf", "result", "hasMember", "reasonReference", "target");

    private final List<Said> said;
    private final Access access;
    private final Set<String> knownAs;

    /** What a Consent says about one resource. */
    private enum Says {
        YES,
        NO,
        NOTHING
    }

    NaiveGate(List<Said> said, Access access) {
        this.said = said;
        this.access = access;
        this.knownAs =
                access.requester().member().equals(House.NORTH) ? RandomWorld.knownAs(access.requester()) : Set.of();
    }

    /** Whether this version may be seen, were it alone; a deletion is as visible as what it deleted. */
    boolean shows(ResourceStore store, StoredResource version) {
        var judged = version.deleted()
                ? store.version(version.id(), version.version() - 1).orElseThrow()
                : version;
        return version.patient()
                .map(patient -> isMember() && shows(patient, judged))
                .orElse(true);
    }

    /** Whether this version may be seen: what is hidden now is hidden in all its versions. */
    boolean showsEver(ResourceStore store, StoredResource version) {
        return shows(store, version) && shows(store, store.get(version.id()).orElseThrow());
    }

    /** A log of which nothing is left but what may be told to who asks: an auditor all, a patient what names him. */
    AuditLog told(AuditLog whole) {
        return OnlyTold.of(whole, this::mayKnow);
    }

    private boolean mayKnow(AuditEntry entry) {
        return access.requester().role() == Role.AUDITOR
                || (access.purpose() == PurposeOfUse.PATRQT
                        && entry.event()
                                .patient()
                                .equals(Optional.of(access.requester().subject())));
    }

    private boolean isMember() {
        return !access.requester().member().value().equals("nowhere");
    }

    private boolean shows(String patient, StoredResource resource) {
        var json = House.tree(resource.json().utf8());
        var all = said.stream().filter(one -> one.patient().equals(patient)).toList();
        var yes = byPolicy(patient);
        for (var one : all) {
            var says = says(one, resource, json);
            if (says == Says.NO && !isLifted(one, all, resource, json)) {
                return false;
            }
            yes |= says == Says.YES && one.ended().isEmpty();
        }
        return yes;
    }

    private boolean isLifted(Said one, List<Said> all, StoredResource resource, JsonNode json) {
        return one.ended().isPresent()
                && all.stream()
                        .anyMatch(later -> later.ended().isEmpty()
                                && later.turn() > one.ended().get()
                                && says(later, resource, json) == Says.YES);
    }

    private boolean byPolicy(String patient) {
        var role = access.requester().role();
        var own = access.requester().member().equals(House.NORTH);
        return switch (access.purpose()) {
            case TREAT -> own && (role == Role.CLINICIAN || role == Role.SYSTEM);
            case HOPERAT -> own && (role == Role.CLINICIAN || role == Role.STEWARD || role == Role.SYSTEM);
            case PATRQT ->
                own && role == Role.PATIENT && access.requester().subject().equals(patient);
            case ETREAT -> role == Role.CLINICIAN;
            case PUBHLTH, HRESCH -> false;
        };
    }

    private Says says(Said one, StoredResource resource, JsonNode json) {
        var provision = one.consent().path("provision");
        var ofGlass = Stream.of("ETREAT", "BTG").anyMatch(provision.findValuesAsText("code")::contains);
        return says(provision, ofGlass, JsonNodeFactory.instance.objectNode(), resource, json);
    }

    /** @param outer what the provisions around it name of purpose and record */
    private Says says(JsonNode provision, boolean ofGlass, JsonNode outer, StoredResource resource, JsonNode json) {
        if (provision.has("actor") && !isNamed(provision.path("actor").path(0))) {
            return Says.NOTHING;
        }
        var named = named(provision, outer);
        List<Says> heard = new ArrayList<>();
        provision.path("provision").forEach(exception -> heard.add(says(exception, ofGlass, named, resource, json)));
        if (heard.contains(Says.NO)) {
            return Says.NO;
        }
        var denies = provision.path("type").asText().equals("deny");
        if (heard.contains(Says.YES)) {
            // An exception to a hidden part shows it again, but is no permission of its own.
            return denies && named.size() > (named.has("purpose") ? 1 : 0) ? Says.NOTHING : Says.YES;
        }
        if (isPurpose(named.path("purpose"), ofGlass) && concerns(named, denies, resource, json)) {
            return verdict(denies);
        }
        return Says.NOTHING;
    }

    private static Says verdict(boolean denies) {
        return denies ? Says.NO : Says.YES;
    }

    private static ObjectNode named(JsonNode provision, JsonNode outer) {
        ObjectNode named = outer.deepCopy();
        for (var element : List.of("purpose", "class", "securityLabel", "code", "data", "dataPeriod")) {
            if (provision.has(element)) {
                named.set(element, provision.path(element));
            }
        }
        return named;
    }

    private boolean isNamed(JsonNode actor) {
        var user = actor.at("/reference/identifier/value").asText();
        if (!user.isEmpty()) {
            return user.equals(access.requester().member() + "/" + access.requester().subject());
        }
        var reference = actor.path("reference").path("reference").asText();
        return switch (reference) {
            case "" -> access.requester().role() == Role.CLINICIAN;
            case "Organization/south" -> access.requester().member().equals(House.SOUTH);
            default -> knownAs.contains(reference);
        };
    }

    private boolean isPurpose(JsonNode purposes, boolean ofGlass) {
        if (purposes.isMissingNode()) {
            return ofGlass || access.purpose() != PurposeOfUse.ETREAT;
        }
        var code = purposes.path(0).path("code").asText();
        return (code.equals("BTG") ? "ETREAT" : code).equals(access.purpose().name());
    }

    private static boolean concerns(JsonNode named, boolean denies, StoredResource resource, JsonNode json) {
        return (!named.has("class")
                        || code(named.path("class")).equals(resource.id().type()))
                && (!named.has("securityLabel") || isLabelled(code(named.path("securityLabel")), denies, json))
                && (!named.has("code") || isAbout(named.path("code").path(0).path("coding"), json))
                && (!named.has("data") || isData(named.path("data").path(0), resource, json))
                && (!named.has("dataPeriod") || isIn(named.path("dataPeriod"), denies, resource, json));
    }

    private static String code(JsonNode codings) {
        return codings.path(0).path("code").asText();
    }

    private static boolean isLabelled(String named, boolean denies, JsonNode json) {
        var labels = json.at("/meta/security").findValuesAsText("code");
        var sensitivities =
                labels.stream().filter(label -> !ORDER.contains(label)).toList();
        if (!ORDER.contains(named)) {
            return labels.contains(named)
                    && (denies || (sensitivities.stream().allMatch(named::equals) && !labels.contains("V")));
        }
        var unsaid = sensitivities.isEmpty() ? "N" : "R";
        var highest = labels.stream().mapToInt(ORDER::indexOf).max().orElse(-1);
        var confidentiality = highest < 0 ? ORDER.indexOf(unsaid) : highest;
        if (!sensitivities.isEmpty()) {
            confidentiality = Math.max(confidentiality, ORDER.indexOf("R"));
        }
        return denies ? confidentiality >= ORDER.indexOf(named) : confidentiality <= ORDER.indexOf(named);
    }

    private static boolean isAbout(JsonNode coding, JsonNode json) {
        var codes = json.at("/code/coding").findValuesAsText("code");
        var wanted = code(coding);
        return wanted.equals(RandomWorld.VALUE_SET)
                ? codes.contains("a") || codes.contains("b")
                : codes.contains(wanted);
    }

    private static boolean isData(JsonNode data, StoredResource resource, JsonNode json) {
        var name = data.at("/reference/reference").asText();
        var isIt = resource.id().toString().equals(name);
        return switch (data.path("meaning").asText()) {
            case "instance" -> isIt;
            case "related", "dependents" -> isIt || refersTo(name, BELONGINGS, json);
            default -> refersTo(name, AUTHORS, json);
        };
    }

    private static boolean refersTo(String name, List<String> elements, JsonNode json) {
        return elements.stream()
                .anyMatch(element ->
                        json.path(element).findValuesAsText("reference").contains(name));
    }

    private static boolean isIn(JsonNode period, boolean denies, StoredResource resource, JsonNode json) {
        var from = period.has("start") ? LocalDate.parse(period.path("start").asText() + "-01-01") : LocalDate.MIN;
        var until = period.has("end") ? LocalDate.parse(period.path("end").asText() + "-12-31") : LocalDate.MAX;
        var dates = dates(json);
        if (denies) {
            return !UNDATED.contains(resource.id().type())
                    && (dates.isEmpty()
                            || dates.stream()
                                    .anyMatch(d -> !d.getKey().isAfter(until)
                                            && !d.getValue().isBefore(from)));
        }
        return !dates.isEmpty()
                && dates.stream()
                        .allMatch(
                                d -> !d.getKey().isBefore(from) && !d.getValue().isAfter(until));
    }

    /** First and last day. */
    private static List<Map.Entry<LocalDate, LocalDate>> dates(JsonNode json) {
        List<Map.Entry<LocalDate, LocalDate>> dates = new ArrayList<>();
        DATES.stream()
                .filter(json::has)
                .map(name -> day(json.path(name)))
                .forEach(day -> dates.add(Map.entry(day, day)));
        Optional.of(json.path("period"))
                .filter(JsonNode::isObject)
                .ifPresent(p -> dates.add(Map.entry(day(p.path("start")), day(p.path("end")))));
        return dates;
    }

    private static LocalDate day(JsonNode text) {
        return LocalDate.parse(text.asText().substring(0, 10));
    }
}
