package org.healthsphere.consent;

import com.fasterxml.jackson.databind.JsonNode;
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
        NOTHING
    }

    NaiveEvaluator(List<LedgerEvent> events, String patient, ConsentRequest request) {
        this.events = events;
        this.patient = patient;
        this.request = request;
    }

    boolean shows(Resource resource) {
        var yes = false;
        for (var event : grants()) {
            var end = end(event);
            if (end.isEmpty() && isYes(consent(event))) {
                yes = true;
            }
            var lifted = end.isPresent()
                    && grants().stream()
                            .anyMatch(later -> end(later).isEmpty()
                                    && isYes(consent(later))
                                    && Position.of(later).isAfter(end.get()));
            if (!lifted && says(consent(event), resource) == Says.NO) {
                return false;
            }
        }
        return yes || byPolicy();
    }

    private boolean isYes(JsonNode provision) {
        // A resource that no rule of the generator names.
        return says(provision, new Resource("Basic", Set.of(), Set.of())) == Says.YES;
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
        if (!applies(provision) || !concerns(provision, resource)) {
            return Says.NOTHING;
        }
        var says = provision.path("type").asText().equals("permit") ? Says.YES : Says.NO;
        var partial = provision.has("class") || provision.has("securityLabel") || provision.has("code");
        var yes = false;
        var no = false;
        for (var exception : provision.path("provision")) {
            var heard = says(exception, resource);
            yes |= heard == Says.YES;
            no |= heard == Says.NO;
        }
        if (no) {
            return Says.NO;
        }
        // An exception to a hidden part shows it again, but is no permission of its own.
        return yes ? (partial ? Says.NOTHING : Says.YES) : says;
    }

    private boolean applies(JsonNode provision) {
        var purposes = provision.path("purpose");
        var purpose = purposes.isMissingNode()
                ? request.purpose() != PurposeOfUse.ETREAT
                : purposes.get(0).path("code").asText().equals(request.purpose().name());
        return purpose && actor(provision.path("actor")) && period(provision.path("period"));
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

    private static boolean concerns(JsonNode provision, Resource resource) {
        if (provision.has("class")) {
            return provision.path("class").get(0).path("code").asText().equals(resource.type());
        }
        if (provision.has("securityLabel")) {
            var denied = ORDER.indexOf(
                    provision.path("securityLabel").get(0).path("code").asText());
            return resource.labels().stream().anyMatch(label -> ORDER.indexOf(label.code()) >= denied);
        }
        return !provision.has("code")
                || resource.codes().stream()
                        .anyMatch(code -> code.code()
                                .equals(provision
                                        .path("code")
                                        .get(0)
                                        .path("coding")
                                        .get(0)
                                        .path("code")
                                        .asText()));
    }
}
