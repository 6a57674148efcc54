package org.healthsphere.node.ingest.upload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.healthsphere.node.ingest.Feed;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Ids;
import org.healthsphere.node.ingest.Mapped;
import org.healthsphere.node.ingest.MessageId;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.bundle.BundleFeed;
import org.healthsphere.node.ingest.cda.CdaFeed;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Documents that patients bring, C-CDA or FHIR: read as those of the hospital's own systems, for the record of who brought it and
 * nobody else's, whatever identifiers they carry.
 *
 * <p>What two patients bring never meets, and neither meets what a system of the hospital has told: what a document calls a thing is
 * a name among the documents of one patient.
 */
public final class UploadFeed implements Feed {
    public static final String KIND = MessageId.BROUGHT;

    private final CdaFeed documents;
    private final BundleFeed bundles;

    public UploadFeed(CdaFeed documents, BundleFeed bundles) {
        this.documents = documents;
        this.bundles = bundles;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Outcome<Message> read(Source source, Bytes raw) {
        return UploadedDocument.read(raw)
                .then(upload -> inside(source, upload).map(inner -> {
                    var id = new MessageId(
                            KIND,
                            source.name(),
                            inner.id().facility(),
                            inner.id().id(),
                            Sha256.of(raw.array()));
                    return new Read(id, upload.patient(), inner);
                }));
    }

    private Outcome<Message> inside(Source source, UploadedDocument upload) {
        var own = ofOne(source, upload.patient());
        return switch (upload.kind()) {
            case CCDA -> documents.read(own, upload.document());
            case FHIR -> FhirDocument.of(upload.document()).then(fhir -> bundles.read(own, fhir.entries()));
        };
    }

    private static Source ofOne(Source source, String patient) {
        return new Source(
                "patient-" + Ids.digest("brought", source.name(), patient),
                source.zone(),
                source.identifierSystems(),
                source.codeSystems(),
                source.translations(),
                source.charset());
    }

    /** Of whom the document says that it is, as a Patient. */
    Outcome<ObjectNode> person(Source source, UploadedDocument upload) {
        return switch (upload.kind()) {
            case CCDA -> documents.person(source, upload.document());
            case FHIR -> FhirDocument.of(upload.document()).map(FhirDocument::person);
        };
    }

    private record Read(MessageId id, String patient, Message inner) implements Message {
        @Override
        public Outcome<Mapped> map(Identities identities) {
            return identities
                    .of(patient)
                    .map(he -> inner.map(identities.only(he)).then(new OwnDrafts(he)::of))
                    .orElseGet(() -> Outcome.failed(
                            new Fault.Unprocessable(List.of(new Problem("Patient", "is not known here")))));
        }
    }
}
