package org.healthsphere.node.ingest.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Ids;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.mapping.Frame;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** What one row says: first of whom, then what. */
final class TableMapper implements Taking.Reader {
    private final TablePlans.Plan plan;
    private final Source source;
    private final Identities identities;

    TableMapper(TablePlans.Plan plan, Source source, Identities identities) {
        this.plan = plan;
        this.source = source;
        this.identities = identities;
    }

    @Override
    public Outcome<Taking.Made> read(Rows.Row row) {
        var one = new OneRow(row);
        var drafts = one.drafts();
        return one.wrong.isEmpty()
                ? Outcome.of(new Taking.Made(drafts, one.match, one.said))
                : Outcome.failed(new Fault.Unprocessable(one.wrong));
    }

    private final class OneRow {
        private final Rows.Row row;
        private final RowPlace place;
        private final List<String> said = new ArrayList<>();
        private final List<Problem> wrong = new ArrayList<>();
        private Optional<Identities.Match> match = Optional.empty();
        private Optional<String> patient = Optional.empty();

        OneRow(Rows.Row row) {
            this.row = row;
            this.place = new RowPlace(row.values());
        }

        List<Draft> drafts() {
            var made = new ArrayList<Draft>();
            plan.linked().ifPresent(this::link);
            plan.patient().ifPresent(p -> made.addAll(patient(p)));
            if (!wrong.isEmpty()) {
                return List.of();
            }
            var ids = new LinkedHashMap<TablePlans.Named, ResourceId>();
            applying().forEach(m -> id(m).ifPresent(id -> ids.put(m, id)));
            var references = references(ids);
            ids.forEach((m, id) -> made.add(draft(m, id, references)));
            return made;
        }

        private List<TablePlans.Named> applying() {
            var applying =
                    plan.others().stream().filter(m -> m.map().applies(place)).toList();
            if (applying.isEmpty()) {
                if (!plan.others().isEmpty()) {
                    said.add("row: no map is for such a row");
                }
                return List.of();
            }
            return Stream.concat(plan.beside().stream().filter(m -> m.map().applies(place)), applying.stream())
                    .toList();
        }

        /** Devices do not know whom they are worn by: somebody has said so before. */
        private void link(TablePlans.Linked by) {
            patient = identities
                    .of(place.text(by.patient()))
                    .or(() -> Optional.of(place.text(by.account()))
                            .filter(a -> !a.isBlank())
                            .flatMap(a -> identities.whom(
                                    new Identities.Identifier(source.identifierSystem(by.account()), a.strip(), ""))));
            if (patient.isEmpty()) {
                wrong(List.of(by.patient(), by.account()), "is linked to no patient; link it first");
            }
        }

        private List<Draft> patient(TablePlans.Named map) {
            var filled = map.map().fill(place, new Frame(source, Map.of(), said::add));
            match = identities.patient(Json.elements(filled.json().path("identifier"))
                    .flatMap(i -> Identities.Identifier.of(i).stream())
                    .toList());
            patient = match.map(Identities.Match::patient);
            if (patient.isEmpty()) {
                wrong(map.map().sources("identifier"), "an identifier that tells the patient is missing");
                return List.of();
            }
            return List.of(new Draft(
                    new ResourceId("Patient", patient.get()),
                    patient,
                    filled.json(),
                    filled.cleared(),
                    map.map().onExisting()));
        }

        /** A key is the source's own: whom the row is about may be corrected. */
        private Optional<ResourceId> id(TablePlans.Named map) {
            var key = map.map().key(place);
            if (key.isEmpty()) {
                wrong(map.map().keyPaths(), "is empty, and tells one " + map.name() + " from another");
            }
            return key.map(
                    k -> Ids.of(map.map().resource(), source.name(), map.kind(), Ids.digest(k.toArray(String[]::new))));
        }

        private Map<String, List<String>> references(Map<TablePlans.Named, ResourceId> ids) {
            var references = new LinkedHashMap<String, List<String>>();
            patient.ifPresent(p -> references.put("patient", List.of("Patient/" + p)));
            ids.forEach((m, id) -> references.put(m.kind(), List.of(id.toString())));
            return references;
        }

        private Draft draft(TablePlans.Named map, ResourceId id, Map<String, List<String>> references) {
            var filled = map.map().fill(place, new Frame(source, references, said::add));
            map.map().require().stream()
                    .filter(e -> !filled.json().has(e))
                    .forEach(e -> wrong(map.map().sources(e), "makes no " + id.type() + ": " + e + " is missing"));
            return new Draft(
                    id, patient, filled.json(), filled.cleared(), map.map().onExisting());
        }

        /** The row, the columns from which it should come, and what was said about those. */
        private void wrong(List<String> columns, String what) {
            var why = said.stream()
                    .filter(s -> columns.stream().anyMatch(c -> s.startsWith(c + ": ")))
                    .toList();
            var at = "row " + row.number() + (columns.isEmpty() ? "" : ", column " + String.join(" or ", columns));
            wrong.add(new Problem(at, what + (why.isEmpty() ? "" : " (" + String.join("; ", why) + ")")));
        }
    }
}
