package org.healthsphere.node.fhir;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The International Patient Summary of one of this hospital's patients, from its own records ({@code $summary} of IPS 1.1). */
public final class Summaries {
    /** The definition spells one of them wrongly. */
    private static final List<String> IDENTIFIERS = List.of("identifier", "identifer");

    private static final String IPS = "http://hl7.org/fhir/uv/ips/StructureDefinition/Bundle-uv-ips";
    private static final Set<String> INPUTS = Set.of("identifier", "identifer", "profile");

    private final ReleaseGate gate;
    private final RecordOperations records;
    private final Writer writer;

    /** Writes the document. */
    @FunctionalInterface
    public interface Writer {
        Outcome<Bytes> write(Access access, List<StoredResource> record);
    }

    public Summaries(ReleaseGate gate, RecordOperations records, Writer writer) {
        this.gate = gate;
        this.records = records;
        this.writer = writer;
    }

    /** Of the patient with this id; as much of the record as may be seen. */
    public Outcome<Bytes> of(Asking asking, ResourceId patient, Inputs inputs) {
        return checked(asking, inputs)
                .then(_ -> gate.read(asking.access(), patient))
                .then(_ -> records.whole(asking.access(), patient))
                .then(record -> writer.write(asking.access(), record));
    }

    /** Of the one patient who has this identifier. */
    public Outcome<Bytes> byIdentifier(Asking asking, Inputs inputs) {
        var wishes = new Wishes(inputs.parameters());
        var identifiers =
                IDENTIFIERS.stream().flatMap(name -> wishes.one(name).stream()).toList();
        if (identifiers.size() != 1) {
            wishes.problem("identifier", "is needed once: whose summary is wanted");
        }
        return wishes.read(() -> identifiers.getFirst())
                .then(identifier -> gate.search(asking.access(), withIdentifier(identifier)))
                .then(found -> found.matches().size() == 1
                        ? of(asking, found.matches().getFirst().id(), inputs)
                        : Outcome.failed(
                                found.matches().isEmpty()
                                        ? new Fault.NotFound("patient with this identifier")
                                        : new Fault.VersionMismatch("several patients have this identifier")));
    }

    private static Query withIdentifier(String identifier) {
        return new Query(
                "Patient",
                List.of(new Criterion("identifier", "", List.of(identifier))),
                List.of(),
                2,
                Optional.empty());
    }

    private static Outcome<Asking> checked(Asking asking, Inputs inputs) {
        var wishes = new Wishes(inputs.parameters()).only(INPUTS, asking);
        if (wishes.one("profile")
                .filter(profile -> !profile.split("\\|", 2)[0].equals(IPS))
                .isPresent()) {
            wishes.problem("profile", "is " + IPS + " here");
        }
        return wishes.read(() -> asking);
    }
}
