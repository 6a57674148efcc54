package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;

/** A node's ingest around a store in memory, and a look into it. */
public final class Kit {
    public static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-02T03:04:05Z"));
    public static final String LOCAL = "https://north.example/codes";
    public static final String COMMON = "https://healthsphere.org/fhir/CodeSystem/conditions";

    public final InMemoryResourceStore store = new InMemoryResourceStore(CLOCK);
    public final TestTerminology terminology = new TestTerminology();
    public final TestDayKeys days = new TestDayKeys();
    public final Originals originals = new Originals(store, days, 30);
    public final Quarantine quarantine;
    public final Ingest ingest;
    private final List<Feed> feeds;
    private final Source source;

    public Kit(Path folder, Feed... feeds) {
        this(folder, source(), feeds);
    }

    public Kit(Path folder, Source source, Feed... feeds) {
        this.source = source;
        this.feeds = List.of(feeds);
        this.quarantine =
                new FolderQuarantine(folder, new AesSeal(new SecretKeySpec(new byte[32], "AES"), new SecureRandom()));
        this.ingest = over(new StoreSink(store), this.feeds);
    }

    /** The source of all tests: New York, one authority, one list of local codes. */
    public static Source source() {
        return new Source(
                "north",
                ZoneId.of("America/New_York"),
                Map.of("NORTH", "https://north.example/mrn", "2.999.1", "https://north.example/mrn"),
                Map.of("LOC", LOCAL, "2.999.2", LOCAL),
                Map.of(LOCAL, List.of(COMMON)));
    }

    /** As after a restart: nothing but the store and the folder is left. */
    public Ingest restarted() {
        return over(new StoreSink(store), feeds);
    }

    public Ingest over(RecordSink sink, List<Feed> feeds) {
        return new Ingest(
                sink,
                new Ingest.Keeping(quarantine, Optional.of(originals)),
                new Ingest.Meaning(
                        terminology, SensitivityLabels.from(terminology).orElseThrow()),
                feeds,
                List.of(source),
                CLOCK);
    }

    @CanIgnoreReturnValue
    public Receipt take(String kind, String message) {
        return ingest.take(kind, source.name(), Bytes.utf8(message));
    }

    /** Takes a message that must be stored. */
    public void stored(String kind, String message) {
        assertThat(take(kind, message)).isInstanceOf(Receipt.Stored.class);
    }

    /** Every current resource of a type, in the order of their last change. */
    public List<StoredResource> current(String type) {
        var current = new LinkedHashMap<ResourceId, StoredResource>();
        try (var changes = store.changesAfter(0)) {
            changes.filter(r -> r.id().type().equals(type)).forEach(r -> {
                current.remove(r.id());
                current.put(r.id(), r);
            });
        }
        return List.copyOf(current.values());
    }

    /** The resources of a type as {@link #plain}. */
    public List<JsonNode> all(String type) {
        return current(type).stream().map(r -> plain(r.json())).toList();
    }

    /** The one resource of a type. */
    public JsonNode the(String type) {
        var all = all(type);
        assertThat(all).as(type).hasSize(1);
        return all.getFirst();
    }

    /** Without what the node makes up: ids, versions, times of storing. */
    public static JsonNode plain(Bytes json) {
        var resource = Json.tree(json);
        resource.remove(List.of("id", "resourceType"));
        Optional.of(resource.path("meta"))
                .filter(JsonNode::isObject)
                .ifPresent(m -> ((ObjectNode) m).remove(List.of("versionId", "lastUpdated")));
        if (resource.path("meta").isEmpty()) {
            resource.remove("meta");
        }
        Json.objects(resource, o -> {
            if (o.path("reference").isTextual()) {
                o.put("reference", o.path("reference").asText().replaceFirst("/.*", "/*"));
            }
        });
        return resource;
    }

    /** JSON as a test writes it: apostrophes for quotation marks. */
    public static JsonNode json(String text) {
        return Json.parse(Bytes.utf8(text.replace('\'', '"'))).orElseThrow();
    }
}
