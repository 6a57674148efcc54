package org.healthsphere.node.ingest.jdbc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A database of the hospital, and what is read from it.
 *
 * @param url of JDBC, without a password in it
 * @param password the file that holds it
 * @param driver the jar of a driver that the node does not bring along
 * @param every how often to look for what is new
 * @param timeout the longest that a question may take
 */
public record Database(
        String url,
        Optional<String> user,
        Optional<Path> password,
        Optional<Path> driver,
        Duration every,
        Duration timeout,
        List<Query> queries) {
    private static final Pattern SECRET = Pattern.compile("(?i)password\\s*=|//[^/@]*:[^/@]*@");

    public Database {
        queries = List.copyOf(queries);
        if (!url.startsWith("jdbc:")) {
            throw new IllegalArgumentException("url: a JDBC address is expected, as jdbc:postgresql://host/database");
        }
        if (SECRET.matcher(url).find()) {
            throw new IllegalArgumentException("url: holds a password; it belongs into the file that password names");
        }
        if (queries.isEmpty()) {
            throw new IllegalArgumentException("tables: is empty");
        }
    }

    /**
     * One table that grows and changes.
     *
     * @param table the mapping's name for it
     * @param from a relation ({@code schema.name}), or one SELECT
     * @param key what tells rows apart, in columns that are never null; no number that means a patient
     * @param watermark the column that rises whenever a row comes or changes
     * @param lag how long a row must be there before it is read, since whoever writes may commit late; for times only
     */
    public record Query(String table, From from, List<String> key, String watermark, Duration lag) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]{0,127}");

        public Query {
            key = List.copyOf(key);
            if (key.isEmpty()) {
                throw new IllegalArgumentException("tables: " + table + ": key: is missing");
            }
            key.forEach(k -> name(table, "key", k));
            name(table, "watermark", watermark);
        }

        static void name(String table, String what, String name) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "tables: " + table + ": " + what + ": letters, digits and underscores are expected");
            }
        }
    }

    /** Where rows come from. */
    public sealed interface From {
        /** A table or view. */
        record Relation(List<String> path) implements From {
            public Relation {
                path = List.copyOf(path);
                path.forEach(p -> Query.name("relation", "from", p));
            }

            public static Relation of(String text) {
                return new Relation(List.of(text.split("\\.", -1)));
            }
        }

        /** A query of the hospital's own. */
        record Sql(String text) implements From {
            public Sql {
                if (!text.strip().toLowerCase(Locale.ROOT).matches("(?s)(select|with)\\b.*") || text.contains(";")) {
                    throw new IllegalArgumentException("query: one SELECT without a semicolon is expected");
                }
            }
        }
    }
}
