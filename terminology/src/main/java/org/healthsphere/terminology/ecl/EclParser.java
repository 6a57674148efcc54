package org.healthsphere.terminology.ecl;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Snomed;
import org.healthsphere.terminology.ecl.Ecl.Kinship;
import org.healthsphere.terminology.ecl.EclScanner.Unreadable;

/**
 * Reads expressions in the brief syntax of ECL 2.2. What is not supported is refused by name: history supplements, member filters,
 * fields of reference sets, alternate identifiers.
 */
public final class EclParser {
    /** What is longer was not written by anybody, and what is nested deeper neither. */
    private static final int LONGEST = 16_384;

    private static final int DEEPEST = 64;
    private static final List<Kinship> LONGEST_FIRST = Arrays.stream(Kinship.values())
            .sorted(Comparator.comparingInt((Kinship kinship) -> kinship.sign().length())
                    .reversed())
            .toList();

    private final EclScanner in;
    private int depth;

    private EclParser(EclScanner in) {
        this.in = in;
    }

    /** What the text says, or at which place it cannot be understood. */
    public static Outcome<Ecl> parse(String text) {
        if (text.length() > LONGEST) {
            return Outcome.failed(
                    new Fault.TooCostly("an expression constraint of more than " + LONGEST + " characters"));
        }
        var parser = new EclParser(new EclScanner(text));
        try {
            var read = parser.expression();
            if (!parser.in.isAtEnd()) {
                throw parser.in.unreadable("there is more than one expression");
            }
            return Outcome.of(read);
        } catch (Unreadable e) {
            var why = Objects.requireNonNullElse(e.getMessage(), "");
            return Outcome.failed(
                    new Fault.Invalid(List.of(new Problem("expression constraint, character " + (e.at() + 1), why))));
        }
    }

    EclScanner in() {
        return in;
    }

    /** Sub-expressions that are refined, joined by one and the same operator, or followed to their attributes. */
    Ecl expression() {
        enter();
        var left = sub();
        if (in.take(":")) {
            left = new Ecl.Refined(left, new RefinementParser(this).refinement());
        }
        while (in.sees(".")) {
            in.expect(".");
            left = new Ecl.Dotted(left, sub());
        }
        left = joined(left);
        depth--;
        return left;
    }

    private Ecl joined(Ecl first) {
        if (in.takeWord("MINUS")) {
            return new Ecl.Minus(first, operand());
        }
        var left = first;
        var and = Optional.<Boolean>empty();
        while (true) {
            var isAnd = in.takeWord("AND") || in.take(",");
            if (!isAnd && !in.takeWord("OR")) {
                return left;
            }
            if (and.isPresent() && and.orElseThrow() != isAnd) {
                throw in.unreadable("AND and OR are mixed without brackets");
            }
            and = Optional.of(isAnd);
            var right = operand();
            left = isAnd ? new Ecl.And(left, right) : new Ecl.Or(left, right);
        }
    }

    /** An operand may itself be refined only within brackets. */
    private Ecl operand() {
        return sub();
    }

    /** {@code < ^ 123 |term| {{ … }}}, or an expression in brackets in the place of the concept. */
    Ecl sub() {
        enter();
        var kinship = LONGEST_FIRST.stream().filter(one -> in.take(one.sign())).findFirst();
        var member = in.take("^");
        if (member && in.sees("[")) {
            throw in.unreadable("fields of reference sets are not supported");
        }
        var focus = focus();
        var whole = member ? new Ecl.MemberOf(focus) : focus;
        var left = whole;
        while (in.sees("{{")) {
            var filter = new FilterParser(this);
            // Filters bind to what stands before them, kinship included.
            left = kinship.isPresent()
                    ? new Ecl.Filtered(new Ecl.Related(kinship.orElseThrow(), left), filter.filters())
                    : new Ecl.Filtered(left, filter.filters());
            kinship = Optional.empty();
        }
        depth--;
        return kinship.isPresent() ? new Ecl.Related(kinship.orElseThrow(), left) : left;
    }

    private Ecl focus() {
        if (in.take("(")) {
            var inner = expression();
            in.expect(")");
            return inner;
        }
        if (in.take("*")) {
            return new Ecl.Every();
        }
        var id = in.word();
        if (!Snomed.isIdentifier(id)) {
            throw in.unreadable("'" + id + "' is not a SNOMED CT identifier");
        }
        in.skipTerm();
        return new Ecl.Concept(id);
    }

    /** Goes one level deeper; not too deep. */
    void enter() {
        if (++depth > DEEPEST) {
            throw in.unreadable("it is nested too deeply");
        }
    }

    void leave() {
        depth--;
    }
}
