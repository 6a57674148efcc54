package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.handover.HandoverKind;
import org.healthsphere.node.handover.HandoverOrder;
import org.healthsphere.node.handover.Handovers;
import org.healthsphere.node.handover.Inbox;
import org.healthsphere.node.handover.Sent;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceIndex.Sort;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.web.desk.HandoverPages;
import org.healthsphere.node.web.desk.PatientHit;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** What hospitals hand each other, at the clinician's desk: what came in is read through the gate like the rest of the record. */
final class HandoverDesk implements HandoverPages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 50;

    private final ReleaseGate gate;
    private final Handovers handovers;
    private final Hospitals hospitals;

    HandoverDesk(ReleaseGate gate, Handovers handovers, Hospitals hospitals) {
        this.gate = gate;
        this.handovers = handovers;
        this.hospitals = hospitals;
    }

    @Override
    public List<Hospital> hospitals() {
        return hospitals.others();
    }

    @Override
    public Outcome<Letter> send(Asking by, String patient, Wanted wanted) {
        var kind = HandoverKind.of(wanted.kind());
        if (kind.isEmpty() || !NodeId.isId(wanted.hospital())) {
            return Outcome.failed(new Fault.Invalid("a kind and a hospital are needed"));
        }
        var order =
                new HandoverOrder(patient, new NodeId(wanted.hospital()), kind.get(), wanted.words(), wanted.urgent());
        return handovers.send(access(by), order).map(this::letter);
    }

    private Letter letter(Sent sent) {
        var order = sent.order();
        return new Letter(order.kind().code(), hospitals.of(order.to()).name(), sent.at(), word(sent.state()));
    }

    private static String word(Sent.State state) {
        return switch (state) {
            case WAITING -> "waiting";
            case DELIVERED -> "delivered";
            case SET_ASIDE -> "setAside";
            case REFUSED -> "refused";
            case NOTHING_TO_GIVE -> "nothingToGive";
            case EXPIRED -> "expired";
        };
    }

    @Override
    public Outcome<Newest<Letter>> sent(Asking by) {
        var all = handovers.by(access(by));
        return Outcome.of(
                new Newest<>(all.stream().limit(SHOWN).map(this::letter).toList(), all.size() > SHOWN));
    }

    @Override
    public Outcome<Newest<Received>> inbox(Asking by) {
        var ofHandovers = new Criterion("category", "", List.of(Inbox.CATEGORY + "|"));
        var query = new Query(
                "Communication", List.of(ofHandovers), List.of(new Sort("sent", true)), SHOWN, Optional.empty());
        var access = access(by);
        return gate.search(access, query)
                .then(found -> received(access, found.matches())
                        .map(letters -> new Newest<>(letters, found.next().isPresent())));
    }

    /** Those about somebody whom he may see. */
    private Outcome<List<Received>> received(Access access, List<StoredResource> entries) {
        List<Received> letters = new ArrayList<>();
        for (var entry : entries) {
            switch (about(access, entry)) {
                case Outcome.Success<StoredResource>(var patient) -> letters.add(received(entry, patient));
                case Outcome.Failure<StoredResource>(Fault.Unavailable fault) -> {
                    return Outcome.failed(fault);
                }
                case Outcome.Failure<StoredResource> _ -> {
                    // He may not see who it is about.
                }
            }
        }
        return Outcome.of(letters);
    }

    private Outcome<StoredResource> about(Access access, StoredResource entry) {
        return entry.patient()
                .map(id -> gate.read(access, new ResourceId("Patient", id)))
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("patient")));
    }

    private static Received received(StoredResource entry, StoredResource patient) {
        var json = tree(entry);
        return new Received(
                new PatientHit(patient.id().id(), People.of(tree(patient))),
                json.at("/category/0/coding/0/code").asText(),
                json.at("/sender/display").asText(),
                Instant.parse(json.path("sent").asText()),
                json.path("priority").asText().equals("urgent"),
                json.at("/payload/0/contentString").asText(),
                json.at("/payload/1/contentReference/reference").asText().replaceFirst("^.*/", ""));
    }

    @Override
    public Outcome<Download> document(Asking by, String document, boolean cda) {
        return gate.read(access(by), new ResourceId("DocumentReference", document))
                .then(found -> {
                    var attachment =
                            tree(found).path("content").path(cda ? 1 : 0).path("attachment");
                    return attachment.has("data")
                            ? Outcome.of(new Download(
                                    cda ? "handover.xml" : "handover.json",
                                    attachment.path("contentType").asText(),
                                    Bytes.of(Base64.getDecoder()
                                            .decode(attachment.path("data").asText()))))
                            : Outcome.failed(new Fault.NotFound("document"));
                });
    }

    private static JsonNode tree(StoredResource resource) {
        try {
            return JSON.readTree(resource.json().array());
        } catch (IOException e) {
            throw new IllegalStateException("the store holds JSON: " + resource, e);
        }
    }

    private static Access access(Asking by) {
        return new Access(by.caller().requester(), PurposeOfUse.TREAT, by.correlation());
    }
}
