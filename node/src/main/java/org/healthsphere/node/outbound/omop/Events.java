package org.healthsphere.node.outbound.omop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.outbound.omop.People.Person;
import org.healthsphere.node.outbound.omop.Table.Row;

/** What happened to people, table by table. What has no person in the extract or no day is left out, and counted. */
final class Events {
    /** That it comes from the record of a hospital. */
    static final long RECORD = 32817;

    private final People people;
    private final Vocabulary vocabulary;
    private final Map<String, Table> tables;
    private final Map<String, JsonNode> medications = new HashMap<>();
    private long leftOut;

    Events(People people, Vocabulary vocabulary, Map<String, Table> tables) {
        this.people = people;
        this.vocabulary = vocabulary;
        this.tables = tables;
    }

    long leftOut() {
        return leftOut;
    }

    /** Something that happened to somebody on a day. */
    private interface Writing {
        void write(Row row, Person person, Moment from) throws IOException;
    }

    /** What did not take place is no event of the model. */
    private static boolean isVoid(Said said) {
        return said.isOneOf("status", "entered-in-error", "cancelled", "not-done", "planned", "draft", "preparation")
                || said.isOneOf("statuses", "entered-in-error", "refuted");
    }

    private void event(Said said, Optional<Moment> when, String table, Writing writing) throws IOException {
        var person = people.person(said.text("subject"));
        if (isVoid(said) || person.isEmpty() || when.isEmpty()) {
            leftOut++;
            return;
        }
        person.get().told(when.get());
        var row = new Row()
                .with(table + "_id", table(table).next())
                .with("person_id", person.get().number());
        people.visit(said.text("encounter")).ifPresent(visit -> row.with("visit_occurrence_id", visit));
        writing.write(row, person.get(), when.get());
    }

    private Table table(String name) {
        return Optional.ofNullable(tables.get(name)).orElseThrow();
    }

    void visit(Said said) throws IOException {
        event(said, said.moment("from"), "visit_occurrence", (row, person, from) -> {
            var to = said.moment("to").orElse(from);
            person.told(to);
            var kind = said.first("class");
            var coded = Coded.of(kind.path("system").asText(), kind.path("code").asText(), vocabulary);
            var type = said.first("code").path("text").asText("");
            people.visited(said.text("id"), table("visit_occurrence").next());
            table("visit_occurrence").write(row.with("visit_concept_id", coded.concept())
                    .with("visit_source_concept_id", 0)
                    .with("visit_source_value", type.isEmpty() ? coded.text() : type)
                    .with("visit_type_concept_id", RECORD)
                    .with("visit_start_date", "visit_start_datetime", from)
                    .with("visit_end_date", "visit_end_datetime", to));
        });
    }

    void condition(Said said) throws IOException {
        event(said, said.moment("from", "from2", "from3"), "condition_occurrence", (row, person, from) -> {
            said.moment("to", "to2").ifPresent(to -> {
                person.told(to);
                row.with("condition_end_date", "condition_end_datetime", to);
            });
            table("condition_occurrence").write(row.coded("condition", Coded.of(said.first("code"), vocabulary))
                    .with("condition_type_concept_id", RECORD)
                    .with("condition_status_concept_id", 0)
                    .with("condition_start_date", "condition_start_datetime", from));
        });
    }

    void procedure(Said said) throws IOException {
        event(said, said.moment("from", "from2"), "procedure_occurrence", (row, person, from) -> {
            said.moment("to").ifPresent(to -> {
                person.told(to);
                row.with("procedure_end_date", "procedure_end_datetime", to);
            });
            table("procedure_occurrence").write(row.coded("procedure", Coded.of(said.first("code"), vocabulary))
                    .with("procedure_type_concept_id", RECORD)
                    .with("modifier_concept_id", 0)
                    .with("procedure_date", "procedure_datetime", from));
        });
    }

    /** A substance that others refer to. */
    void medication(Said said) {
        medications.put("Medication/" + said.text("id"), said.first("code"));
    }

    void drug(Said said) throws IOException {
        event(said, said.moment("from", "from2", "from3"), "drug_exposure", (row, person, from) -> {
            var to = said.moment("to").orElse(from);
            person.told(to);
            var code = said.text("medication").isEmpty()
                    ? said.first("code")
                    : medications.getOrDefault(said.text("medication"), JsonNodeFactory.instance.objectNode());
            table("drug_exposure").write(row.coded("drug", Coded.of(code, vocabulary))
                    .with("drug_type_concept_id", RECORD)
                    .with("route_concept_id", 0)
                    .with("sig", said.text("sig"))
                    .with("lot_number", said.text("lot"))
                    .with("drug_exposure_start_date", "drug_exposure_start_datetime", from)
                    // The model asks for an end: the day itself, where none is known.
                    .with("drug_exposure_end_date", "drug_exposure_end_datetime", to));
        });
    }

    /** Measured or not: laboratory results and vital signs are measurements, and so is whatever is a number with a unit. */
    void observation(Said said) throws IOException {
        var measured = said.isOneOf("categories", "laboratory", "vital-signs")
                || said.first("quantity").has("unit")
                || said.first("quantity").has("code");
        var whole = Finding.of(said);
        if (whole.isSaid() || said.all("components").isEmpty()) {
            finding(said, whole, measured);
        }
        for (var component : said.all("components")) {
            finding(said, Finding.of(component), measured);
        }
    }

    private void finding(Said said, Finding finding, boolean measured) throws IOException {
        var table = measured ? "measurement" : "observation";
        event(said, said.moment("from", "from2", "from3", "from4"), table, (row, _, from) -> {
            row.coded(table, Coded.of(finding.code(), vocabulary))
                    .with(table + "_type_concept_id", RECORD)
                    .with(table + "_date", table + "_datetime", from);
            table(table).write(measured ? finding.measured(row, vocabulary) : finding.observed(row, vocabulary));
        });
    }
}
