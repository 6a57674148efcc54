package org.healthsphere.node.ingest.upload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.Workbench;
import org.healthsphere.node.ingest.Workbench.Trial;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** Where patients bring documents: first they see what would become of one, and only then is it taken. */
public final class Uploads {
    /** What the hospital calls all that its patients bring; without a source of this name it takes none. */
    public static final String SOURCE = "patient-documents";

    private final Ingest ingest;
    private final Workbench workbench;
    private final UploadFeed feed;
    private final Optional<Source> source;

    public Uploads(Ingest ingest, Workbench workbench, UploadFeed feed, List<Source> sources) {
        this.ingest = ingest;
        this.workbench = workbench;
        this.feed = feed;
        this.source =
                sources.stream().filter(one -> one.name().equals(SOURCE)).findFirst();
    }

    /**
     * What would become of a document.
     *
     * @param person of whom it says that it is, as a Patient
     * @param resources as they would be stored
     * @param leftOut how many things in it would be left out
     */
    public record Offer(ObjectNode person, Map<ResourceId, Bytes> resources, int leftOut) {}

    public boolean isOpen() {
        return source.isPresent();
    }

    /** Reads a document; nothing is kept. A fault says why it cannot be taken. */
    public Outcome<Offer> offer(String patient, Bytes document) {
        return open().then(from -> UploadedDocument.of(patient, document).then(upload -> feed.person(from, upload)
                .then(person -> workbench
                        .preview(new Trial(UploadFeed.KIND, SOURCE, upload.message()), Optional.empty())
                        .map(made ->
                                new Offer(person, made.resources(), made.leftOut().size())))));
    }

    /** Takes it, as every message: durable when this returns, in the record or set aside. */
    public Outcome<Receipt> take(String patient, Bytes document) {
        return open().then(_ -> UploadedDocument.of(patient, document))
                .map(upload -> ingest.take(UploadFeed.KIND, SOURCE, upload.message()));
    }

    private Outcome<Source> open() {
        return source.map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("a place for documents of patients in this hospital")));
    }
}
