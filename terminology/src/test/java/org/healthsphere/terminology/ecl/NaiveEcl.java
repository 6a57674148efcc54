package org.healthsphere.terminology.ecl;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.terminology.load.SyntheticSnomed;
import org.healthsphere.terminology.load.SyntheticSnomed.Concept;
import org.healthsphere.terminology.load.SyntheticSnomed.Relation;

/** Answers expressions by walking from concept to concept, with nothing but what was invented. */
final class NaiveEcl {
    private final Map<String, Concept> concepts = new LinkedHashMap<>();
    private final Map<String, Set<String>> ancestors = new HashMap<>();
    private final Map<Ecl, Set<String>> known = new HashMap<>();

    NaiveEcl(SyntheticSnomed edition) {
        edition.concepts.forEach(concept -> concepts.put(concept.id(), concept));
        concepts.keySet().forEach(id -> {
            var _ = above(id);
        });
    }

    private Set<String> above(String id) {
        var known = ancestors.get(id);
        if (known != null) {
            return known;
        }
        Set<String> all = new HashSet<>();
        for (var parent : concept(id).parents()) {
            all.add(parent);
            all.addAll(above(parent));
        }
        ancestors.put(id, all);
        return all;
    }

    private Concept concept(String id) {
        return Optional.ofNullable(concepts.get(id)).orElseThrow();
    }

    /** The concepts of the expression; those of one that was asked before are not looked for again. */
    Set<String> set(Ecl expression) {
        var answer = known.get(expression);
        if (answer == null) {
            answer = find(expression);
            known.put(expression, answer);
        }
        return answer;
    }

    private Set<String> find(Ecl expression) {
        return switch (expression) {
            case Ecl.Every _ -> concepts.keySet();
            case Ecl.Concept(var id) -> Set.of(id);
            case Ecl.Related(var kinship, var of) -> related(kinship, set(of));
            case Ecl.MemberOf(var refsets) -> {
                var named = set(refsets);
                yield select(concept -> concept.refsets().stream().anyMatch(named::contains));
            }
            case Ecl.And(var a, var b) -> both(set(a), set(b));
            case Ecl.Or(var a, var b) ->
                Stream.concat(set(a).stream(), set(b).stream()).collect(Collectors.toSet());
            case Ecl.Minus(var a, var b) -> without(set(a), set(b));
            case Ecl.Refined(var of, var by) -> {
                var all = set(of);
                yield select(concept -> all.contains(concept.id()) && holds(concept, by));
            }
            case Ecl.Dotted(var of, var attribute) -> {
                var names = set(attribute);
                yield set(of).stream()
                        .flatMap(id -> concept(id).relations().stream())
                        .filter(relation -> names.contains(relation.type()))
                        .map(Relation::value)
                        .filter(concepts::containsKey)
                        .collect(Collectors.toSet());
            }
            case Ecl.Filtered(var of, var by) -> {
                var all = set(of);
                yield select(concept ->
                        all.contains(concept.id()) && by.stream().allMatch(filter -> holds(concept, filter, by)));
            }
        };
    }

    private Set<String> select(Predicate<Concept> condition) {
        return concepts.values().stream().filter(condition).map(Concept::id).collect(Collectors.toSet());
    }

    private static Set<String> both(Set<String> a, Set<String> b) {
        return a.stream().filter(b::contains).collect(Collectors.toSet());
    }

    private static Set<String> without(Set<String> a, Set<String> b) {
        return a.stream().filter(id -> !b.contains(id)).collect(Collectors.toSet());
    }

    private Set<String> related(Ecl.Kinship kinship, Set<String> of) {
        return switch (kinship) {
            case DESCENDANT -> select(concept -> above(concept.id()).stream().anyMatch(of::contains));
            case DESCENDANT_OR_SELF -> union(related(Ecl.Kinship.DESCENDANT, of), of);
            case CHILD -> select(concept -> concept.parents().stream().anyMatch(of::contains));
            case CHILD_OR_SELF -> union(related(Ecl.Kinship.CHILD, of), of);
            case ANCESTOR -> of.stream().flatMap(id -> above(id).stream()).collect(Collectors.toSet());
            case ANCESTOR_OR_SELF -> union(related(Ecl.Kinship.ANCESTOR, of), of);
            case PARENT ->
                of.stream().flatMap(id -> concept(id).parents().stream()).collect(Collectors.toSet());
            case PARENT_OR_SELF -> union(related(Ecl.Kinship.PARENT, of), of);
            case TOP ->
                of.stream()
                        .filter(id -> above(id).stream().noneMatch(of::contains))
                        .collect(Collectors.toSet());
            case BOTTOM ->
                of.stream()
                        .filter(id ->
                                of.stream().noneMatch(other -> above(other).contains(id)))
                        .collect(Collectors.toSet());
        };
    }

    private static Set<String> union(Set<String> a, Set<String> b) {
        var all = new HashSet<>(a);
        all.addAll(b);
        return all;
    }

