package org.healthsphere.terminology.jena;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.jena.graph.Node;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryCancelledException;
import org.apache.jena.query.QueryException;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.Syntax;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.engine.binding.Binding;
import org.apache.jena.sparql.exec.QueryExec;
import org.apache.jena.sparql.syntax.ElementService;
import org.apache.jena.sparql.syntax.ElementVisitorBase;
import org.apache.jena.sparql.syntax.ElementWalker;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Stewards' questions to the record in SPARQL 1.1: SELECT and ASK, over what is here and nothing else, within a time and a number of
 * rows. An answer is whole, or there is none.
 */
final class StewardQueries {
    /** No question is longer. */
    private static final int LONGEST = 16_384;

    /** Such names would have the engine load code by its class name. */
    private static final String CODE = "java:";

    private final DatasetGraph record;
    private final TerminologyRecord.Budget budget;

    StewardQueries(DatasetGraph record, TerminologyRecord.Budget budget) {
        this.record = record;
        this.budget = budget;
    }

    Outcome<TerminologyRecord.Table> answer(String text) {
        if (text.length() > LONGEST) {
            return invalid("is longer than " + LONGEST + " characters");
        }
        try {
            var query = QueryFactory.create(text, Syntax.syntaxSPARQL_11);
            return permitted(query).then(this::run);
        } catch (QueryCancelledException _) {
            return Outcome.failed(new Fault.TooCostly(
                    "a question that takes longer than " + budget.time().toSeconds() + " s"));
        } catch (QueryException e) {
            return invalid("is not SPARQL 1.1: " + firstLine(e));
        }
    }

    private static String firstLine(QueryException e) {
        var message = e.getMessage();
        return message == null
                ? "it cannot be read"
                : message.lines().findFirst().orElse("");
    }

    private static <T> Outcome<T> invalid(String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Problem("query", what))));
    }

    private static Outcome<Query> permitted(Query query) {
        if (!query.isSelectType() && !query.isAskType()) {
            return invalid("is neither SELECT nor ASK");
        }
        if (query.hasDatasetDescription()) {
            return invalid("names its data by FROM; the record is all there is");
        }
        return asksOthers(query) || query.serialize().contains(CODE)
                ? invalid("asks another service, or names code to load")
                : Outcome.of(query);
    }

    private static boolean asksOthers(Query query) {
        var services = new ArrayList<ElementService>();
        ElementWalker.walk(query.getQueryPattern(), new ElementVisitorBase() {
            @Override
            public void visit(ElementService service) {
                services.add(service);
            }
        });
        // A service within a sub-query or an expression is written out, too.
        return !services.isEmpty() || query.serialize().toUpperCase(Locale.ROOT).contains("SERVICE");
    }

    private Outcome<TerminologyRecord.Table> run(Query query) {
        var execution =
                QueryExec.dataset(record).query(query).timeout(budget.time().toMillis(), TimeUnit.MILLISECONDS);
        try (var run = execution.build()) {
            if (query.isAskType()) {
                return Outcome.of(
                        new TerminologyRecord.Table(List.of("answer"), List.of(List.of(Boolean.toString(run.ask())))));
            }
            var columns = query.getResultVars();
            List<List<String>> rows = new ArrayList<>();
            for (var found = run.select(); found.hasNext(); ) {
                if (rows.size() == budget.rows()) {
                    return Outcome.failed(
                            new Fault.TooCostly("a question with more than " + budget.rows() + " rows; use LIMIT"));
                }
                rows.add(row(columns, found.next()));
            }
            return Outcome.of(new TerminologyRecord.Table(columns, rows));
        }
    }

    private static List<String> row(List<String> columns, Binding binding) {
        return columns.stream().map(column -> text(binding.get(column))).toList();
    }

    private static String text(@Nullable Node node) {
        if (node == null) {
            return "";
        }
        return node.isLiteral() ? node.getLiteralLexicalForm() : node.toString();
    }
}
