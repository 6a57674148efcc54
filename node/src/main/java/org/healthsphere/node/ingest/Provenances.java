package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.store.ResourceId;

/** Where records come from: for each message, and each patient it tells of, one Provenance. */
final class Provenances {
    private static final String AGENT = "http://terminology.hl7.org/CodeSystem/provenance-participant-type";
    /** Who sent it on is no participant for HL7's terminology, only for US Core. */
    private static final String TRANSMITTER =
            "http://hl7.org/fhir/us/core/CodeSystem/us-core-provenance-participant-type";

    private Provenances() {}

    static List<Draft> of(MessageId message, String mapping, List<Draft> told, Instant now) {
        Map<Optional<String>, List<ResourceId>> byPatient = new LinkedHashMap<>();
        told.forEach(d ->
                byPatient.computeIfAbsent(d.patient(), _ -> new ArrayList<>()).add(d.id()));
        return byPatient.entrySet().stream()
                .map(e -> new Draft(
                        message.resource("Provenance", e.getKey().orElse("")),
                        e.getKey(),
                        brought(message, e.getKey(), provenance(message, mapping, e.getValue(), now)),
                        Set.of(),
                        Draft.OnExisting.KEEP))
                .toList();
    }

    /** Of what a patient brings he is the one who tells it. */
    private static ObjectNode brought(MessageId message, Optional<String> patient, ObjectNode provenance) {
        if (message.kind().equals(MessageId.BROUGHT) && patient.isPresent()) {
            agent(provenance.withArray("/agent").insertObject(0), AGENT, "informant")
                    .put("reference", "Patient/" + patient.get());
        }
        return provenance;
    }

    private static ObjectNode provenance(MessageId message, String mapping, List<ResourceId> targets, Instant now) {
        var provenance = Json.object();
        var target = provenance.putArray("target");
        targets.forEach(t -> target.addObject().put("reference", t.toString()));
        provenance.put("recorded", now.toString());
        var agents = provenance.putArray("agent");
        agent(agents.addObject(), TRANSMITTER, "transmitter")
                .put("display", message.facility().isEmpty() ? message.source() : message.facility())
                .putObject("identifier")
                .put("system", "https://healthsphere.org/sid/source")
                .put("value", message.source());
        agent(agents.addObject(), AGENT, "assembler").put("display", "HealthSphere mapping " + mapping);
        provenance
                .putArray("entity")
                .addObject()
                .put("role", "source")
                .putObject("what")
                .putObject("identifier")
                .put("system", "https://healthsphere.org/sid/source-message/" + message.kind())
                .put("value", message.id());
        return provenance;
    }

    private static ObjectNode agent(ObjectNode agent, String system, String type) {
        agent.putObject("type")
                .putArray("coding")
                .addObject()
                .put("system", system)
                .put("code", type);
        return agent.putObject("who");
    }
}
