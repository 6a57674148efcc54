package org.healthsphere.terminology.index;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.healthsphere.terminology.content.Snomed;
import org.healthsphere.terminology.ecl.Ecl;
import org.healthsphere.terminology.ecl.Ecl.Attribute;
import org.healthsphere.terminology.ecl.Ecl.Cardinality;
import org.healthsphere.terminology.ecl.Ecl.Comparison;
import org.healthsphere.terminology.ecl.Ecl.Refinement;
import org.roaringbitmap.RoaringBitmap;

/** The part of an expression that asks for attributes, by themselves or together in a role group. */
final class EclRefinements {
    private static final Set<String> NO_ATTRIBUTES =
            Set.of(Snomed.DEFINED, Snomed.MODULE, Snomed.EFFECTIVE, Snomed.MEMBER_OF, Snomed.ROLE_GROUP);

    private final EclEvaluator evaluator;
    private final CodeSystemIndex system;
    private final Map<Attribute, Matcher> matchers = new HashMap<>();

    EclRefinements(EclEvaluator evaluator, CodeSystemIndex system) {
        this.evaluator = evaluator;
        this.system = system;
    }

    RoaringBitmap select(RoaringBitmap of, Refinement refinement) {
        return switch (refinement) {
            case Ecl.All(var parts) -> {
                var all = of;
                for (var part : parts) {
                    all = select(all, part);
                }
                yield all;
            }
            case Ecl.Any(var parts) -> {
                var any = new RoaringBitmap();
                parts.forEach(part -> any.or(select(of, part)));
                yield any;
            }
            case Ecl.Grouped(var cardinality, var inner) -> grouped(of, cardinality, inner);
            case Attribute attribute -> attribute(of, attribute);
        };
    }

    /** The values that the concepts have of the attributes, where a value is a concept. */
    RoaringBitmap valuesOf(RoaringBitmap of, RoaringBitmap attributes) {
        var wanted = properties(attributes);
        var values = new RoaringBitmap();
        of.forEach((int concept) -> {
            evaluator.spend(1);
            system.values(concept).forEach((property, some) -> {
                if (wanted.contains(property.code())) {
                    some.forEach(value -> add(value, values));
                }
            });
        });
        return values;
    }

    private void add(String code, RoaringBitmap into) {
        var concept = system.find(code);
        if (concept != CodeSystemIndex.NONE) {
            into.add(concept);
        }
    }

    private Set<String> properties(RoaringBitmap attributes) {
        Set<String> codes = new HashSet<>();
        for (var property : system.properties()) {
            var concept = NO_ATTRIBUTES.contains(property.code()) ? CodeSystemIndex.NONE : system.find(property.code());
            if (concept != CodeSystemIndex.NONE && attributes.contains(concept)) {
                codes.add(property.code());
            }
        }
        return codes;
    }

    private RoaringBitmap attribute(RoaringBitmap of, Attribute attribute) {
        var cardinality = attribute.cardinality();
        if (cardinality.equals(Cardinality.SOME)) {
            return RoaringBitmap.and(of, having(attribute));
        }
        if (cardinality.least() == 0 && cardinality.most() == Integer.MAX_VALUE) {
            return of;
        }
        if (cardinality.most() == 0) {
            return RoaringBitmap.andNot(of, having(attribute));
        }
        var counts = attribute.reverse() ? reverseCounts(attribute) : Map.<Integer, Integer>of();
        return filter(
                of,
                concept -> cardinality.allows(
                        attribute.reverse() ? counts.getOrDefault(concept, 0) : count(concept, attribute)));
    }

    private RoaringBitmap filter(RoaringBitmap of, Predicate<Integer> condition) {
        var left = new RoaringBitmap();
        of.forEach((int concept) -> {
            evaluator.spend(1);
            if (condition.test(concept)) {
                left.add(concept);
            }
        });
        return left;
    }

    private int count(int concept, Attribute attribute) {
        var matcher = matcher(attribute);
        return system.values(concept).entrySet().stream()
                .filter(entry -> matcher.names().contains(entry.getKey().code()))
                .mapToInt(entry ->
                        (int) entry.getValue().stream().filter(matcher.value()).count())
                .sum();
    }

    /** The concepts that have the attribute with such a value; the other way round, those that are the value. */
    private RoaringBitmap having(Attribute attribute) {
        if (attribute.reverse()) {
            var found = new RoaringBitmap();
            reverseCounts(attribute).keySet().forEach(found::add);
            return found;
        }
        var matcher = matcher(attribute);
        var all = new RoaringBitmap();
        for (var name : matcher.names()) {
            all.or(system.having(system.property(name), value -> {
                evaluator.spend(1);
                return matcher.value().test(value);
            }));
        }
        return all;
    }

