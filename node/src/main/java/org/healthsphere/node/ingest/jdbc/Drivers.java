package org.healthsphere.node.ingest.jdbc;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Optional;
import java.util.Properties;
import java.util.ServiceLoader;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections: with the driver that the node brings along, or with the hospital's own. */
final class Drivers {
    private static final Logger LOG = LoggerFactory.getLogger(Drivers.class);
    private static final int ENOUGH_SECONDS = 10;

    private final Database database;
    private Optional<Driver> driver = Optional.empty();

    Drivers(Database database) {
        this.database = database;
    }

    /** Read-only, in a transaction of its own. Close it. */
    synchronized Outcome<Connection> connect() {
        try {
            if (driver.isEmpty()) {
                driver = find();
            }
            if (driver.isEmpty()) {
                return Outcome.failed(
                        new Fault.Invalid("no driver understands the url: name the driver's jar under driver"));
            }
            var connection = driver.get().connect(database.url(), properties());
            if (connection == null) {
                return Outcome.failed(new Fault.Invalid("the driver does not understand the url"));
            }
            bound(connection);
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            return Outcome.of(connection);
        } catch (SQLException e) {
            return Outcome.failed(SqlFaults.of(e));
        } catch (IOException _) {
            return Outcome.failed(new Fault.Unavailable("the file with the database's password, or the driver's jar"));
        }
    }

    /** The server ends a question that takes too long; of a server that is gone without a word only the line can tell, by its silence. */
    private void bound(Connection connection) throws SQLException {
        try {
            connection.setNetworkTimeout(Runnable::run, (int) Math.min(
                    Integer.MAX_VALUE,
                    database.timeout().plusSeconds(ENOUGH_SECONDS).toMillis()));
        } catch (SQLFeatureNotSupportedException e) {
            LOG.debug("the database's driver waits for as long as the network lets it", e);
        }
    }

    private Optional<Driver> find() throws SQLException, MalformedURLException {
        var loader = Drivers.class.getClassLoader();
        if (database.driver().isPresent()) {
            // Open as long as the node runs: the driver loads from it what it needs.
            loader = new URLClassLoader(
                    new URL[] {database.driver().get().toUri().toURL()}, loader);
        }
        for (var found : ServiceLoader.load(Driver.class, loader)) {
            if (found.acceptsURL(database.url())) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    private Properties properties() throws IOException {
        var properties = new Properties();
        properties.setProperty("loginTimeout", String.valueOf(ENOUGH_SECONDS));
        database.user().ifPresent(user -> properties.setProperty("user", user));
        if (database.password().isPresent()) {
            properties.setProperty(
                    "password",
                    Files.readString(database.password().get())
                            .lines()
                            .findFirst()
                            .orElse("")
                            .strip());
        }
        return properties;
    }
}
