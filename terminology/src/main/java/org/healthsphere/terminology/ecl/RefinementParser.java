package org.healthsphere.terminology.ecl;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.healthsphere.terminology.ecl.Ecl.Cardinality;
import org.healthsphere.terminology.ecl.Ecl.Comparison;
import org.healthsphere.terminology.ecl.Ecl.Refinement;

/** Reads what stands after the colon: attributes, role groups, and how often. */
final class RefinementParser {
    private final EclParser parser;
    private final EclScanner in;

    RefinementParser(EclParser parser) {
        this.parser = parser;
        this.in = parser.in();
    }

    Refinement refinement() {
        return joined(this::part);
    }

    private Refinement joined(Supplier<Refinement> part) {
        parser.enter();
        List<Refinement> parts = new ArrayList<>(List.of(part.get()));
        var all = false;
        var any = false;
        while (true) {
            if (in.take(",") || in.takeWord("AND")) {
                all = true;
            } else if (in.takeWord("OR")) {
                any = true;
            } else {
                break;
            }
            if (all && any) {
                throw in.unreadable("AND and OR are mixed without brackets");
            }
            parts.add(part.get());
        }
        parser.leave();
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        return any ? new Ecl.Any(parts) : new Ecl.All(parts);
    }

    private Refinement part() {
        if (in.take("(")) {
            var inner = refinement();
            in.expect(")");
            return inner;
        }
        var cardinality = cardinality();
        if (in.take("{")) {
            var inner = joined(this::attributeInGroup);
            in.expect("}");
            return new Ecl.Grouped(cardinality, inner);
        }
        return attribute(cardinality);
    }

    private Refinement attributeInGroup() {
        if (in.take("(")) {
            var inner = joined(this::attributeInGroup);
            in.expect(")");
            return inner;
        }
        return attribute(cardinality());
    }

    private Cardinality cardinality() {
        if (!in.take("[")) {
            return Cardinality.SOME;
        }
        var least = number(in.word());
        in.expect("..");
        var most = in.take("*") ? Integer.MAX_VALUE : number(in.word());
        in.expect("]");
        if (least > most) {
            throw in.unreadable("a cardinality wants more than it allows");
        }
        return new Cardinality(least, most);
    }

    private int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException _) {
            throw in.unreadable("'" + digits + "' is not a number");
        }
    }

    private Refinement attribute(Cardinality cardinality) {
        var reverse = in.takeWord("R");
        var name = parser.sub();
        return new Ecl.Attribute(cardinality, reverse, name, comparison());
    }

    private Comparison comparison() {
        var sign = sign();
        if (in.take("#")) {
            return new Ecl.Numeric(sign, decimal());
        }
        if (!sign.equals("=") && !sign.equals("!=")) {
            throw in.unreadable("'" + sign + "' compares numbers, and no # follows");
        }
        var equal = sign.equals("=");
        if (in.sees("\"")) {
            return new Ecl.Text(equal, List.of(in.quoted()));
        }
        if (in.sees("(\"")) {
            return new Ecl.Text(equal, new FilterParser(parser).texts());
        }
        return new Ecl.Codes(equal, parser.sub());
    }

    /** The sign of a comparison. */
    String sign() {
        for (var sign : List.of("!=", "<=", ">=", "=", "<", ">")) {
            if (in.take(sign)) {
                return sign;
            }
        }
        throw in.unreadable("a comparison is missing");
    }

    private BigDecimal decimal() {
        try {
            return new BigDecimal(in.number());
        } catch (NumberFormatException _) {
            throw in.unreadable("this is not a number");
        }
    }
}