    private Map<Integer, Integer> reverseCounts(Attribute attribute) {
        var names = properties(evaluator.set(attribute.name()));
        Map<Integer, Integer> counts = new HashMap<>();
        if (!(attribute.value() instanceof Ecl.Codes(var equal, var values))) {
            return counts;
        }
        var named = evaluator.set(values);
        var sources = equal ? named : RoaringBitmap.andNot(system.all(), named);
        sources.forEach((int source) -> {
            evaluator.spend(1);
            system.values(source).forEach((property, some) -> {
                if (names.contains(property.code())) {
                    some.stream()
                            .map(system::find)
                            .filter(concept -> concept != CodeSystemIndex.NONE)
                            .forEach(concept -> counts.merge(concept, 1, Integer::sum));
                }
            });
        });
        return counts;
    }

    private Matcher matcher(Attribute attribute) {
        return matchers.computeIfAbsent(
                attribute, one -> new Matcher(properties(evaluator.set(one.name())), value(one.value())));
    }

    private Predicate<String> value(Comparison comparison) {
        return switch (comparison) {
            case Ecl.Codes(var equal, var values) -> {
                var in = evaluator.set(values);
                yield value -> {
                    var concept = system.find(value);
                    return concept != CodeSystemIndex.NONE && in.contains(concept) == equal;
                };
            }
            case Ecl.Numeric(var sign, var number) ->
                value -> number(value)
                        .filter(found -> compares(found.compareTo(number), sign))
                        .isPresent();
            case Ecl.Text(var equal, var texts) ->
                value -> value.startsWith("\"")
                        && texts.contains(value.substring(1, Math.max(1, value.length() - 1))) == equal;
        };
    }

    /** A concrete number is written with {@code #} before it. */
    private static Optional<BigDecimal> number(String value) {
        try {
            return value.startsWith("#") ? Optional.of(new BigDecimal(value.substring(1))) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Whether an order agrees with a sign. */
    static boolean compares(int order, String sign) {
        return switch (sign) {
            case "=" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private RoaringBitmap grouped(RoaringBitmap of, Cardinality cardinality, Refinement inner) {
        var few = cardinality.least() > 0 ? possible(of, inner) : of;
        return filter(few, concept -> {
            var count = 0;
            for (var group : groups(concept)) {
                if (holds(group, inner)) {
                    count++;
                }
            }
            return cardinality.allows(count);
        });
    }

    /** Those that have at least all it takes, in whatever groups. */
    private RoaringBitmap possible(RoaringBitmap of, Refinement inner) {
        return switch (inner) {
            case Ecl.All(var parts) -> {
                var all = of;
                for (var part : parts) {
                    all = possible(all, part);
                }
                yield all;
            }
            case Ecl.Any(var parts) -> {
                var any = new RoaringBitmap();
                parts.forEach(part -> any.or(possible(of, part)));
                yield any;
            }
            case Attribute attribute ->
                attribute.cardinality().least() == 0 || attribute.reverse()
                        ? of
                        : RoaringBitmap.and(of, having(attribute));
            case Ecl.Grouped _ -> of;
        };
    }

    private boolean holds(List<Relation> group, Refinement refinement) {
        return switch (refinement) {
            case Ecl.All(var parts) -> parts.stream().allMatch(part -> holds(group, part));
            case Ecl.Any(var parts) -> parts.stream().anyMatch(part -> holds(group, part));
            case Attribute attribute -> {
                var matcher = matcher(attribute);
                var count = group.stream().filter(matcher::matches).count();
                yield attribute.cardinality().allows((int) count);
            }
            case Ecl.Grouped _ -> false;
        };
    }

    /** The role groups of a concept; a relation that is in none is one by itself. */
    private List<List<Relation>> groups(int concept) {
        List<List<Relation>> groups = new ArrayList<>();
        Set<Relation> inGroup = new HashSet<>();
        var values = system.values(concept);
        values.forEach((property, some) -> {
            if (property.code().equals(Snomed.ROLE_GROUP)) {
                some.forEach(text -> groups.add(Relation.all(text)));
            }
        });
        groups.forEach(inGroup::addAll);
        values.forEach((property, some) -> some.forEach(value -> {
            var relation = new Relation(property.code(), value);
            if (!NO_ATTRIBUTES.contains(property.code()) && !inGroup.contains(relation)) {
                groups.add(List.of(relation));
            }
        }));
        return groups;
    }

    /** An attribute with its value. */
    private record Relation(String type, String value) {
        static List<Relation> all(String group) {
            return Snomed.ungrouped(group).stream()
                    .map(pair -> new Relation(pair.getKey(), pair.getValue()))
                    .toList();
        }
    }

    /** What an attribute asks for, worked out once. */
    private record Matcher(Set<String> names, Predicate<String> value) {
        boolean matches(Relation relation) {
            return names.contains(relation.type()) && value.test(relation.value());
        }
    }
}
