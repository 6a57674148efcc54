package org.healthsphere.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.healthsphere.node.config.SourcesFile;
import org.healthsphere.node.config.SourcesFile.Fed;
import org.healthsphere.node.ingest.FolderQuarantine;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.Quarantine;
import org.healthsphere.node.ingest.SensitivityLabels;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.StoreQuarantine;
import org.healthsphere.node.ingest.StoreSink;
import org.healthsphere.node.ingest.bulk.BulkFeed;
import org.healthsphere.node.ingest.bundle.BundleFeed;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.node.ingest.cda.CdaFeed;
import org.healthsphere.node.ingest.table.TableFeed;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.node.labels.Labeller;
import org.healthsphere.node.labels.StoredValueSets;
import org.healthsphere.specs.Bytes;

/**
 * The ways of the hospital's own messages into the record.
 *
 * @param fetching what the node itself goes and looks for
 */
record Feeds(
        Ingest ingest, Quarantine quarantine, List<Source> sources, List<Fetching> fetching, Labeller labeller) {

    static Feeds open(Kept kept, Environment environment) {
        var fed = fed(kept);
        var sources = fed.stream().map(Fed::source).toList();
        var labels = SensitivityLabels.from(kept.terminology()).orElseThrow();
        var quarantine = quarantine(kept);
        var own = kept.folder().part("mappings");
        var table = new TableFeed(overlays(own, TableFeed.KIND));
        var ingest = new Ingest(
                new StoreSink(kept.store()),
                quarantine,
                new Ingest.Meaning(kept.terminology(), labels),
                List.of(
                        new V2Feed(overlays(own, V2Feed.KIND)),
                        new CdaFeed(overlays(own, CdaFeed.KIND)),
                        new BundleFeed(new StrictParse()),
                        new BulkFeed(new StrictParse()),
                        table),
                sources,
                environment.clock());
        return new Feeds(
                ingest,
                quarantine,
                sources,
                Fetching.of(fed, ingest, table, new KeptProgress(kept.store()), environment.clock()),
                new Labeller(labels, new StoredValueSets(kept.store(), kept.index()), kept.store()));
    }

    private static Quarantine quarantine(Kept kept) {
        var seal = new KeptSeal(kept.keys(), kept.store());
        var folder = new FolderQuarantine(kept.folder().part("quarantine"), seal);
        if (kept.processes().isEmpty()) {
            return folder;
        }
        var stored = new StoreQuarantine(kept.store(), seal);
        stored.moveFrom(folder);
        return stored;
    }

    /** The source that speaks HL7 v2 over MLLP: the first one. */
    Optional<String> mllpSource() {
        return sources.stream().map(Source::name).findFirst();
    }

    private static List<Fed> fed(Kept kept) {
        var file = kept.folder().part("sources.json");
        try {
            return Files.exists(file)
                    ? SourcesFile.read(
                                    Bytes.of(Files.readAllBytes(file)),
                                    kept.folder().part(""))
                            .orElseThrow()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The hospital's own mapping files for one kind of message, by name. */
    private static Map<String, Bytes> overlays(Path folder, String kind) {
        var own = folder.resolve(kind);
        if (!Files.isDirectory(own)) {
            return Map.of();
        }
        var overlays = new TreeMap<String, Bytes>();
        try (var files = Files.list(own)) {
            for (var file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                overlays.put(String.valueOf(file.getFileName()), Bytes.of(Files.readAllBytes(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return overlays;
    }
}
