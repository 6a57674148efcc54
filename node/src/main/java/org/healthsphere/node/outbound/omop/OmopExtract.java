package org.healthsphere.node.outbound.omop;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.outbound.flat.FlatTarget;
import org.healthsphere.node.outbound.omop.Table.Row;
import org.healthsphere.specs.Outcome;

/**
 * Writes the records of a node as tables of the OMOP common data model 5.4, all of them or none.
 *
 * <p>It sees nothing but views that somebody answers, page by page; so what the gate holds back is in no table. People and visits have
 * numbers of this extract alone. What no vocabulary maps has concept 0 and its source value.
 */
public final class OmopExtract {
    private static final List<String> TABLES = List.of(
            "person",
            "observation_period",
            "visit_occurrence",
            "condition_occurrence",
            "drug_exposure",
            "procedure_occurrence",
            "measurement",
            "observation",
            "death");
    private static final String GENDERS = "http://hl7.org/fhir/administrative-gender";

    private final Vocabulary vocabulary;
    private final ZoneId zone;

    /** @param zone in which moments are told: the model knows none */
    public OmopExtract(Vocabulary vocabulary, ZoneId zone) {
        this.vocabulary = vocabulary;
        this.zone = zone;
    }

    /** Who answers views. */
    public interface Views {
        /** A page with {@code columns}, {@code rows} and perhaps {@code next}; the first one after the empty text. */
        Outcome<JsonNode> page(JsonNode view, String after) throws IOException;
    }

    /** Where tables go. */
    public interface Targets {
        FlatTarget table(String name) throws IOException;
    }

    /**
     * What was written.
     *
     * @param rows by table
     * @param leftOut what has no person in the extract, no day, or did not take place
     */
    public record Summary(Map<String, Long> rows, long leftOut) {
        public Summary {
            rows = Map.copyOf(rows);
        }
    }

    /** Nothing is there before all of it is; a fault when a page cannot be had. */
    public Outcome<Summary> write(Views views, Targets targets) throws IOException {
        var open = new ArrayList<FlatTarget>();
        try {
            Map<String, Table> tables = new LinkedHashMap<>();
            for (var name : TABLES) {
                open.add(targets.table(name));
                tables.put(name, Table.begun(name, open.getLast()));
            }
            var run = new Run(tables);
            for (var view : Model.views()) {
                var read = run.read(view, views);
                if (read instanceof Outcome.Failure<Long>(var fault)) {
                    return Outcome.failed(fault);
                }
            }
            run.people.periods(run.table("observation_period"));
            for (var target : open) {
                target.done();
            }
            return Outcome.of(run.summary());
        } finally {
            for (var target : open) {
                target.close();
            }
        }
    }

    /** One extract on its way. */
    private final class Run {
        private final Map<String, Table> tables;
        private final People people = new People();
        private final Events events;
        private long leftOut;

        Run(Map<String, Table> tables) {
            this.tables = tables;
            this.events = new Events(people, vocabulary, tables);
        }

        Table table(String name) {
            return Optional.ofNullable(tables.get(name)).orElseThrow();
        }

        Summary summary() {
            Map<String, Long> rows = new LinkedHashMap<>();
            tables.forEach((name, table) -> rows.put(name, table.rows()));
            return new Summary(rows, leftOut + events.leftOut());
        }

        Outcome<Long> read(JsonNode view, Views views) throws IOException {
            var after = "";
            var count = 0L;
            do {
                switch (views.page(view, after)) {
                    case Outcome.Failure<JsonNode>(var fault) -> {
                        return Outcome.failed(fault);
                    }
                    case Outcome.Success<JsonNode>(var page) -> {
                        for (var row : page.path("rows")) {
                            say(view.path("resource").asText(), Said.of(page.path("columns"), row, zone));
                            count++;
                        }
                        after = page.path("next").asText("");
                    }
                }
            } while (!after.isEmpty());
            return Outcome.of(count);
        }

        private void say(String resource, Said said) throws IOException {
            switch (resource) {
                case "Patient" -> person(said);
                case "Encounter" -> events.visit(said);
                case "Condition" -> events.condition(said);
                case "Procedure" -> events.procedure(said);
                case "Medication" -> events.medication(said);
                case "Observation" -> events.observation(said);
                default -> events.drug(said);
            }
        }

        /** Without a year of birth nobody is a person of the model. */
        private void person(Said said) throws IOException {
            var born = said.moment("born");
            if (born.isEmpty()) {
                leftOut++;
                return;
            }
            var number = table("person").next();
            people.add(said.text("id"), number);
            table("person").write(birth(said.text("born"), born.get())
                    .with("person_id", number)
                    .with("person_source_value", said.text("id"))
                    .coded("gender", Coded.of(GENDERS, said.text("gender"), vocabulary))
                    .coded("race", origin(said, "race"))
                    .coded("ethnicity", origin(said, "ethnicity")));
            var died = said.moment("died");
            if (died.isPresent()) {
                table("death").write(new Row()
                        .with("person_id", number)
                        .with("death_date", "death_datetime", died.get())
                        .with("death_type_concept_id", Events.RECORD));
            }
        }

        private Coded origin(Said said, String name) {
            var coding = said.first(name);
            return Coded.of(coding.path("system").asText(), coding.path("code").asText(), vocabulary);
        }

        /** As exactly as it is known. */
        private static Row birth(String told, Moment born) {
            var row = new Row().with("year_of_birth", born.day().getYear());
            if (told.length() > "uuuu".length()) {
                row.with("month_of_birth", born.day().getMonthValue());
            }
            if (told.length() > "uuuu-MM".length()) {
                row.with("day_of_birth", born.day().getDayOfMonth()).with("birth_datetime", born.day() + "T00:00:00");
            }
            return row;
        }
    }
}
