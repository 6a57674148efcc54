package org.healthsphere.node.fhir.flat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** FHIRPath's operators: nothing on either side of one makes nothing, but of {@code and} and {@code or}. */
final class Operators {
    private Operators() {}

    static List<Item> apply(String operator, List<Item> left, List<Item> right) {
        return switch (operator) {
            case "and" -> and(truth(left), truth(right));
            case "or" -> not(and(negated(truth(left)), negated(truth(right))));
            case "xor" -> both(truth(left), truth(right), (a, b) -> !a.equals(b));
            case "implies" -> not(and(truth(left), negated(truth(right))));
            case "|" -> Stream.concat(left.stream(), right.stream()).toList();
            case "=", "!=" -> equal(left, right, operator.equals("="));
            default -> left.isEmpty() || right.isEmpty() ? List.of() : single(operator, only(left), only(right));
        };
    }

    /** Whether it is so; nothing when nothing is said. */
    static Optional<Boolean> truth(List<Item> items) {
        if (items.isEmpty()) {
            return Optional.empty();
        }
        var one = only(items).json();
        return Optional.of(!one.isBoolean() || one.asBoolean());
    }

    private static Optional<Boolean> negated(Optional<Boolean> truth) {
        return truth.map(t -> !t);
    }

    static List<Item> not(List<Item> truth) {
        return negated(truth(truth)).map(Item::of).stream().toList();
    }

    private static List<Item> and(Optional<Boolean> left, Optional<Boolean> right) {
        if (left.equals(Optional.of(false)) || right.equals(Optional.of(false))) {
            return List.of(Item.of(false));
        }
        return both(left, right, (a, b) -> a && b);
    }

    private interface Logic {
        boolean of(Boolean a, Boolean b);
    }

    private static List<Item> both(Optional<Boolean> left, Optional<Boolean> right, Logic logic) {
        return left.flatMap(a -> right.map(b -> Item.of(logic.of(a, b)))).stream()
                .toList();
    }

    private static List<Item> equal(List<Item> left, List<Item> right, boolean wanted) {
        if (left.isEmpty() || right.isEmpty()) {
            return List.of();
        }
        var same = left.size() == right.size();
        for (var i = 0; same && i < left.size(); i++) {
            same = left.get(i).sameAs(right.get(i));
        }
        return List.of(Item.of(same == wanted));
    }

    private static Item only(List<Item> items) {
        if (items.size() != 1) {
            throw new IllegalArgumentException("one value is expected where there are " + items.size());
        }
        return items.getFirst();
    }

    private static List<Item> single(String operator, Item left, Item right) {
        if (operator.equals("&") || (operator.equals("+") && left.json().isTextual())) {
            return List.of(Item.of(left.json().asText() + right.json().asText()));
        }
        return switch (operator) {
            case "<" -> List.of(Item.of(order(left, right) < 0));
            case "<=" -> List.of(Item.of(order(left, right) <= 0));
            case ">" -> List.of(Item.of(order(left, right) > 0));
            case ">=" -> List.of(Item.of(order(left, right) >= 0));
            default ->
                number(operator, decimal(left), decimal(right)).map(Item::of).stream()
                        .toList();
        };
    }

    private static int order(Item left, Item right) {
        return left.isNumber() && right.isNumber()
                ? decimal(left).compareTo(decimal(right))
                : left.json().asText().compareTo(right.json().asText());
    }

    private static BigDecimal decimal(Item item) {
        if (!item.isNumber()) {
            throw new IllegalArgumentException("a number is expected");
        }
        return item.json().decimalValue();
    }

    private static Optional<BigDecimal> number(String operator, BigDecimal left, BigDecimal right) {
        return switch (operator) {
            case "+" -> Optional.of(left.add(right));
            case "-" -> Optional.of(left.subtract(right));
            case "*" -> Optional.of(left.multiply(right));
            case "/" -> right.signum() == 0 ? Optional.empty() : Optional.of(left.divide(right, MathContext.DECIMAL64));
            default -> throw new IllegalArgumentException("no operator: " + operator);
        };
    }
}
