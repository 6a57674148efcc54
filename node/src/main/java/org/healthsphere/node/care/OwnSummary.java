package org.healthsphere.node.care;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** The summary of what this hospital alone has of a patient: nobody else is asked. */
public final class OwnSummary {
    private final NodeId self;
    private final InternationalPatientSummary summaries;
    private final InstantSource clock;

    public OwnSummary(NodeId self, InternationalPatientSummary summaries, InstantSource clock) {
        this.self = self;
        this.summaries = summaries;
        this.clock = clock;
    }

    /**
     * The document.
     *
     * @param request its name, after which the document is called
     * @param record what the gate released for it
     */
    public Outcome<Bytes> of(String request, List<StoredResource> record) {
        var records = record.stream()
                .map(r -> new ReleasedRecord(r.id().type(), r.id().id(), r.version(), r.json()))
                .toList();
        MemberAnswer answer = new MemberAnswer.Answered(records, Bytes.NONE);
        var answers = FederatedRecord.of(request, Map.of(self, answer), Map.of(self, Duration.ZERO));
        var id = UUID.nameUUIDFromBytes(Bytes.utf8(request).array());
        return summaries.of(MergedRecord.of(answers), id, clock.instant()).map(bundle -> Bytes.utf8(bundle.toString()));
    }
}
