package org.healthsphere.node.ingest.table;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.WatchedFolder;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder into which a system of the hospital puts CSV files.
 *
 * <p>A file is taken in when it has been left alone for a while, and goes to {@code done} when every row of it is durable; one that
 * cannot be read goes to {@code refused}, with a file beside it that says why. Whenever the node dies meanwhile, the file is still
 * there, and what was taken from it is known.
 */
public final class CsvFolder {
    private static final Logger LOG = LoggerFactory.getLogger(CsvFolder.class);

    private final Place place;
    private final WatchedFolder watched;
    private final Intake intake;
    private final TableFeed feed;

    /**
     * Where files come, and what they are.
     *
     * @param tables by pattern of the file's name, as {@code labs-*.csv}
     */
    public record Place(Path folder, Map<String, String> tables, CsvForm form) {
        public Place {
            tables = Map.copyOf(tables);
            if (tables.isEmpty()) {
                throw new IllegalArgumentException("files: a pattern of names and their table are expected");
            }
            for (var pattern : tables.keySet()) {
                // One that is no pattern stops the start.
                var _ = matcher(pattern);
            }
        }

        /** The table that a file of this name holds; of two patterns that fit, the longer one tells. */
        public Optional<String> table(String file) {
            return tables.entrySet().stream()
                    .filter(t -> matcher(t.getKey()).matches(Path.of(file)))
                    .max(Map.Entry.comparingByKey((a, b) -> Integer.compare(a.length(), b.length())))
                    .map(Map.Entry::getValue);
        }
    }

    public CsvFolder(Place place, Intake intake, TableFeed feed, InstantSource clock) {
        this.place = place;
        this.watched = new WatchedFolder(place.folder(), clock);
        this.intake = intake;
        this.feed = feed;
    }

    private static PathMatcher matcher(String pattern) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    }

    /** Takes in every file that is ready, in the order of their names; how many it was. */
    public int sweep() throws IOException {
        var taken = 0;
        for (var file : watched.ready(name -> place.table(name).isPresent())) {
            if (take(file)) {
                taken++;
            }
        }
        return taken;
    }

    private boolean take(Path file) throws IOException {
        return switch (read(file)) {
            case Outcome.Success<Intake.Summary>(var sum) -> {
                LOG.info(
                        "{}: {} rows stored, {} known, {} set aside",
                        WatchedFolder.name(file),
                        sum.stored(),
                        sum.repeated(),
                        sum.waiting());
                watched.done(file);
                yield true;
            }
            case Outcome.Failure<Intake.Summary>(Fault.Invalid reason) -> {
                LOG.warn("{}: refused: {}", WatchedFolder.name(file), Faults.text(reason));
                watched.refused(file, Faults.text(reason));
                yield false;
            }
            case Outcome.Failure<Intake.Summary>(var fault) -> {
                LOG.warn("{}: later again: {}", WatchedFolder.name(file), Faults.text(fault));
                yield false;
            }
        };
    }

    private Outcome<Intake.Summary> read(Path file) throws IOException {
        var table = place.table(WatchedFolder.name(file)).orElseThrow();
        return CsvRows.open(Files.newInputStream(file), place.form(), table, WatchedFolder.name(file))
                .then(rows -> {
                    try (rows) {
                        return feed.knows(table, rows.columns()).then(_ -> intake.take(rows));
                    }
                });
    }
}
