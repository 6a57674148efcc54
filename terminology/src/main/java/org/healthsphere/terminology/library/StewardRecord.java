package org.healthsphere.terminology.library;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Decompiler;
import org.healthsphere.terminology.index.Txi;
import org.healthsphere.terminology.jena.TerminologyRecord;
import org.healthsphere.terminology.jena.TerminologyRecord.Budget;
import org.jspecify.annotations.Nullable;

/**
 * The record of all that a node answers from, for the questions of stewards. It is made when the first question comes: nobody else
 * needs it. Files of more than a bound, such as a whole edition of SNOMED CT, are left out and named with each answer.
 */
public final class StewardRecord {
    /** In bytes, of a compiled file; what is larger would take gigabytes as a graph. */
    static final long LARGEST = 64L << 20;

    private final Supplier<CompiledTerminology> terminology;
    private volatile @Nullable Made made;

    /** The record of what is held at the time of a question. */
    public StewardRecord(Supplier<CompiledTerminology> terminology) {
        this.terminology = terminology;
    }

    /** The answer to a question in SPARQL (SELECT or ASK), within the usual budget. */
    public Outcome<Answer> ask(String query) {
        var made = record(terminology.get());
        return made.record()
                .ask(query, Budget.USUAL)
                .map(table -> new Answer(table.columns(), table.rows(), leftOut(made.terminology())));
    }

    private Made record(CompiledTerminology held) {
        var known = made;
        return known != null && known.terminology() == held ? known : make(held);
    }

    private synchronized Made make(CompiledTerminology held) {
        var known = made;
        if (known == null || known.terminology() != held) {
            List<TerminologyRecord.Compiled> contents = new ArrayList<>();
            held.files().stream()
                    .filter(file -> file.size() <= LARGEST)
                    .forEach(file -> contents.add(new TerminologyRecord.Compiled(Decompiler.of(file), file.sha256())));
            known = new Made(held, TerminologyRecord.of(contents));
            made = known;
        }
        return known;
    }

    private static List<String> leftOut(CompiledTerminology held) {
        return held.files().stream()
                .filter(file -> file.size() > LARGEST)
                .map(Txi::id)
                .map(Object::toString)
                .toList();
    }

    /** A record, and what it is of. */
    private record Made(CompiledTerminology terminology, TerminologyRecord record) {}

    /**
     * A table.
     *
     * @param leftOut canonicals that the question was not put to
     */
    public record Answer(List<String> columns, List<List<String>> rows, List<String> leftOut) {
        public Answer {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
            leftOut = List.copyOf(leftOut);
        }
    }
}
