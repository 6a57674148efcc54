package org.healthsphere.node.ingest.cda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.ingest.WatchedFolder;
import org.healthsphere.specs.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder into which a system of the hospital puts C-CDA documents, one to a file ({@code .xml}).
 *
 * <p>A document goes to {@code done} when it is durable in the record; one that cannot be taken to {@code refused}, and waits in
 * quarantine too, so that it is taken in again when a mapping was mended.
 */
public final class DocumentFolder {
    private static final Logger LOG = LoggerFactory.getLogger(DocumentFolder.class);
    private static final long LARGEST = CdaParser.MOST_BYTES;

    private final WatchedFolder watched;
    private final Ingest ingest;
    private final String source;

    public DocumentFolder(Path folder, Ingest ingest, String source, InstantSource clock) {
        this.watched = new WatchedFolder(folder, clock);
        this.ingest = ingest;
        this.source = source;
    }

    /** Takes in every document that is ready, in the order of their names; how many it was. */
    public int sweep() throws IOException {
        var taken = 0;
        for (var file : watched.ready(name -> name.toLowerCase(Locale.ROOT).endsWith(".xml"))) {
            if (take(file)) {
                taken++;
            }
        }
        return taken;
    }

    private boolean take(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            watched.refused(file, "document is larger than " + LARGEST + " bytes");
            return false;
        }
        return switch (ingest.take(CdaFeed.KIND, source, Bytes.of(Files.readAllBytes(file)))) {
            case Receipt.Stored _, Receipt.Partly _, Receipt.Repeated _ -> {
                watched.done(file);
                yield true;
            }
            case Receipt.Quarantined(var _, var reason) -> {
                watched.refused(file, Faults.text(reason));
                yield false;
            }
            case Receipt.Deferred(var fault) -> {
                LOG.warn("a document of {}: later again: {}", source, Faults.text(fault));
                yield false;
            }
        };
    }
}
