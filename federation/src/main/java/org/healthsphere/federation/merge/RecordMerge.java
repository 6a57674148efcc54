package org.healthsphere.federation.merge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.specs.NodeId;

/** Reads what members released and puts together what is one. */
final class RecordMerge {
    /** In FHIR 1.50 and 1.5 differ: decimals are kept as they are written. The exchange has bounded what comes here. */
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** The one shown first: changed last, and of equals always the same. */
    private static final Comparator<Entry> LATEST_FIRST = Comparator.comparing(Entry::lastUpdated)
            .reversed()
            .thenComparing(entry -> entry.source().toString());

    private RecordMerge() {}

    /** @param entries in the order of their members */
    static MergedRecord merge(List<Entry> entries, FederatedRecord answers) {
        var patients = entries.stream()
                .filter(e -> e.source().type().equals("Patient"))
                .toList();
        var others = entries.stream()
                .filter(e -> !e.source().type().equals("Patient"))
                .toList();
        return new MergedRecord(
                patients.isEmpty() ? Optional.empty() : Optional.of(Demography.merge(patients)),
                items(others),
                answers);
    }

    static Entry entry(NodeId member, ReleasedRecord record) {
        var source = new Source(member, record.type(), record.id(), record.version());
        try {
            return JSON.readTree(record.json().array()) instanceof ObjectNode resource
                    ? Entry.of(source, resource)
                    : notAResource(source);
        } catch (IOException e) {
            return notAResource(source);
        }
    }

    private static Entry notAResource(Source source) {
        throw new IllegalStateException("the exchange let pass what is not a resource: " + source);
    }

    private static List<MergedItem> items(List<Entry> entries) {
        return Groups.of(entries).stream()
                .map(group -> group.stream().sorted(LATEST_FIRST).toList())
                .map(group -> new MergedItem(
                        group.getFirst().resource(),
                        group.stream().map(Entry::source).toList(),
                        Differences.of(group)))
                .toList();
    }
}
