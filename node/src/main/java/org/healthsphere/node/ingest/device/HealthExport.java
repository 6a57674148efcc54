package org.healthsphere.node.ingest.device;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.healthsphere.node.ingest.table.RowSource;
import org.healthsphere.node.ingest.table.Rows;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * The records in {@code export.xml} of Apple Health, of whatever size: a row for each, and one for both pressures of a blood
 * pressure.
 *
 * <p>The document type that the file declares is skipped: no entity of it is known, and nothing is fetched.
 */
public final class HealthExport implements RowSource, AutoCloseable {
    private static final String TABLE = "apple-health";
    private static final int ROWS = 500;
    private static final int LONGEST_ELEMENT = 1 << 20;
    private static final String PRESSURES = "HKQuantityTypeIdentifierBloodPressure";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss Z", Locale.ROOT);
    private static final List<String> COLUMNS = List.of(
            "patient",
            "type",
            "source_name",
            "device",
            "unit",
            "start_date",
            "end_date",
            "value",
            "systolic",
            "diastolic",
            "minutes",
            "entered");
    private static final Map<String, String> ATTRIBUTES = Map.of(
            "type", "type",
            "sourceName", "source_name",
            "device", "device",
            "unit", "unit",
            "startDate", "start_date",
            "endDate", "end_date",
            "value", "value");

    private final Bounded in;
    private final XMLStreamReader xml;
    private final String origin;
    private final String patient;
    private long number;

    private HealthExport(Bounded in, XMLStreamReader xml, String origin, String patient) {
        this.in = in;
        this.xml = xml;
        this.origin = origin;
        this.patient = patient;
    }

    /**
     * Reads what it is given, and closes it.
     *
     * @param origin as provenance names it, for instance the file
     * @param patient the id of the Patient whose device it is: the file does not say
     */
    public static Outcome<HealthExport> open(InputStream in, String origin, String patient) {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setXMLResolver((_, _, _, _) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        var bounded = new Bounded(in);
        try {
            return Outcome.of(new HealthExport(bounded, factory.createXMLStreamReader(bounded), origin, patient));
        } catch (XMLStreamException _) {
            return Outcome.failed(new Fault.Invalid("is no XML"));
        }
    }

    @Override
    public Outcome<Optional<Rows>> next() {
        var rows = new ArrayList<Rows.Row>();
        try {
            while (rows.size() < ROWS && xml.hasNext()) {
                in.next();
                if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                    element().ifPresent(values -> rows.add(new Rows.Row(++number, values)));
                }
            }
        } catch (XMLStreamException e) {
            var what = e.getNestedException() instanceof TooLong
                    ? "is longer than %d bytes".formatted(LONGEST_ELEMENT)
                    : "is no well-formed XML, or uses an entity of its own";
            return Outcome.failed(new Fault.Invalid(List.of(new Problem(
                    "after record " + number + ", line " + e.getLocation().getLineNumber(), what))));
        }
        return Outcome.of(rows.isEmpty() ? Optional.empty() : Optional.of(new Rows(TABLE, origin, COLUMNS, rows)));
    }

    private Optional<Map<String, String>> element() throws XMLStreamException {
        return switch (xml.getLocalName()) {
            case "Record" ->
                Optional.of(record()).filter(r -> !r.getOrDefault("type", "").startsWith(PRESSURES));
            case "Correlation" -> Optional.of(correlation()).filter(c -> c.containsKey("systolic"));
            default -> Optional.empty();
        };
    }

    private Map<String, String> record() throws XMLStreamException {
        var values = attributes();
        for (var depth = 1; depth > 0; ) {
            depth += step();
            if (xml.isStartElement() && entered()) {
                values.put("entered", "yes");
            }
        }
        return values;
    }

    private Map<String, String> correlation() throws XMLStreamException {
        var values = attributes();
        for (var depth = 1; depth > 0; ) {
            depth += step();
            if (xml.isStartElement() && xml.getLocalName().equals("Record")) {
                pressure(values);
            }
        }
        return values;
    }

    private void pressure(Map<String, String> values) {
        var type = Optional.ofNullable(xml.getAttributeValue(null, "type")).orElse("");
        if (type.startsWith(PRESSURES)) {
            var which = type.substring(PRESSURES.length()).toLowerCase(Locale.ROOT);
            Optional.ofNullable(xml.getAttributeValue(null, "value")).ifPresent(v -> values.put(which, v));
            Optional.ofNullable(xml.getAttributeValue(null, "unit")).ifPresent(u -> values.put("unit", u));
        }
    }

    private boolean entered() {
        return "HKWasUserEntered".equals(xml.getAttributeValue(null, "key"))
                && "1".equals(xml.getAttributeValue(null, "value"));
    }

    private int step() throws XMLStreamException {
        return switch (xml.next()) {
            case XMLStreamConstants.START_ELEMENT -> 1;
            case XMLStreamConstants.END_ELEMENT -> -1;
            default -> 0;
        };
    }

    private Map<String, String> attributes() {
        var values = new HashMap<String, String>();
        values.put("patient", patient);
        for (var i = 0; i < xml.getAttributeCount(); i++) {
            var column = ATTRIBUTES.get(xml.getAttributeLocalName(i));
            if (column != null) {
                values.put(column, xml.getAttributeValue(i));
            }
        }
        minutes(values).ifPresent(m -> values.put("minutes", m));
        return values;
    }

    private static Optional<String> minutes(Map<String, String> values) {
        try {
            var start = OffsetDateTime.parse(values.getOrDefault("start_date", ""), TIME);
            var end = OffsetDateTime.parse(values.getOrDefault("end_date", ""), TIME);
            return Optional.of(String.valueOf(Duration.between(start, end).toMinutes()));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            xml.close();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        } finally {
            in.close();
        }
    }

    private static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** One element at a time, of a size that a record has. */
    private static final class Bounded extends FilterInputStream {
        private long left = LONGEST_ELEMENT;

        Bounded(InputStream in) {
            super(in);
        }

        void next() {
            left = LONGEST_ELEMENT;
        }

        @Override
        public int read() throws IOException {
            count(1);
            return super.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var read = super.read(buffer, offset, length);
            count(read);
            return read;
        }

        private void count(int read) throws TooLong {
            left -= read;
            if (left < 0) {
                throw new TooLong();
            }
        }
    }
}
