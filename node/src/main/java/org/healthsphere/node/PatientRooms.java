package org.healthsphere.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import org.healthsphere.node.cases.Cases;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.delegates.Delegates;
import org.healthsphere.node.links.SharedLinks;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;

/** What patients give away, what they question, and who acts for them. */
record PatientRooms(SharedLinks links, Cases cases, Delegates delegates, ResourceStore store) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static PatientRooms open(NodeConfig config, Rooms rooms, Environment environment) {
        var kept = rooms.kept();
        var identity = rooms.identity();
        var links = new SharedLinks(
                identity.id(),
                new SharedLinks.Places(
                        rooms.access().origin(), config.portal().viewer()),
                new SharedLinks.Kept(kept.store(), identity.secretBox("shared links"), kept.audit()),
                environment.clock(),
                environment.random());
        var cases = new Cases(
                kept.store(), identity.secretBox("cases"), kept.audit(), environment.clock(), environment.random());
        var delegates = new Delegates(
                identity.id(),
                new Delegates.Kept(kept.store(), identity.secretBox("delegations"), kept.audit()),
                environment.clock(),
                environment.random());
        rooms.ledger().consents().delegating(delegates::principals);
        return new PatientRooms(links, cases, delegates, kept.store());
    }

    /** When a patient here was born, as far as it is known to the day; nothing for who is no patient here. Nobody is shown it. */
    Optional<Optional<LocalDate>> birth(String patient) {
        return id(patient)
                .flatMap(store::get)
                .filter(resource -> !resource.deleted())
                .map(PatientRooms::born);
    }

    private static Optional<ResourceId> id(String patient) {
        return patient.matches("[A-Za-z0-9.-]{1,64}")
                ? Optional.of(new ResourceId("Patient", patient))
                : Optional.empty();
    }

    private static Optional<LocalDate> born(StoredResource patient) {
        try {
            return Optional.of(LocalDate.parse(
                    JSON.readTree(patient.json().utf8()).path("birthDate").asText()));
        } catch (DateTimeException _) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds JSON: " + patient, e);
        }
    }
}
