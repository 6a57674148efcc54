package org.healthsphere.node.ingest.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.healthsphere.node.ingest.Feed;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Mapped;
import org.healthsphere.node.ingest.MessageId;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * FHIR R4 Bundles of another system: taken in whole or refused whole, naming the element.
 *
 * <p>What a source calls a resource is a name within that source; here it gets an id of its own, the same one each time.
 */
public final class BundleFeed implements Feed {
    public static final String KIND = "fhir";
    private static final Set<String> TYPES = Set.of("transaction", "collection", "batch");

    private final ResourceCheck check;

    public BundleFeed(ResourceCheck check) {
        this.check = check;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Outcome<Message> read(Source source, Bytes raw) {
        var bundle = Json.parse(raw);
        if (bundle.isEmpty()) {
            return refused("", "not a JSON object");
        }
        return read(source, raw, bundle.get());
    }

    private Outcome<Message> read(Source source, Bytes raw, ObjectNode bundle) {
        if (!bundle.path("resourceType").asText().equals("Bundle")) {
            return refused("resourceType", "a Bundle is expected");
        }
        if (!TYPES.contains(bundle.path("type").asText())) {
            return refused("Bundle.type", "transaction, collection or batch is expected");
        }
        var digest = Sha256.of(raw.array());
        var named = bundle.at("/identifier/value").asText(digest.hex());
        return Outcome.of(
                new Read(new MessageId(KIND, source.name(), "", named, digest), source, bundle.path("entry")));
    }

    private static Outcome<Message> refused(String at, String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Fault.Problem(at, what))));
    }

    private final class Read implements Message {
        private final MessageId id;
        private final Source source;
        private final JsonNode entries;

        Read(MessageId id, Source source, JsonNode entries) {
            this.id = id;
            this.source = source;
            this.entries = entries;
        }

        @Override
        public MessageId id() {
            return id;
        }

        @Override
        public Outcome<Mapped> map(Identities identities) {
            return new BundleMapper(check, source, id).map(entries, identities);
        }
    }
}