    private boolean holds(Concept concept, Ecl.Refinement refinement) {
        return switch (refinement) {
            case Ecl.All(var parts) -> parts.stream().allMatch(part -> holds(concept, part));
            case Ecl.Any(var parts) -> parts.stream().anyMatch(part -> holds(concept, part));
            case Ecl.Grouped(var cardinality, var of) ->
                cardinality.allows((int) groups(concept).stream()
                        .filter(group -> holds(group, of))
                        .count());
            case Ecl.Attribute attribute -> attribute.cardinality().allows(count(concept, attribute));
        };
    }

    private int count(Concept concept, Ecl.Attribute attribute) {
        if (!attribute.reverse()) {
            return (int) concept.relations().stream()
                    .map(relation -> List.of(relation.type(), relation.value()))
                    .distinct()
                    .filter(pair -> matches(pair.get(0), pair.get(1), attribute))
                    .count();
        }
        var names = set(attribute.name());
        var codes = (Ecl.Codes) attribute.value();
        var sources = set(codes.values());
        return (int) concepts.values().stream()
                .filter(source -> sources.contains(source.id()) == codes.equal())
                .flatMap(source -> source.relations().stream()
                        .filter(relation -> names.contains(relation.type())
                                && relation.value().equals(concept.id()))
                        .map(relation -> source.id() + relation.type())
                        .distinct())
                .count();
    }

    private boolean holds(List<Relation> group, Ecl.Refinement refinement) {
        return switch (refinement) {
            case Ecl.All(var parts) -> parts.stream().allMatch(part -> holds(group, part));
            case Ecl.Any(var parts) -> parts.stream().anyMatch(part -> holds(group, part));
            case Ecl.Grouped _ -> throw new IllegalStateException("no group is within a group");
            case Ecl.Attribute attribute ->
                attribute.cardinality().allows((int) group.stream()
                        .filter(relation -> matches(relation.type(), relation.value(), attribute))
                        .count());
        };
    }

    /** A relation without a group is one by itself, unless the same relation is in a group. */
    private static List<List<Relation>> groups(Concept concept) {
        Map<Integer, List<Relation>> groups = new HashMap<>();
        concept.relations().stream()
                .filter(relation -> relation.group() > 0)
                .forEach(relation -> groups.computeIfAbsent(relation.group(), _ -> new ArrayList<>())
                        .add(relation));
        List<List<Relation>> all = new ArrayList<>(groups.values());
        concept.relations().stream()
                .filter(relation -> relation.group() == 0)
                .filter(relation -> concept.relations().stream()
                        .noneMatch(other -> other.group() > 0
                                && other.type().equals(relation.type())
                                && other.value().equals(relation.value())))
                .forEach(relation -> all.add(List.of(relation)));
        return all;
    }

    private boolean matches(String type, String value, Ecl.Attribute attribute) {
        return set(attribute.name()).contains(type)
                && switch (attribute.value()) {
                    case Ecl.Codes(var equal, var values) ->
                        concepts.containsKey(value) && set(values).contains(value) == equal;
                    case Ecl.Numeric(var sign, var number) ->
                        value.startsWith("#") && compares(new BigDecimal(value.substring(1)).compareTo(number), sign);
                    case Ecl.Text(var equal, var texts) -> value.startsWith("\"") && texts.contains(value) == equal;
                };
    }

    private static boolean compares(int order, String sign) {
        return switch (sign) {
            case "=" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }

    private boolean holds(Concept concept, Ecl.Filter filter, List<Ecl.Filter> all) {
        return switch (filter) {
            case Ecl.Term(var equal, var texts) ->
                names(concept, all).stream().anyMatch(name -> texts.stream().anyMatch(text -> isIn(name, text)))
                        == equal;
            case Ecl.Language _ -> true;
            case Ecl.Active(var active) -> concept.active() == active;
            case Ecl.Defined(var defined) -> concept.defined() == defined;
            case Ecl.Module(var equal, var modules) -> set(modules).contains(SyntheticSnomed.MODULE) == equal;
            case Ecl.Effective(var sign, var date) -> compares(SyntheticSnomed.DATE.compareTo(date), sign);
        };
    }

    private static List<String> names(Concept concept, List<Ecl.Filter> filters) {
        var languages = filters.stream()
                .filter(Ecl.Language.class::isInstance)
                .flatMap(filter -> ((Ecl.Language) filter).codes().stream())
                .toList();
        List<String> names = new ArrayList<>();
        if (languages.isEmpty() || languages.contains("en")) {
            names.addAll(List.of(concept.name(), concept.name() + " (thing)"));
        }
        if (languages.isEmpty() || languages.contains("de")) {
            names.add(concept.german());
        }
        if (languages.isEmpty()) {
            names.add(concept.id());
        }
        return names;
    }

    private static boolean isIn(String name, String text) {
        var words = words(name);
        return words(text).stream().allMatch(start -> words.stream().anyMatch(word -> word.startsWith(start)));
    }

    private static List<String> words(String text) {
        var plain = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
        return Arrays.stream(plain.toLowerCase(Locale.ROOT).split("[ ()]+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
