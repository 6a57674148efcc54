package org.healthsphere.terminology.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.ExpansionDigest;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.content.ValueSet.Clause;
import org.healthsphere.terminology.content.ValueSet.Compose;
import org.healthsphere.terminology.content.ValueSet.Filter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random value sets over random systems: the index says what an evaluator says that knows nothing but the rows. */
class ComposerOracleTest {
    private static final int VALUE_SETS = 125;
    private static final List<String> OPS =
            List.of("is-a", "descendent-of", "is-not-a", "generalizes", "=", "in", "not-in", "exists");

    private final Map<String, CodeSystem> systems = new HashMap<>();
    private final Map<String, ValueSet> valueSets = new HashMap<>();
    private final IdentityHashMap<ValueSet, Set<Coding>> known = new IdentityHashMap<>();

    /** Enough for ten thousand value sets. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, 10_000 / VALUE_SETS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_index_agrees_with_the_rows(long seed) {
        var random = new Random(seed);
        List<Content> contents = new ArrayList<>();
        for (var url : List.of("https://example.org/x", "https://example.org/y")) {
            var system = GeneratedSystem.of(new Canonical(url, "1"), random, 60);
            systems.put(url, system);
            contents.add(system);
        }
        for (var i = 0; i < VALUE_SETS; i++) {
            var valueSet = valueSet(random, i);
            valueSets.put(valueSet.id().url(), valueSet);
            contents.add(valueSet);
        }
        var terminology = Samples.compiledContents(contents).orElseThrow();
        for (var valueSet : valueSets.values()) {
            check(terminology, valueSet);
        }
    }

    private void check(CompiledTerminology terminology, ValueSet valueSet) {
        var expected = members(valueSet);
        var members = terminology.members(valueSet.id().url()).orElseThrow();
        assertThat(members.concepts())
                .as(valueSet.toString())
                .extracting(concept -> concept.coding())
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(members.digest())
                .isEqualTo(ExpansionDigest.ofLines(
                        expected.stream().map(code -> ExpansionDigest.line(code.system(), "1", code.code()))));
        for (var system : systems.values()) {
            for (var row : system.rows()) {
                var code = new Coding(system.id().url(), row.code());
                assertThat(members.contains(code)).isEqualTo(expected.contains(code));
            }
        }
    }

    private ValueSet valueSet(Random random, int number) {
        var id = new Canonical("https://example.org/vs/" + number, "1");
        var compose = new Compose(
                random.nextInt(3) > 0, clauses(random, 1 + random.nextInt(3)), clauses(random, random.nextInt(3)));
        return new ValueSet(id, "", Samples.ORIGIN, compose);
    }

    private List<Clause> clauses(Random random, int count) {
        List<Clause> clauses = new ArrayList<>();
        for (var i = 0; i < count; i++) {
            clauses.add(clause(random));
        }
        return clauses;
    }

    /** Imports only what is there already: cycles are another test. */
    private Clause clause(Random random) {
        List<String> imports = new ArrayList<>();
        for (var i = random.nextInt(3); i > 0 && !valueSets.isEmpty(); i--) {
            imports.add("https://example.org/vs/" + random.nextInt(valueSets.size()));
        }
        if (!imports.isEmpty() && random.nextBoolean()) {
            return new Clause(new Canonical("", ""), List.of(), List.of(), imports);
        }
        var system = system(random.nextBoolean() ? "https://example.org/x" : "https://example.org/y");
        List<String> codes = new ArrayList<>();
        List<Filter> filters = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            for (var i = 0; i <= random.nextInt(9); i++) {
                codes.add(anyCode(random, system));
            }
        } else {
            for (var i = random.nextInt(3); i > 0; i--) {
                filters.add(filter(random, system));
            }
        }
        return new Clause(system.id(), codes, filters, imports);
    }

    private static String anyCode(Random random, CodeSystem system) {
        return system.rows().get(random.nextInt(system.rows().size())).code();
    }

    private static Filter filter(Random random, CodeSystem system) {
        var op = OPS.get(random.nextInt(OPS.size()));
        return switch (op) {
            case "is-a", "descendent-of", "is-not-a", "generalizes" ->
                new Filter("concept", op, anyCode(random, system));
            case "exists" -> new Filter("colour", op, Boolean.toString(random.nextBoolean()));
            case "=" -> new Filter("size", op, Integer.toString(random.nextInt(5)));
            default ->
                random.nextBoolean()
                        ? new Filter("colour", op, "red, blue")
                        : new Filter("code", op, anyCode(random, system) + "," + anyCode(random, system));
        };
    }

    private Set<Coding> members(ValueSet valueSet) {
        var before = known.get(valueSet);
        if (before == null) {
            before = evaluate(valueSet);
            known.put(valueSet, before);
        }
        return before;
    }

    private Set<Coding> evaluate(ValueSet valueSet) {
        Set<Coding> all = new HashSet<>();
        valueSet.compose().includes().forEach(clause -> all.addAll(members(clause)));
        valueSet.compose().excludes().forEach(clause -> all.removeAll(members(clause)));
        if (!valueSet.compose().inactive()) {
            all.removeIf(code -> row(code).inactive());
        }
        return all;
    }

    private CodeSystem system(String url) {
        return Objects.requireNonNull(systems.get(url));
    }

    private ValueSet valueSet(String url) {
        return Objects.requireNonNull(valueSets.get(url));
    }

    private Row row(Coding code) {
        return system(code.system()).rows().stream()
                .filter(row -> row.code().equals(code.code()))
                .findFirst()
                .orElseThrow();
    }

    private Set<Coding> members(Clause clause) {
        Set<Coding> all = new HashSet<>();
        if (clause.system().url().isEmpty()) {
            all.addAll(members(valueSet(clause.valueSets().getFirst())));
        } else {
            var system = system(clause.system().url());
            system.rows().stream()
                    .filter(row -> clause.codes().isEmpty() || clause.codes().contains(row.code()))
                    .filter(row -> clause.filters().stream().allMatch(filter -> passes(system, row, filter)))
                    .forEach(row -> all.add(new Coding(system.id().url(), row.code())));
        }
        clause.valueSets().forEach(canonical -> all.retainAll(members(valueSet(canonical))));
        return all;
    }

    private static boolean passes(CodeSystem system, Row row, Filter filter) {
        var value = filter.value();
        var isBelow = GeneratedSystem.isBelow(system, row.code(), value);
        var isIt = row.code().equals(value);
        return switch (filter.op()) {
            case "is-a" -> isBelow || isIt;
            case "descendent-of" -> isBelow;
            case "is-not-a" -> !isBelow && !isIt;
            case "generalizes" -> isIt || GeneratedSystem.isBelow(system, value, row.code());
            case "exists" -> values(row, filter.property()).isEmpty() != Boolean.parseBoolean(value);
            case "not-in" -> !hasOne(row, filter);
            default -> hasOne(row, filter);
        };
    }

    private static boolean hasOne(Row row, Filter filter) {
        var wanted = List.of(filter.value().split(", ?"));
        var has = filter.property().equals("code") ? Set.of(row.code()) : values(row, filter.property());
        return has.stream().anyMatch(wanted::contains);
    }

    private static Set<String> values(Row row, String property) {
        return row.values().stream()
                .filter(value -> value.property().equals(property))
                .map(value -> value.value())
                .collect(Collectors.toSet());
    }
}
