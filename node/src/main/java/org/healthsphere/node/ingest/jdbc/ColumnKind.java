package org.healthsphere.node.ingest.jdbc;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How values of a column are read as text without losing what they say, and bound again. */
enum ColumnKind {
    /** A time with a zone: in UTC. */
    INSTANT,
    /** A time without one: what stands there. */
    LOCAL_TIME,
    DATE,
    TIME,
    WHOLE,
    DECIMAL,
    FLOATING,
    BOOLEAN,
    BINARY,
    TEXT,
    /** What the database writes and reads as text, as uuid. */
    OTHER;

    static ColumnKind of(int type, String name) {
        var called = name.toLowerCase(Locale.ROOT);
        return switch (type) {
            case Types.TIMESTAMP_WITH_TIMEZONE -> INSTANT;
            // PostgreSQL tells the two apart by name only.
            case Types.TIMESTAMP ->
                called.equals("timestamptz") || called.contains("with time zone") ? INSTANT : LOCAL_TIME;
            case Types.DATE -> DATE;
            case Types.TIME -> TIME;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> WHOLE;
            case Types.NUMERIC, Types.DECIMAL -> DECIMAL;
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> FLOATING;
            case Types.BOOLEAN -> BOOLEAN;
            case Types.BIT -> called.startsWith("bool") ? BOOLEAN : TEXT;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB -> BINARY;
            case Types.CHAR,
                    Types.VARCHAR,
                    Types.LONGVARCHAR,
                    Types.NCHAR,
                    Types.NVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB,
                    Types.NCLOB -> TEXT;
            default -> OTHER;
        };
    }

    /** Whether rows can be asked for in the order of such a column. */
    boolean rises() {
        return switch (this) {
            case INSTANT, LOCAL_TIME, DATE, WHOLE, DECIMAL, TEXT, OTHER -> true;
            case TIME, FLOATING, BOOLEAN, BINARY -> false;
        };
    }

    /** Whether it tells when. */
    boolean isTime() {
        return this == INSTANT || this == LOCAL_TIME;
    }

    /** Empty when it is null. */
    Optional<String> read(ResultSet rows, int column) throws SQLException {
        return switch (this) {
            case INSTANT ->
                Optional.ofNullable(rows.getObject(column, OffsetDateTime.class))
                        .map(time -> time.withOffsetSameInstant(ZoneOffset.UTC).toString());
            case LOCAL_TIME -> text(rows.getObject(column, LocalDateTime.class));
            case DATE -> text(rows.getObject(column, LocalDate.class));
            case TIME -> text(rows.getObject(column, LocalTime.class));
            case WHOLE, TEXT, OTHER -> text(rows.getString(column));
            case DECIMAL, FLOATING -> text(rows.getString(column)).map(ColumnKind::plain);
            case BOOLEAN -> {
                var value = rows.getBoolean(column);
                yield rows.wasNull() ? Optional.empty() : Optional.of(String.valueOf(value));
            }
            case BINARY ->
                Optional.ofNullable(rows.getBytes(column))
                        .map(bytes -> Base64.getEncoder().encodeToString(bytes));
        };
    }

    private static Optional<String> text(@Nullable Object value) {
        return Optional.ofNullable(value).map(Object::toString);
    }

    /** 1.5E-3 is 0.0015; what is no number stays as it is. */
    private static String plain(String number) {
        try {
            return new BigDecimal(number).toPlainString();
        } catch (NumberFormatException _) {
            return number;
        }
    }

    void bind(PreparedStatement statement, int at, String text) throws SQLException {
        switch (this) {
            case INSTANT -> statement.setObject(at, OffsetDateTime.parse(text));
            case LOCAL_TIME -> statement.setObject(at, LocalDateTime.parse(text));
            case DATE -> statement.setObject(at, LocalDate.parse(text));
            // A number of another type would keep the database from its index.
            case WHOLE -> statement.setLong(at, Long.parseLong(text));
            case DECIMAL -> statement.setBigDecimal(at, new BigDecimal(text));
            case OTHER -> statement.setObject(at, text, Types.OTHER);
            case TEXT, TIME, FLOATING, BOOLEAN, BINARY -> statement.setString(at, text);
        }
    }
}
