package org.healthsphere.node.ingest.table;

import java.util.Optional;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.specs.Outcome;

/** Takes rows in, piece by piece: the next piece is read when the last one is durable. */
public final class Intake {
    private final Door door;

    /** Through which rows go in; a fault when they cannot now. */
    @FunctionalInterface
    public interface Door {
        Outcome<Summary> send(Rows rows);
    }

    public Intake(Door door) {
        this.door = door;
    }

    /** Into a node's own ingest, as messages of this kind. */
    public Intake(Ingest ingest, String kind, String source) {
        this(rows -> summary(ingest.take(kind, source, rows.json()), rows.rows().size()));
    }

    public Intake(Ingest ingest, String source) {
        this(ingest, TableFeed.KIND, source);
    }

    /**
     * What became of rows.
     *
     * @param stored durable
     * @param repeated durable since before
     * @param waiting set aside
     */
    public record Summary(long stored, long repeated, long waiting) {
        public static final Summary NONE = new Summary(0, 0, 0);

        public Summary plus(Summary other) {
            return new Summary(stored + other.stored, repeated + other.repeated, waiting + other.waiting);
        }
    }

    /** A fault when the rest cannot be read, or not be stored now; what was taken before it is durable. */
    public Outcome<Summary> take(RowSource rows) {
        var sum = Summary.NONE;
        while (true) {
            switch (rows.next().then(piece -> piece.map(this::piece).orElseGet(() -> Outcome.of(Optional.empty())))) {
                case Outcome.Failure<Optional<Taken>>(var fault) -> {
                    return Outcome.failed(fault);
                }
                case Outcome.Success<Optional<Taken>>(var taken) -> {
                    if (taken.isEmpty()) {
                        return Outcome.of(sum);
                    }
                    rows.taken(taken.get().rows());
                    sum = sum.plus(taken.get().summary());
                }
            }
        }
    }

    private record Taken(Rows rows, Summary summary) {}

    private Outcome<Optional<Taken>> piece(Rows rows) {
        return door.send(rows).map(summary -> Optional.of(new Taken(rows, summary)));
    }

    private static Outcome<Summary> summary(Receipt receipt, long rows) {
        return switch (receipt) {
            case Receipt.Stored _ -> Outcome.of(new Summary(rows, 0, 0));
            case Receipt.Repeated _ -> Outcome.of(new Summary(0, rows, 0));
            case Receipt.Partly partly -> Outcome.of(new Summary(rows - partly.waiting(), 0, partly.waiting()));
            case Receipt.Quarantined _ -> Outcome.of(new Summary(0, 0, rows));
            case Receipt.Deferred(var reason) -> Outcome.failed(reason);
        };
    }
}
