package org.healthsphere.node.fhir.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.fhir.Asking;
import org.healthsphere.node.fhir.Intake;
import org.healthsphere.node.fhir.Interactions;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.Compartment;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Reach;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/** A hospital where everything that is audited has happened once. */
final class AuditedHouse implements AutoCloseable {
    static final String BASE = "https://node.example/fhir";

    final House house = new House();
    final AuditEvents events = new AuditEvents(House.NORTH, house.audit);
    final Interactions interactions = new Interactions(
            new Intake(SearchParameters.r4()), house.store, house.index, house.gate, house.audit, () -> "fresh");

    AuditedHouse() {
        house.consents.noteIn(house.audit);
        var own = house.own();
        write(own, "Patient", "ann", "{'resourceType':'Patient','id':'ann','active':true}");
        write(own, "Patient", "ann", "{'resourceType':'Patient','id':'ann','active':false}");
        write(own, "Patient", "bea", "{'resourceType':'Patient','id':'bea'}");
        write(own, "Organization", "ward", "{'resourceType':'Organization','id':'ward','name':'Ward'}");
        house.clock.advance(java.time.Duration.ofSeconds(1));
        var _ = interactions.read(own, new ResourceId("Patient", "ann")).orElseThrow();
        var _ = interactions.version(own, new ResourceId("Patient", "ann"), 1).orElseThrow();
        var _ = interactions.read(own, new ResourceId("Organization", "ward")).orElseThrow();
        var _ = interactions.read(own, new ResourceId("Patient", "nobody"));
        var _ = search(own, "Patient", "_id=ann");
        var _ = search(own, "Patient", "");
        var _ = search(own, "Organization", "");
        var _ = interactions
                .history(
                        Asking.of(own, BASE),
                        Optional.of("Patient"),
                        Optional.of(new ResourceId("Patient", "ann")),
                        Parameters.parse(""))
                .orElseThrow();
        house.says("ann", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        var _ = house.gate
                .release(house.stranger(), Optional.of("ann"), new Compartment(Set.of()))
                .orElseThrow();
        var emergency = house.access(House.SOUTH, "clinician-7", Role.CLINICIAN, PurposeOfUse.ETREAT);
        var _ = interactions.read(emergency, new ResourceId("Patient", "ann")).orElseThrow();
        var _ = house.gate
                .release(house.own(), Optional.of("bea"), new Compartment(Set.of()))
                .orElseThrow();
        var _ = interactions
                .writes()
                .delete(own, new ResourceId("Organization", "ward"), OptionalLong.empty())
                .orElseThrow();
        others();
    }

    /** What is written from elsewhere in a node. */
    private void others() {
        var who = house.own();
        var named = Set.of(
                AuditCode.RECORD_READ,
                AuditCode.RECORD_SEARCHED,
                AuditCode.RECORD_WRITTEN,
                AuditCode.RECORD_CREATED,
                AuditCode.RECORD_DELETED,
                AuditCode.DIRECTIVE_SUBMITTED);
        Stream.of(AuditCode.values()).filter(code -> !named.contains(code)).forEach(code -> {
            var event = AuditEvent.of(code, who.requester(), who.purpose(), who.correlation());
            var _ = house.audit
                    .append(List.of(
                            event,
                            event.about("ann").naming(List.of("Observation/1", "app:my-app")),
                            event.about("bea").with(AuditEvent.Result.FAILED)))
                    .orElseThrow();
        });
    }

    private void write(Access access, String type, String id, String json) {
        var _ = interactions
                .writes()
                .update(access, new ResourceId(type, id), Bytes.utf8(json.replace('\'', '"')), OptionalLong.empty())
                .orElseThrow();
    }

    private Outcome<Bytes> search(Access access, String type, String query) {
        return interactions.search(Asking.of(access, BASE), type, Parameters.parse(query));
    }

    Access auditor(String... scopes) {
        return with(house.access(House.NORTH, "auditor-1", Role.AUDITOR, PurposeOfUse.HOPERAT), scopes);
    }

    Access patient(String id, String... scopes) {
        return with(house.access(House.NORTH, id, Role.PATIENT, PurposeOfUse.PATRQT), scopes);
    }

    private static Access with(Access access, String... scopes) {
        if (scopes.length == 0) {
            return access;
        }
        var reach = new Reach(
                Stream.of(scopes)
                        .map(scope -> Scope.parse(scope).orElseThrow())
                        .collect(java.util.stream.Collectors.toSet()),
                Optional.of("ann"));
        return new Access(access.requester(), access.purpose(), access.correlation(), reach);
    }

    /** All pages of a search. */
    List<JsonNode> found(Access access, String query) {
        List<JsonNode> all = new java.util.ArrayList<>();
        var next = Optional.of(query);
        while (next.isPresent()) {
            var bundle = House.tree(events.search(access, BASE, Parameters.parse(next.get()))
                    .orElseThrow()
                    .utf8());
            bundle.path("entry").forEach(entry -> all.add(entry.path("resource")));
            next = bundle.path("link")
                    .valueStream()
                    .filter(link -> link.path("relation").asText().equals("next"))
                    .map(link -> link.path("url").asText())
                    .map(url -> url.substring(url.indexOf('?') + 1))
                    .findFirst();
        }
        return all;
    }

    @Override
    public void close() {
        house.close();
    }
}
