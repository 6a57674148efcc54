package org.healthsphere.federation.research.analysis;

import java.util.HashSet;
import java.util.List;
import org.healthsphere.specs.Outcome;

/**
 * The columns of a model at one site, one number per patient: they never leave the site.
 *
 * @param terms what the columns are called, the same at every site and in the same order
 * @param columns one per term
 * @param offset what is added to the linear predictor; zeros where there is none
 */
public record Design(List<String> terms, List<Vector> columns, Vector offset) {
    /** The name of a column of ones. */
    public static final String INTERCEPT = "(Intercept)";

    public Design {
        terms = List.copyOf(terms);
        columns = List.copyOf(columns);
        if (terms.size() != columns.size()) {
            throw new IllegalArgumentException("a design has one column for each term");
        }
    }

    /** A design without an offset; a fault names the column that cannot be used. */
    public static Outcome<Design> of(List<String> terms, List<Vector> columns) {
        return of(
                terms,
                columns,
                Vector.zeros(columns.isEmpty() ? 0 : columns.getFirst().length()));
    }

    /** A design; a fault names the column that cannot be used. */
    public static Outcome<Design> of(List<String> terms, List<Vector> columns, Vector offset) {
        if (terms.isEmpty() || terms.size() != columns.size()) {
            return Outcome.failed(Refusals.terms("there must be at least one, and one column for each"));
        }
        if (new HashSet<>(terms).size() != terms.size()) {
            return Outcome.failed(Refusals.terms("two have the same name"));
        }
        if (!offset.isFinite()) {
            return Outcome.failed(Refusals.notFinite("offset"));
        }
        for (var i = 0; i < terms.size(); i++) {
            if (columns.get(i).length() != offset.length()) {
                return Outcome.failed(Refusals.shape(terms.get(i), offset.length()));
            }
            if (!columns.get(i).isFinite()) {
                return Outcome.failed(Refusals.notFinite(terms.get(i)));
            }
        }
        return Outcome.of(new Design(terms, columns, offset));
    }

    public int rows() {
        return offset.length();
    }

    Vector row(int patient) {
        var row = new double[columns.size()];
        for (var i = 0; i < row.length; i++) {
            row[i] = columns.get(i).at(patient);
        }
        return Vector.of(row);
    }

    double predictor(int patient, Vector coefficients) {
        var sum = offset.at(patient);
        for (var i = 0; i < columns.size(); i++) {
            sum += columns.get(i).at(patient) * coefficients.at(i);
        }
        return sum;
    }
}
