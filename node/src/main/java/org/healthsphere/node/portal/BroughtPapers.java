package org.healthsphere.node.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.healthsphere.federation.merge.MergedItem;
import org.healthsphere.federation.merge.Source;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.ingest.upload.Uploads;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.web.me.BroughtDocuments;
import org.healthsphere.node.web.me.Offer;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** Documents that a patient brings, for his own record: not those that say that they are of somebody who was born on another day. */
final class BroughtPapers implements BroughtDocuments {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Uploads uploads;
    private final ReleaseGate gate;
    private final AuditLog audit;
    private final NodeId self;
    private final RecordView view;

    BroughtPapers(Uploads uploads, ReleaseGate gate, AuditLog audit, Hospitals hospitals) {
        this.uploads = uploads;
        this.gate = gate;
        this.audit = audit;
        this.self = new NodeId(hospitals.self().id());
        this.view = new RecordView(hospitals);
    }

    @Override
    public boolean isOpen() {
        return uploads.isOpen();
    }

    @Override
    public Outcome<Offer> offer(Asking by, Bytes document) {
        return his(by, document).map(this::shown);
    }

    /** Nothing is taken that was not looked at by the same rules. */
    @Override
    public Outcome<Taken> take(Asking by, Bytes document) {
        return his(by, document)
                .then(_ -> audit.append(AuditEvent.of(
                                AuditCode.RECORD_WRITTEN,
                                by.caller().requester(),
                                PurposeOfUse.PATRQT,
                                by.correlation())
                        .about(patient(by))))
                .then(_ -> uploads.take(patient(by), document))
                .then(BroughtPapers::taken);
    }

    private static Outcome<Taken> taken(Receipt receipt) {
        return switch (receipt) {
            case Receipt.Stored _, Receipt.Partly _ -> Outcome.of(Taken.ADDED);
            case Receipt.Repeated _ -> Outcome.of(Taken.KNOWN);
            case Receipt.Quarantined _ -> Outcome.of(Taken.WAITING);
            case Receipt.Deferred(var reason) -> Outcome.failed(reason);
        };
    }

    private Outcome<Uploads.Offer> his(Asking by, Bytes document) {
        return born(by).then(born -> uploads.offer(patient(by), document).then(offer -> {
            var said = day(offer.person());
            return born.isPresent() && said.isPresent() && !born.equals(said)
                    ? Outcome.failed(new Fault.Conflict("a document of somebody else"))
                    : Outcome.of(offer);
        }));
    }

    /** A day, as far as both know it to the day. */
    private static Optional<String> day(JsonNode person) {
        return Optional.of(person.path("birthDate").asText()).filter(day -> day.length() == "yyyy-mm-dd".length());
    }

    private Outcome<Optional<String>> born(Asking by) {
        var access = new Access(by.caller().requester(), PurposeOfUse.PATRQT, by.correlation());
        return gate.read(access, new ResourceId("Patient", patient(by))).map(stored -> day(tree(stored.json())));
    }

    private static String patient(Asking by) {
        return by.caller().patient().orElseThrow();
    }

    private Offer shown(Uploads.Offer offer) {
        List<MergedItem> items = offer.resources().entrySet().stream()
                .map(made -> item(made.getKey(), made.getValue()))
                .toList();
        return new Offer(People.of(offer.person()), view.sections(items), offer.leftOut());
    }

    private MergedItem item(ResourceId id, Bytes json) {
        return new MergedItem(tree(json), List.of(new Source(self, id.type(), id.id(), 1)), List.of());
    }

    private static ObjectNode tree(Bytes json) {
        try {
            return (ObjectNode) JSON.readTree(json.utf8());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what is stored or mapped is JSON", e);
        }
    }
}
