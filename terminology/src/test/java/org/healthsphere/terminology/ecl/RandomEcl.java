package org.healthsphere.terminology.ecl;

import java.util.List;
import java.util.Random;
import org.healthsphere.terminology.load.SyntheticSnomed;

/** Writes expressions by lot. */
final class RandomEcl {
    private static final List<String> KIN = List.of("", "<", "<<", "<!", "<<!", ">", ">>", ">!", ">>!", "!!>", "!!<");
    private final Random random;
    private final SyntheticSnomed edition;

    RandomEcl(Random random, SyntheticSnomed edition) {
        this.random = random;
        this.edition = edition;
    }

    String next() {
        return expression(2);
    }

    private String expression(int depth) {
        return switch (depth == 0 ? 0 : random.nextInt(9)) {
            case 1 -> sub(depth) + " AND " + sub(depth) + (random.nextBoolean() ? ", " + sub(depth) : "");
            case 2 -> sub(depth) + " or " + sub(depth);
            case 3 -> sub(depth) + " MINUS " + sub(depth);
            case 4, 5, 6 -> sub(depth) + " : " + refinement(depth);
            case 7 -> sub(depth) + " . " + attribute();
            default -> sub(depth);
        };
    }

    private String sub(int depth) {
        var focus = switch (random.nextInt(depth == 0 ? 3 : 5)) {
            case 0 -> "*";
            case 1 -> "^ " + one(edition.refsets);
            case 2 -> concept() + (random.nextBoolean() ? " |any term, with (signs)|" : "");
            default -> "(" + expression(depth - 1) + ")";
        };
        return one(KIN) + " " + focus + (random.nextInt(4) == 0 ? filter() : "");
    }

    private String filter() {
        var text = one(edition.concepts).name();
        var start = text.substring(0, 1 + random.nextInt(3));
        return switch (random.nextInt(6)) {
            case 0 -> " {{ term = \"" + start + "\" }}";
            case 1 -> " {{ D term != (\"" + start + "\" \"" + text + "\"), language = de }}";
            case 2 -> " {{ C active = " + random.nextInt(2) + " }}";
            case 3 ->
                " {{ C definitionStatus = " + (random.nextBoolean() ? "primitive" : "defined") + ", active = true }}";
            case 4 -> " {{ C moduleId = " + SyntheticSnomed.MODULE + " }}";
            default -> " {{ C effectiveTime >= \"2026010" + random.nextInt(3) + "\" }}";
        };
    }

    private String refinement(int depth) {
        return switch (random.nextInt(5)) {
            case 0 -> comparison(depth) + ", " + comparison(depth);
            case 1 -> comparison(depth) + " OR " + comparison(depth);
            case 2 -> cardinality() + "{ " + comparison(depth) + ", " + comparison(depth) + " }";
            case 3 -> "R " + attribute() + " = " + sub(depth - 1);
            default -> comparison(depth);
        };
    }

    private String comparison(int depth) {
        if (random.nextInt(4) == 0) {
            return cardinality() + edition.attributes.getLast() + " " + one(List.of("=", "!=", "<", "<=", ">", ">="))
                    + " #" + random.nextInt(5);
        }
        return cardinality() + attribute() + (random.nextInt(4) == 0 ? " != " : " = ") + sub(depth - 1);
    }

    private String cardinality() {
        return one(List.of("", "", "", "[0..1] ", "[1..1] ", "[2..*] ", "[0..0] ", "[0..*] "));
    }

    private String attribute() {
        return random.nextInt(5) == 0 ? "*" : one(edition.attributes);
    }

    private String concept() {
        return one(edition.concepts).id();
    }

    private <T> T one(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
