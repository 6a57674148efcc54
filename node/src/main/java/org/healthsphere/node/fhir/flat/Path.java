package org.healthsphere.node.fhir.flat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A FHIRPath expression, of the part of the language that SQL on FHIR v2 asks for. */
sealed interface Path {
    /**
     * What stands around an expression.
     *
     * @param constants by name; what a name means
     * @param row the number of the row in the nearest iteration
     */
    record Scope(Map<String, Item> constants, int row) {
        Scope at(int other) {
            return new Scope(constants, other);
        }
    }

    /** What it comes to. IllegalArgumentException when it cannot be evaluated. */
    List<Item> of(List<Item> input, Scope scope);

    /** A constant in the text. */
    record Literal(Item value) implements Path {
        @Override
        public List<Item> of(List<Item> input, Scope scope) {
            return List.of(value);
        }
    }

    /** The input itself. */
    record This() implements Path {
        @Override
        public List<Item> of(List<Item> input, Scope scope) {
            return input;
        }
    }

    /** A constant of the view, or the number of the row. */
    record Named(String name) implements Path {
        @Override
        public List<Item> of(List<Item> input, Scope scope) {
            if (name.equals("rowIndex")) {
                return List.of(Item.of(scope.row()));
            }
            return Optional.ofNullable(scope.constants().get(name))
                    .map(List::of)
                    .orElseThrow(() -> new IllegalArgumentException("%" + name + " is no constant of the view"));
        }
    }

    /** The elements of a name. */
    record Member(String name) implements Path {
        @Override
        public List<Item> of(List<Item> input, Scope scope) {
            var found = new ArrayList<Item>();
            input.forEach(item -> {
                if (item.json().path("resourceType").asText("").equals(name)) {
                    found.add(item);
                } else {
                    found.addAll(item.member(name));
                }
            });
            return found;
        }
    }

    /** One step after the other. */
    record Then(Path first, Path second) implements Path {
        @Override
        public List<Item> of(List<Item> input, Scope scope) {
            return second.of(first.of(input, scope), scope);
        }
    }

    /** The element at a place. */
    record At(Path of, Path index) implements Path {
        @Override
        public List<Item> of(List<Item> input, Scope scope) {
            var items = of.of(input, scope);
            var at = index.of(input, scope);
            if (at.size() != 1 || !at.getFirst().isNumber()) {
                throw new IllegalArgumentException("an index is one number");
            }
            var place = at.getFirst().json().asInt();
            return place >= 0 && place < items.size() ? List.of(items.get(place)) : List.of();
        }
    }

    /** A function of the input. */
    record Call(String function, List<Path> arguments) implements Path {
        @Override
        public List<Item> of(List<Item> input, Scope scope) {
            return Functions.call(this, input, scope);
        }
    }

    /** Two expressions and an operator between them. */
    record Binary(String operator, Path left, Path right) implements Path {
        @Override
        public List<Item> of(List<Item> input, Scope scope) {
            return Operators.apply(operator, left.of(input, scope), right.of(input, scope));
        }
    }
}
