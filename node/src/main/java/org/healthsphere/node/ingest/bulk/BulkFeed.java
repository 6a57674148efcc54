package org.healthsphere.node.ingest.bulk;

import java.util.List;
import org.healthsphere.node.ingest.Feed;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Mapped;
import org.healthsphere.node.ingest.MessageId;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.bundle.ResourceCheck;
import org.healthsphere.node.ingest.table.Rows;
import org.healthsphere.node.ingest.table.Taking;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * FHIR R4 resources of another server, a few lines of its export at a time.
 *
 * <p>What the server calls a resource is a name within it: here it gets an id of its own, the same one each time, and references
 * follow it, whatever file they are in. A Patient is matched by its identifiers, as one of any other feed.
 */
public final class BulkFeed implements Feed {
    public static final String KIND = "bulk";
    static final String TABLE = "ndjson";
    private static final String MAPPING = "fhir";

    private final ResourceCheck check;

    public BulkFeed(ResourceCheck check) {
        this.check = check;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Outcome<Message> read(Source source, Bytes raw) {
        return Rows.parse(raw)
                .filter(rows -> rows.columns().equals(List.of(NdjsonRows.COLUMN)))
                .<Outcome<Message>>map(rows -> Outcome.of(new Read(source, raw, rows)))
                .orElseGet(() -> Outcome.failed(new Fault.Invalid("not lines of NDJSON")));
    }

    private final class Read implements Message {
        private final Source source;
        private final Rows rows;
        private final MessageId id;

        Read(Source source, Bytes raw, Rows rows) {
            this.source = source;
            this.rows = rows;
            this.id = new MessageId(KIND, source.name(), "", rows.place(), Sha256.of(raw.array()));
        }

        @Override
        public MessageId id() {
            return id;
        }

        @Override
        public Outcome<Mapped> map(Identities identities) {
            return Taking.of(rows, MAPPING, identities, new BulkMapper(check, source, identities));
        }
    }
}
