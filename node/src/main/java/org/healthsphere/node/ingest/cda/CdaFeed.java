package org.healthsphere.node.ingest.cda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.healthsphere.node.ingest.Feed;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Mapped;
import org.healthsphere.node.ingest.MessageId;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.mapping.Frame;
import org.healthsphere.node.ingest.mapping.Language;
import org.healthsphere.node.ingest.mapping.Mappings;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** C-CDA documents, R1.1 and R2.1, read by the templates of their entries and not by the version they claim. */
public final class CdaFeed implements Feed {
    public static final String KIND = "ccda";
    private static final List<String> FILES = List.of("tables.json", "types.json", "header.json", "entries.json");

    private final CdaParser parser = new CdaParser();
    private final Mappings mappings;

    public CdaFeed() {
        this(Map.of());
    }

    /**
     * With a hospital's own mapping files.
     *
     * <p>IllegalArgumentException with every problem in them.
     */
    public CdaFeed(Map<String, Bytes> overlays) {
        this.mappings = Mappings.load(
                new Language(CdaElement::isPath, CdaConverters.converters()), "mappings/ccda", FILES, overlays);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Outcome<Message> read(Source source, Bytes raw) {
        return parser.parse(raw).then(document -> read(source, raw, document));
    }

    /** Of whom a document is, as a Patient. */
    public Outcome<ObjectNode> person(Source source, Bytes raw) {
        return parser.parse(raw)
                .map(document -> mappings.map("patient")
                        .fill(document, new Frame(source, Map.of(), _ -> {}))
                        .json());
    }

    private Outcome<Message> read(Source source, Bytes raw, CdaElement document) {
        var root = document.text("id/@root");
        if (root.isEmpty()) {
            return Outcome.failed(new Fault.Invalid(List.of(new Fault.Problem("id", "document id is missing"))));
        }
        var custodian = "custodian/assignedCustodian/representedCustodianOrganization/name";
        var id = new MessageId(
                KIND,
                source.name(),
                document.text(custodian),
                root + "^" + document.text("id/@extension"),
                Sha256.of(raw.array()));
        return Outcome.of(new Read(id, source, raw, document));
    }

    private final class Read implements Message {
        private final MessageId id;
        private final Source source;
        private final Bytes raw;
        private final CdaElement document;

        Read(MessageId id, Source source, Bytes raw, CdaElement document) {
            this.id = id;
            this.source = source;
            this.raw = raw;
            this.document = document;
        }

        @Override
        public MessageId id() {
            return id;
        }

        @Override
        public Outcome<Mapped> map(Identities identities) {
            return new CdaMapper(mappings, source, id).map(document, raw, identities);
        }
    }
}
