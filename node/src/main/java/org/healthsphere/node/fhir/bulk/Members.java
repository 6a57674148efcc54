package org.healthsphere.node.fhir.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Outcome;

/**
 * Whose records an export is of.
 *
 * @param patients the references of the Patients, when not all are meant
 * @param inRecords whether what is in nobody's record stays out
 */
record Members(Optional<List<String>> patients, boolean inRecords) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int AT_ONCE = 100;

    /**
     * A Group is read anew each time, through the gate: who has left it is no longer exported.
     *
     * @param asked the references of the Patients that are named, when not all are meant
     */
    static Outcome<Members> of(Extent extent, Optional<List<String>> asked, ReleaseGate gate, Access access) {
        return all(extent, gate, access).map(all -> asked.map(all::among).orElse(all));
    }

    private Members among(List<String> asked) {
        var both = patients.map(all -> all.stream().filter(asked::contains).toList())
                .orElse(asked);
        return new Members(Optional.of(both), inRecords);
    }

    private static Outcome<Members> all(Extent extent, ReleaseGate gate, Access access) {
        return switch (extent) {
            case Extent.Everything _ -> Outcome.of(new Members(Optional.empty(), false));
            case Extent.AllPatients _ -> Outcome.of(new Members(Optional.empty(), true));
            case Extent.OfGroup(var id) ->
                gate.read(access, new ResourceId("Group", id))
                        .map(group -> new Members(Optional.of(patients(group)), true));
        };
    }

    private static List<String> patients(StoredResource group) {
        try {
            return JSON.readTree(group.json().utf8())
                    .path("member")
                    .valueStream()
                    .filter(member -> !member.path("inactive").asBoolean())
                    .map(member -> member.path("entity").path("reference").asText())
                    .filter(reference -> reference.startsWith("Patient/"))
                    .distinct()
                    .sorted()
                    .toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored Group is no JSON", e);
        }
    }

    /** How many searches go over all of them. */
    int parts() {
        return patients.map(all -> (all.size() + AT_ONCE - 1) / AT_ONCE).orElse(1);
    }

    /** What restricts a search to one of the parts. */
    List<Criterion> part(int number) {
        return patients.map(all -> List.of(new Criterion(
                        "_compartment",
                        "",
                        all.subList(number * AT_ONCE, Math.min(all.size(), (number + 1) * AT_ONCE)))))
                .orElse(List.of());
    }

    /** Whether a resource is in one of the records. */
    boolean have(StoredResource resource) {
        var patient = resource.patient().map(id -> "Patient/" + id);
        return patients.map(all -> patient.filter(all::contains).isPresent()).orElse(!inRecords || patient.isPresent());
    }
}
