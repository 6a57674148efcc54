package org.healthsphere.node.ingest.table;

import java.util.List;
import java.util.Map;
import org.healthsphere.node.ingest.Feed;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Mapped;
import org.healthsphere.node.ingest.MessageId;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.mapping.ColumnValues;
import org.healthsphere.node.ingest.mapping.Language;
import org.healthsphere.node.ingest.mapping.Mappings;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Rows of tables, whatever they were read from.
 *
 * <p>The same rows under another mapping are another message: who sends them again after a mapping was mended has them mapped
 * anew, over what they came to before.
 */
public final class TableFeed implements Feed {
    public static final String KIND = "table";
    private static final List<String> FILES = List.of("tables.json", "hospital.json", "devices.json", "omop.json");

    private final Mappings mappings;
    private final TablePlans plans;

    public TableFeed() {
        this(Map.of());
    }

    /**
     * With a hospital's own mapping files.
     *
     * <p>IllegalArgumentException with every problem in them.
     */
    public TableFeed(Map<String, Bytes> overlays) {
        this.mappings = Mappings.load(
                new Language(RowPlace::isPath, ColumnValues.converters()), "mappings/table", FILES, overlays);
        this.plans = new TablePlans(mappings);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Outcome<Message> read(Source source, Bytes raw) {
        var rows = Rows.parse(raw);
        if (rows.isEmpty()) {
            return Outcome.failed(
                    new Fault.Invalid("not rows of a table: table, origin, columns and rows are expected"));
        }
        return fits(rows.get().table(), rows.get().columns()).map(plan -> new Read(plan, source, raw, rows.get()));
    }

    /** Whether a table with these columns can be mapped; the fault names what is missing. */
    public Outcome<Boolean> knows(String table, List<String> columns) {
        return fits(table, columns).map(_ -> true);
    }

    private Outcome<TablePlans.Plan> fits(String table, List<String> columns) {
        var plan = plans.plan(table);
        if (plan.isEmpty()) {
            return Outcome.failed(new Fault.Invalid(List.of(new Fault.Problem(
                    "table", "is none that a mapping knows; there are " + String.join(", ", plans.tables())))));
        }
        var missing = plan.get().missing(columns);
        return missing.isEmpty() ? Outcome.of(plan.get()) : Outcome.failed(new Fault.Invalid(missing));
    }

    private final class Read implements Message {
        private final TablePlans.Plan plan;
        private final Source source;
        private final Rows rows;
        private final MessageId id;

        Read(TablePlans.Plan plan, Source source, Bytes raw, Rows rows) {
            this.plan = plan;
            this.source = source;
            this.rows = rows;
            var content = Sha256.of(raw.array(), Bytes.utf8(mappings.version()).array());
            this.id = new MessageId(KIND, source.name(), "", rows.place(), content);
        }

        @Override
        public MessageId id() {
            return id;
        }

        @Override
        public Outcome<Mapped> map(Identities identities) {
            return Taking.of(rows, mappings.version(), identities, new TableMapper(plan, source, identities));
        }

        @Override
        public List<Place> places() {
            var read = plan.paths();
            return rows.rows().stream()
                    .flatMap(row -> rows.columns().stream()
                            .filter(column -> row.values().containsKey(column))
                            .map(column -> new Place(
                                    column,
                                    (int) row.number(),
                                    String.valueOf(row.values().get(column)),
                                    read.contains(column))))
                    .toList();
        }
    }
}
