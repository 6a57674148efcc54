package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.cda.CdaFeed;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.store.StoredResource;

/** What the node makes of messages and documents that say much, little, and almost nothing. */
public final class MappedResources {
    private static final List<String> V2 = List.of(
            "admission.hl7",
            "unknown.hl7",
            "withdrawn.hl7",
            "results.hl7",
            "specimen.hl7",
            "allergies.hl7",
            "scan.hl7",
            "note.hl7",
            "appointment.hl7",
            "vaccination.hl7",
            "order.hl7",
            "prescription.hl7",
            "referral.hl7");
    private static final List<String> CDA = List.of("summary.xml", "scanned.xml");
    private static final List<String> TYPES = List.of(
            "AllergyIntolerance",
            "Appointment",
            "Binary",
            "Composition",
            "Condition",
            "Coverage",
            "DiagnosticReport",
            "DocumentReference",
            "Encounter",
            "EpisodeOfCare",
            "Immunization",
            "MedicationRequest",
            "MedicationStatement",
            "Observation",
            "Patient",
            "Procedure",
            "Provenance",
            "RelatedPerson",
            "ServiceRequest",
            "Specimen");

    private MappedResources() {}

    /** All of them, as they are stored; there is one of each type at least. */
    public static List<StoredResource> in(Path folder) {
        var kit = new Kit(folder, new V2Feed(), new CdaFeed());
        V2.forEach(name -> kit.stored(V2Feed.KIND, text(name).replace("\n", "\r")));
        CDA.forEach(name -> kit.stored(CdaFeed.KIND, text(name)));
        return TYPES.stream()
                .flatMap(type -> {
                    assertThat(kit.current(type)).as(type).isNotEmpty();
                    return kit.current(type).stream();
                })
                .toList();
    }

    private static String text(String name) {
        try (var in = Objects.requireNonNull(MappedResources.class.getResourceAsStream("/mapped/" + name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those of a type. */
    public static Stream<StoredResource> of(String type, List<StoredResource> all) {
        return all.stream().filter(resource -> resource.id().type().equals(type));
    }
}
