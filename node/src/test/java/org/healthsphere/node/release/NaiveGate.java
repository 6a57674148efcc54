package org.healthsphere.node.release;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.healthsphere.node.release.RandomWorld.Said;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/** Decides about one version of one resource by reading every Consent from the start: slow, and plain to see. */
final class NaiveGate {
    private static final List<String> ORDER = List.of("U", "L", "M", "N", "R", "V");

    private final List<Said> said;
    private final Access access;

    /** What a Consent says about one resource. */
    private enum Says {
        YES,
        NO,
        NOTHING
    }

    /** What a Consent may ask of a resource. */
    private record Traits(String type, List<String> labels, List<String> codes) {
        static final Traits NOT_NAMED = new Traits("Basic", List.of(), List.of());

        static Traits of(StoredResource resource) {
            if (resource.deleted()) {
                return new Traits(resource.id().type(), List.of(), List.of());
            }
            var json = House.tree(resource.json().utf8());
            return new Traits(
                    resource.id().type(),
                    codes(json.path("meta").path("security").valueStream()),
                    codes(json.path("code").path("coding").valueStream()));
        }

        private static List<String> codes(Stream<JsonNode> codings) {
            return codings.map(coding -> coding.path("code").asText()).toList();
        }
    }

    NaiveGate(List<Said> said, Access access) {
        this.said = said;
        this.access = access;
    }

    /** Whether this version may be seen, were it alone. */
    boolean shows(StoredResource resource) {
        return resource.patient()
                .map(patient -> isMember() && shows(patient, Traits.of(resource)))
                .orElse(true);
    }

    /** Whether the resource may be seen at all: what it says of itself last counts. */
    boolean showsNow(List<StoredResource> newestFirst) {
        return shows(newestFirst.getFirst())
                && newestFirst.stream()
                        .filter(version -> !version.deleted())
                        .findFirst()
                        .map(this::shows)
                        .orElse(true);
    }

    private boolean isMember() {
        return !access.requester().member().value().equals("nowhere");
    }

    private boolean shows(String patient, Traits resource) {
        var all = said.stream().filter(one -> one.patient().equals(patient)).toList();
        var yes = all.stream().anyMatch(one -> one.ended().isEmpty() && isYes(one));
        var no = all.stream()
                .filter(one -> !isLifted(one, all))
                .anyMatch(one -> says(one.consent().path("provision"), resource) == Says.NO);
        return !no && (yes || byPolicy(patient));
    }

    private boolean isYes(Said one) {
        return says(one.consent().path("provision"), Traits.NOT_NAMED) == Says.YES;
    }

    private boolean isLifted(Said one, List<Said> all) {
        return one.ended()
                .filter(end ->
                        all.stream().anyMatch(later -> later.ended().isEmpty() && later.turn() > end && isYes(later)))
                .isPresent();
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

    private Says says(JsonNode provision, Traits resource) {
        if (!applies(provision) || !concerns(provision, resource)) {
            return Says.NOTHING;
        }
        var heard = provision
                .path("provision")
                .valueStream()
                .map(exception -> says(exception, resource))
                .toList();
        if (heard.contains(Says.NO)) {
            return Says.NO;
        }
        return heard.contains(Says.YES) || provision.path("type").asText().equals("permit") ? Says.YES : Says.NO;
    }

    private boolean applies(JsonNode provision) {
        var purpose = provision.path("purpose").path(0).path("code").asText();
        var right = purpose.isEmpty()
                ? access.purpose() != PurposeOfUse.ETREAT
                : purpose.equals(access.purpose().name());
        return right && (!provision.has("actor") || access.requester().member().equals(House.SOUTH));
    }

    private static boolean concerns(JsonNode provision, Traits resource) {
        if (provision.has("class")) {
            return resource.type()
                    .equals(provision.path("class").path(0).path("code").asText());
        }
        if (provision.has("securityLabel")) {
            var denied = ORDER.indexOf(
                    provision.path("securityLabel").path(0).path("code").asText());
            return resource.labels().stream().anyMatch(label -> ORDER.indexOf(label) >= denied);
        }
        var code = provision.path("code").path(0).path("coding").path(0).path("code");
        return code.isMissingNode() || resource.codes().contains(code.asText());
    }

    /** The ids of these that may be seen. */
    static List<ResourceId> ids(Stream<StoredResource> resources) {
        return resources
                .filter(Objects::nonNull)
                .map(StoredResource::id)
                .sorted()
                .toList();
    }
}
