package org.healthsphere.node.ingest.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.ingest.Draft;
import org.healthsphere.node.ingest.Identities;
import org.healthsphere.node.ingest.Ids;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Mapped;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.mapping.Frame;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** A few rows, one after the other: a row is taken whole, or waits with the others that cannot be taken. */
final class TableMapper {
    private static final int TOLD = 10;

    private final TablePlans.Plan plan;
    private final Source source;
    private final String mapping;
    private final Identities identities;
    private final Map<ResourceId, Draft> drafts = new LinkedHashMap<>();
    private final Set<Commit.Mark> marks = new LinkedHashSet<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<Rows.Row> refused = new ArrayList<>();
    private final List<Fault.Problem> problems = new ArrayList<>();

    TableMapper(TablePlans.Plan plan, Source source, String mapping, Identities identities) {
        this.plan = plan;
        this.source = source;
        this.mapping = mapping;
        this.identities = identities;
    }

    /** A failure when no row can be taken. */
    Outcome<Mapped> map(Rows rows) {
        rows.rows().forEach(this::row);
        if (refused.isEmpty()) {
            return Outcome.of(mapped(rows, Optional.empty()));
        }
        var reason = new Fault.Unprocessable(told());
        return refused.size() == rows.rows().size()
                ? Outcome.failed(reason)
                : Outcome.of(mapped(
                        rows,
                        Optional.of(new Mapped.Rest(rows.only(refused).json(), refused.size(), reason))));
    }

    private Mapped mapped(Rows rows, Optional<Mapped.Rest> rest) {
        return new Mapped(
                List.copyOf(drafts.values()),
                List.copyOf(marks),
                mapping,
                remarks,
                rows.rows().size(),
                rest);
    }

    private List<Fault.Problem> told() {
        if (problems.size() <= TOLD) {
            return problems;
        }
        var told = new ArrayList<>(problems.subList(0, TOLD));
        told.add(new Fault.Problem("", "and %d more".formatted(problems.size() - TOLD)));
        return told;
    }

    private void row(Rows.Row row) {
        var one = new OneRow(row);
        var made = one.drafts();
        if (one.wrong.isEmpty()) {
            one.match.ifPresent(m -> {
                marks.addAll(m.marks());
                identities.tell(m);
            });
            made.forEach(d -> drafts.merge(d.id(), d, Draft::then));
            remarks.addAll(one.said);
        } else {
            refused.add(row);
            problems.addAll(one.wrong);
        }
    }

    /** What one row says. */
    private final class OneRow {
        private final Rows.Row row;
        private final RowPlace place;
        private final List<String> said = new ArrayList<>();
        private final List<Fault.Problem> wrong = new ArrayList<>();
        private Optional<Identities.Match> match = Optional.empty();

        OneRow(Rows.Row row) {
            this.row = row;
            this.place = new RowPlace(row.values());
        }

        List<Draft> drafts() {
            row.flaw().ifPresent(flaw -> wrong(List.of(), flaw));
            if (!wrong.isEmpty()) {
                return List.of();
            }
            var made = new ArrayList<Draft>();
            plan.patient().ifPresent(p -> made.addAll(patient(p)));
            if (!wrong.isEmpty()) {
                return List.of();
            }
            var ids = new LinkedHashMap<TablePlans.Named, ResourceId>();
            plan.maps().stream()
                    .filter(m -> !m.map().resource().equals("Patient") && m.map().applies(place))
                    .forEach(m -> id(m).ifPresent(id -> ids.put(m, id)));
            var references = references(ids);
            ids.forEach((m, id) -> made.add(draft(m, id, references)));
            return made;
        }

        private List<Draft> patient(TablePlans.Named map) {
            var filled = map.map().fill(place, new Frame(source, Map.of(), said::add));
            match = identities.patient(Json.elements(filled.json().path("identifier"))
                    .flatMap(i -> Identities.Identifier.of(i).stream())
                    .toList());
            if (match.isEmpty()) {
                wrong(map.map().sources("identifier"), "an identifier that tells the patient is missing");
                return List.of();
            }
            var who = match.get().patient();
            return List.of(new Draft(
                    new ResourceId("Patient", who),
                    Optional.of(who),
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
            return key.map(k -> Ids.of(
                    map.map().resource(), source.name(), map.kind(), Ids.digest(k.toArray(String[]::new))));
        }

        private Map<String, List<String>> references(Map<TablePlans.Named, ResourceId> ids) {
            var references = new LinkedHashMap<String, List<String>>();
            match.ifPresent(m -> references.put("patient", List.of("Patient/" + m.patient())));
            ids.forEach((m, id) -> references.put(m.kind(), List.of(id.toString())));
            return references;
        }

        private Draft draft(TablePlans.Named map, ResourceId id, Map<String, List<String>> references) {
            var filled = map.map().fill(place, new Frame(source, references, said::add));
            map.map().require().stream()
                    .filter(e -> !filled.json().has(e))
                    .forEach(e -> wrong(map.map().sources(e), "makes no " + id.type() + ": " + e + " is missing"));
            return new Draft(
                    id,
                    match.map(Identities.Match::patient),
                    filled.json(),
                    filled.cleared(),
                    map.map().onExisting());
        }

        /** The row, the columns from which it should come, and what was said about those. */
        private void wrong(List<String> columns, String what) {
            var why = said.stream()
                    .filter(s -> columns.stream().anyMatch(c -> s.startsWith(c + ": ")))
                    .toList();
            var at = "row " + row.number() + (columns.isEmpty() ? "" : ", column " + String.join(" or ", columns));
            wrong.add(new Fault.Problem(at, what + (why.isEmpty() ? "" : " (" + String.join("; ", why) + ")")));
        }
    }
}
