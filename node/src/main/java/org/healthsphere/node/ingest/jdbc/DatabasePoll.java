package org.healthsphere.node.ingest.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.node.ingest.table.TableFeed;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for what is new in a database, one table after the other. */
public final class DatabasePoll {
    private static final Logger LOG = LoggerFactory.getLogger(DatabasePoll.class);
    private static final int MOST = 10_000;

    private final String source;
    private final Database database;
    private final Drivers drivers;
    private final Intake intake;
    private final TableFeed feed;
    private final Progress progress;

    public DatabasePoll(String source, Database database, Intake intake, TableFeed feed, Progress progress) {
        this.source = source;
        this.database = database;
        this.drivers = new Drivers(database);
        this.intake = intake;
        this.feed = feed;
        this.progress = progress;
    }

    /** Takes in all that is new; what came of each table. A table that cannot be read does not keep the others waiting. */
    public Outcome<Intake.Summary> poll() {
        Outcome<Intake.Summary> sum = Outcome.of(Intake.Summary.NONE);
        for (var query : database.queries()) {
            var outcome = read(query);
            if (outcome instanceof Outcome.Failure<Intake.Summary>(var fault)) {
                LOG.warn("table {} of {}: {}", query.table(), source, Faults.text(fault));
            }
            sum = sum.then(before -> outcome.map(before::plus));
        }
        return sum;
    }

    private Outcome<Intake.Summary> read(Database.Query query) {
        return drivers.connect().then(connection -> {
            try (connection) {
                return Select.prepare(connection, query)
                        .then(select ->
                                feed.knows(query.table(), select.names()).then(_ -> read(connection, query, select)));
            } catch (SQLException e) {
                return Outcome.failed(SqlFaults.of(e));
            }
        });
    }

    /** Question by question, until one has no more than it may. */
    private Outcome<Intake.Summary> read(Connection connection, Database.Query query, Select select) {
        var notes = new QueryRows.Notes(progress, source + "/" + query.table());
        Outcome<Intake.Summary> sum = Outcome.of(Intake.Summary.NONE);
        var more = true;
        while (more && sum instanceof Outcome.Success<Intake.Summary>) {
            try (var rows = QueryRows.ask(connection, select, query.table(), notes, database.timeout(), MOST)) {
                sum = sum.then(before -> intake.take(rows).map(before::plus));
                more = rows.count() == MOST;
                connection.rollback();
            } catch (SQLException e) {
                return Outcome.failed(SqlFaults.of(e));
            }
        }
        return sum;
    }
}
