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
import org.healthsphere.node.ingest.Mapped;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** A few rows, one after the other: a row is taken whole, or waits with the others that cannot be taken. */
public final class Taking {
    private static final int TOLD = 10;

    private final Identities identities;
    private final Map<ResourceId, Draft> drafts = new LinkedHashMap<>();
    private final Set<Commit.Mark> marks = new LinkedHashSet<>();
    private final List<String> remarks = new ArrayList<>();
    private final Map<String, List<Rows.Row>> taken = new LinkedHashMap<>();
    private final List<Rows.Row> refused = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private Taking(Identities identities) {
        this.identities = identities;
    }

    /** What one row says; its patient is known to the rows after it. */
    public record Made(List<Draft> drafts, Optional<Identities.Match> match, List<String> remarks) {
        /** Whom the row is about; the empty text: nobody. */
        String patient() {
            return drafts.stream()
                    .flatMap(d -> d.patient().stream())
                    .findFirst()
                    .or(() -> match.map(Identities.Match::patient))
                    .orElse("");
        }
    }

    /** Reads one row; the problems of one that cannot be taken name the row. */
    @FunctionalInterface
    public interface Reader {
        Outcome<Made> read(Rows.Row row);
    }

    /** A failure when no row can be taken. */
    public static Outcome<Mapped> of(Rows rows, String mapping, Identities identities, Reader reader) {
        var taking = new Taking(identities);
        for (var row : rows.rows()) {
            taking.row(row, row.flaw().isPresent() ? flawed(row) : reader.read(row));
        }
        return taking.mapped(rows, mapping);
    }

    private static Outcome<Made> flawed(Rows.Row row) {
        return Outcome.failed(new Fault.Unprocessable(
                List.of(new Problem("row " + row.number(), row.flaw().orElse("")))));
    }

    private void row(Rows.Row row, Outcome<Made> outcome) {
        switch (outcome) {
            case Outcome.Success<Made>(var made) -> {
                made.match().ifPresent(m -> {
                    marks.addAll(m.marks());
                    identities.tell(m);
                });
                made.drafts().forEach(d -> drafts.merge(d.id(), d, Draft::then));
                remarks.addAll(made.remarks());
                taken.computeIfAbsent(made.patient(), _ -> new ArrayList<>()).add(row);
            }
            case Outcome.Failure<Made>(Fault.Unprocessable(var wrong)) -> {
                refused.add(row);
                problems.addAll(wrong);
            }
            case Outcome.Failure<Made>(var fault) -> throw new IllegalStateException("no fault of a row: " + fault);
        }
    }

    private Outcome<Mapped> mapped(Rows rows, String mapping) {
        var reason = problems.isEmpty() ? Optional.<Fault>empty() : Optional.of(new Fault.Unprocessable(told()));
        if (reason.isPresent() && refused.size() == rows.rows().size()) {
            return Outcome.failed(reason.get());
        }
        var rest = reason.map(why -> new Mapped.Rest(rows.only(refused).json(), refused.size(), why));
        return Outcome.of(new Mapped(
                List.copyOf(drafts.values()),
                List.copyOf(marks),
                mapping,
                remarks,
                rows.rows().size(),
                rest,
                parts(rows)));
    }

    /** So that a patient's rows end with him, and are mapped again without those of others. */
    private Map<String, Bytes> parts(Rows rows) {
        var parts = new LinkedHashMap<String, Bytes>();
        taken.forEach((patient, own) -> parts.put(patient, rows.only(own).json()));
        return parts;
    }

    private List<Problem> told() {
        if (problems.size() <= TOLD) {
            return problems;
        }
        var told = new ArrayList<>(problems.subList(0, TOLD));
        told.add(new Problem("", "and %d more".formatted(problems.size() - TOLD)));
        return told;
    }
}
