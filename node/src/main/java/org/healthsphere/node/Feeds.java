package org.healthsphere.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.config.SourcesFile;
import org.healthsphere.node.ingest.FolderQuarantine;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.Quarantine;
import org.healthsphere.node.ingest.SensitivityLabels;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.StoreQuarantine;
import org.healthsphere.node.ingest.StoreSink;
import org.healthsphere.node.ingest.bundle.BundleFeed;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.node.ingest.cda.CdaFeed;
import org.healthsphere.node.ingest.v2.V2Feed;
import org.healthsphere.specs.Bytes;

/** The ways of the hospital's own messages into the record. */
record Feeds(Ingest ingest, Quarantine quarantine, List<Source> sources) {

    static Feeds open(Kept kept, Environment environment) {
        var sources = sources(kept);
        var labels = SensitivityLabels.from(kept.terminology()).orElseThrow();
        var quarantine = quarantine(kept);
        var ingest = new Ingest(
                new StoreSink(kept.store()),
                quarantine,
                new Ingest.Meaning(kept.terminology(), labels),
                List.of(new V2Feed(), new CdaFeed(), new BundleFeed(new StrictParse())),
                sources,
                environment.clock());
        return new Feeds(ingest, quarantine, sources);
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

    private static List<Source> sources(Kept kept) {
        var file = kept.folder().part("sources.json");
        try {
            return Files.exists(file)
                    ? SourcesFile.read(Bytes.of(Files.readAllBytes(file))).orElseThrow()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
