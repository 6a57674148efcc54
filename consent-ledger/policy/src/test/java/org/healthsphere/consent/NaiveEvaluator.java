package org.healthsphere.consent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/** Decides about one resource by walking through all events and the JSON of every Consent: slow, and plain to see. */
final class NaiveEvaluator {
    private static final List<String> ORDER = List.of("U", "L", "M", "N", "R", "V");

    private final Map<LedgerEvent, JsonNode> provisions = new HashMap<>();
    private final List<LedgerEvent> events;
    private final String patient;
    private final ConsentRequest request;

    record Resource(String type, Set<Coding> labels, Set<Coding> codes) {}

    /** What a Consent says about one resource. */
    private enum Says {
        YES,
        NO,
        NOTHING;

        /** Whether the breaking of the glass is named somewhere in it. */
        static boolean purposes(JsonNode provision) {
            return provision.findValuesAsText("code").contains("ETREAT");
        }
    }

    NaiveEvaluator(List<LedgerEvent> events, String patient, ConsentRequest request) {
        this.events = events;
        this.patient = patient;
        this.request = request;
    }

    boolean shows(Resource resource) {
        var yes = false;
        for (var event : grants()) {
            var says = says(consent(event), resource);
            yes |= end(event).isEmpty() && says == Says.YES;
            if (says == Says.NO && !isLifted(event, resource)) {
                return false;
            }
        }
        return yes || byPolicy();
    }

    private boolean isLifted(LedgerEvent event, Resource resource) {
        var end = end(event);
        return end.isPresent()
                && grants().stream()
                        .anyMatch(later -> end(later).isEmpty()
                                && says(consent(later), resource) == Says.YES
                                && Position.of(later).isAfter(end.get()));
    }

    private List<LedgerEvent> grants() {
        List<LedgerEvent> found = new ArrayList<>();
        for (var event : events) {
            if (event.directive() instanceof Grant grant && grant.handle().equals(patient)) {
                found.add(event);
            }
        }
        return found;
    }

    private Optional<Position> end(LedgerEvent granted) {
        var id = ((Grant) granted.directive()).id();
        return events.stream()
                .filter(event -> event.directive() instanceof Revoke revoke
                        && revoke.id().equals(id))
                .map(Position::of)
                .min(Position::compareTo);
    }

    private JsonNode consent(LedgerEvent event) {
        return provisions.computeIfAbsent(
                event,
                e -> Terms.decode(((Grant) e.directive()).terms())
                        .then(Terms::tree)
                        .orElseThrow()
                        .path("provision"));
    }

    private boolean byPolicy() {
        var role = request.requester().role();
        var own = request.requester().member().value().equals("north");
        return switch (request.purpose()) {
            case TREAT -> own && (role == Role.CLINICIAN || role == Role.SYSTEM);
            case HOPERAT -> own && (role == Role.CLINICIAN || role == Role.STEWARD || role == Role.SYSTEM);
            case PATRQT ->
                own && role == Role.PATIENT && request.requester().subject().equals(patient);
            case ETREAT -> role == Role.CLINICIAN;
            case PUBHLTH, HRESCH -> false;
        };
    }

    private Says says(JsonNode provision, Resource resource) {
        return says(provision, resource, Says.purposes(provision), JsonNodeFactory.instance.objectNode());
    }

    /** @param outer what the provisions around it name of purpose and record, the inner ones before the outer ones */
    private Says says(JsonNode provision, Resource resource, boolean ofGlass, JsonNode outer) {
        if (!actor(provision.path("actor")) || !period(provision.path("period"))) {
            return Says.NOTHING;
        }
        var named = named(provision, outer);
        var yes = false;
        for (var exception : provision.path("provision")) {
            var heard = says(exception, resource, ofGlass, named);
            if (heard == Says.NO) {
                return Says.NO;
            }
            yes |= heard == Says.YES;
        }
        var denies = provision.path("type").asText().equals("deny");
        if (yes) {
            // An exception to a hidden part shows it again, but is no permission of its own.
            return denies && isPart(named) ? Says.NOTHING : Says.YES;
        }
        var about = purpose(named.path("purpose"), ofGlass) && concerns(named, resource, denies);
        return about ? verdict(denies) : Says.NOTHING;
    }

    private static Says verdict(boolean denies) {
        return denies ? Says.NO : Says.YES;
    }

    private static ObjectNode named(JsonNode provision, JsonNode outer) {
        ObjectNode named = outer.deepCopy();
        for (var element : List.of("purpose", "class", "securityLabel", "code")) {
            if (provision.has(element)) {
                named.set(element, provision.path(element));
            }
        }
        return named;
    }

    private static boolean isPart(JsonNode named) {
        return named.has("class") || named.has("securityLabel") || named.has("code");
    }

    private boolean purpose(JsonNode purposes, boolean ofGlass) {
        return purposes.isMissingNode()
                ? ofGlass || request.purpose() != PurposeOfUse.ETREAT
                : purposes.get(0).path("code").asText().equals(request.purpose().name());
    }

    private boolean actor(JsonNode actors) {
        if (actors.isMissingNode()) {
            return true;
        }
        var actor = actors.get(0);
        return actor.has("reference")
                ? request.requester().member().value().equals("south")
                : request.requester().role() == Role.CLINICIAN;
    }

    private boolean period(JsonNode period) {
        if (period.isMissingNode()) {
            return true;
        }
        var start = Instant.parse(period.path("start").asText() + "T00:00:00Z");
        return !request.at().isBefore(start)
                && (!period.has("end") || request.at().isBefore(Instant.parse("2026-08-01T00:00:00Z")));
    }

    private static boolean concerns(JsonNode named, Resource resource, boolean denies) {
        var label = named.path("securityLabel").path(0).path("code").asText();
        return (!named.has("class") || code(named.path("class").path(0)).equals(resource.type()))
                && (label.isEmpty() || (denies ? denied(label, resource) : permitted(label, resource)))
                && (!named.has("code")
                        || resource.codes().stream()
                                .anyMatch(c -> c.code()
                                        .equals(code(named.path("code")
                                                .path(0)
                                                .path("coding")
                                                .path(0)))));
    }

    private static String code(JsonNode coding) {
        return coding.path("code").asText();
    }

    /** Every resource of the generator bears one confidentiality and no other label. */
    private static boolean denied(String label, Resource resource) {
        return resource.labels().stream().anyMatch(l -> ORDER.indexOf(l.code()) >= ORDER.indexOf(label));
    }

    private static boolean permitted(String label, Resource resource) {
        return resource.labels().stream().allMatch(l -> ORDER.indexOf(l.code()) <= ORDER.indexOf(label));
    }
}
