package org.healthsphere.node;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.healthsphere.node.config.SourcesFile.Fed;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.cda.DocumentFolder;
import org.healthsphere.node.ingest.jdbc.DatabasePoll;
import org.healthsphere.node.ingest.jdbc.Progress;
import org.healthsphere.node.ingest.table.CsvFolder;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.node.ingest.table.TableFeed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Goes and looks, again and again, for what one source has that is new. */
final class Fetching implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Fetching.class);
    private static final Duration UPKEEP_EVERY = Duration.ofHours(1);
    private static final Duration FOLDER_EVERY = Duration.ofSeconds(2);

    private final String source;
    private final Round round;
    private final Duration every;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** One look. */
    interface Round {
        void look() throws IOException;
    }

    private Fetching(String source, Duration every, Round round) {
        this.source = source;
        this.every = every;
        this.round = round;
    }

    static List<Fetching> of(List<Fed> sources, Ingest ingest, TableFeed feed, Progress progress, InstantSource clock) {
        return sources.stream()
                .flatMap(fed -> {
                    var name = fed.source().name();
                    var intake = new Intake(ingest, name);
                    var folder = fed.csv().map(place -> new CsvFolder(place, intake, feed, clock));
                    var documents = fed.ccda().map(place -> new DocumentFolder(place, ingest, name, clock));
                    var database = fed.jdbc().map(d -> new DatabasePoll(name, d, intake, feed, progress));
                    return Stream.of(
                                    folder.map(f -> new Fetching(name, FOLDER_EVERY, () -> {
                                        var _ = f.sweep();
                                    })),
                                    documents.map(d -> new Fetching(name, FOLDER_EVERY, () -> {
                                        var _ = d.sweep();
                                    })),
                                    database.map(d -> new Fetching(
                                            name, fed.jdbc().orElseThrow().every(), () -> {
                                                var _ = d.poll();
                                            })))
                            .flatMap(Optional::stream);
                })
                .toList();
    }

    /** A server of the hospital's that is asked now and then. */
    static Fetching looking(String source, Duration every, Round round) {
        return new Fetching(source, every, round);
    }

    /** What is to be looked after now and then, from the start on. */
    static Fetching upkeep(Round round) {
        return new Fetching("messages that are kept", UPKEEP_EVERY, round);
    }

    /** Who is told of what is new here. */
    static Fetching telling(Duration every, Round round) {
        return new Fetching("listeners", every, round);
    }

    /** Until it is closed. A look that fails is followed by the next one. */
    void run() {
        var going = true;
        while (going) {
            try {
                round.look();
            } catch (IOException | RuntimeException e) {
                // Its text may be a path; what was taken is durable, and the rest is still there.
                LOG.warn(
                        "looking for what {} has failed: {}",
                        source,
                        e.getClass().getSimpleName());
            }
            try {
                going = !ended.await(every.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                going = false;
            }
        }
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
