package org.healthsphere.terminology.index;

import static org.healthsphere.terminology.index.Txi.Kind.CODE_SYSTEM;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Value;

/** Compiles a code system: numbering, closure, names, and one run set for each value of each property. */
final class CodeSystemCompiler {
    static final int INACTIVE = 1;
    static final int NOT_SELECTABLE = 2;
    private static final Comparator<Row> IN_ORDER = Comparator.comparingInt(
                    (Row row) -> row.stated().place())
            .thenComparing(row -> row.code().getBytes(StandardCharsets.UTF_8), StringTable.UTF8);
    private static final Comparator<Designation> DESIGNATIONS = Comparator.comparing(Designation::language)
            .thenComparing(Designation::use)
            .thenComparing(Designation::value)
            .thenComparing(Designation::source);

    private final CodeSystem system;
    private final Hierarchy hierarchy;
    private final List<Property> properties;
    private final Map<String, Integer> places = new HashMap<>();
    private final StringTable strings;

    private CodeSystemCompiler(CodeSystem system, Hierarchy hierarchy) {
        this.system = system;
        this.hierarchy = hierarchy;
        this.properties = system.rules().properties().stream()
                .sorted(Comparator.comparing(Property::code))
                .toList();
        for (var i = 0; i < properties.size(); i++) {
            places.put(properties.get(i).code(), i);
        }
        this.strings = new StringTable(collect(hierarchy.rows()));
    }

    static Outcome<byte[]> compile(CodeSystem system, long mostAncestors) {
        var caseSensitive = system.rules().caseSensitive();
        Set<String> keys = new HashSet<>();
        for (var row : system.rows()) {
            if (!keys.add(CodeTable.key(row.code(), caseSensitive))) {
                return refused(system, "has the code '" + row.code() + "' twice");
            }
        }
        var sorted = system.rows().stream().sorted(IN_ORDER).toList();
        return Hierarchy.of(system.id(), sorted, mostAncestors)
                .map(hierarchy -> new CodeSystemCompiler(system, hierarchy).bytes());
    }

    private static Outcome<byte[]> refused(CodeSystem system, String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Problem(system.id().toString(), what))));
    }

    private static Set<String> collect(List<Row> rows) {
        Set<String> all = new HashSet<>();
        for (var row : rows) {
            all.add(row.code());
            all.add(row.words().display());
            all.add(row.words().definition());
            all.add(row.stated().extensions());
            for (var designation : row.words().designations()) {
                all.add(designation.language());
                all.add(designation.use());
                all.add(designation.value());
                all.add(designation.source());
            }
            row.values().forEach(value -> all.add(value.value()));
        }
        return all;
    }

    private byte[] bytes() {
        var header = Compiler.header(CODE_SYSTEM, system)
                .put("language", system.language())
                .put("caseSensitive", system.rules().caseSensitive())
                .put("hierarchyMeaning", system.rules().hierarchyMeaning())
                .put("dangling", hierarchy.dangling());
        facts(header.putObject("facts"));
        var declared = header.putArray("properties");
        properties.forEach(property -> declared.addObject()
                .put("code", property.code())
                .put("uri", property.uri())
                .put("type", property.type()));
        var file = new TxiWriter(header);
        strings.writeTo(file);
        concepts(file);
        closure(file);
        designations(file);
        values(file);
        return file.toBytes();
    }

    private void facts(ObjectNode header) {
        var facts = system.facts();
        header.put("name", facts.standing().name())
                .put("status", facts.standing().status())
                .put("standardsStatus", facts.standing().standardsStatus())
                .put("experimental", facts.standing().experimental())
                .put("content", facts.content())
                .put("supplements", facts.supplements())
                .put("valueSet", facts.valueSet())
                .put("versionNeeded", facts.versionNeeded());
    }

    private void concepts(TxiWriter file) {
        var rows = hierarchy.rows();
        var caseSensitive = system.rules().caseSensitive();
        var keys = rows.stream()
                .map(row -> CodeTable.key(row.code(), caseSensitive))
                .toArray(String[]::new);
        file.ints(
                        Section.CODES,
                        rows.stream()
                                .mapToInt(row -> strings.number(row.code()))
                                .toArray())
                .ints(Section.CODE_TABLE, CodeTable.of(keys))
                .ints(
                        Section.DISPLAYS,
                        rows.stream()
                                .mapToInt(row -> strings.number(row.words().display()))
                                .toArray())
                .ints(
                        Section.DEFINITIONS,
                        rows.stream()
                                .mapToInt(row -> strings.number(row.words().definition()))
                                .toArray())
                .ints(
                        Section.EXTENSIONS,
                        rows.stream()
                                .mapToInt(row -> strings.number(row.stated().extensions()))
                                .toArray())
                .ints(
                        Section.FLAGS,
                        rows.stream()
                                .mapToInt(row ->
                                        (row.inactive() ? INACTIVE : 0) | (row.notSelectable() ? NOT_SELECTABLE : 0))
                                .toArray());
    }

    private void closure(TxiWriter file) {
        Slices.write(file, Section.PARENT_OFFSETS, Section.PARENTS, hierarchy.parents());
        Slices.write(file, Section.ANCESTOR_OFFSETS, Section.ANCESTORS, hierarchy.ancestors());
        var descendants = Hierarchy.inverse(hierarchy.ancestors());
        for (var i = 0; i < descendants.length; i++) {
            descendants[i] = Slices.runs(descendants[i]);
        }
        Slices.write(file, Section.DESCENDANT_OFFSETS, Section.DESCENDANT_RUNS, descendants);
    }

    private void designations(TxiWriter file) {
        var slices = hierarchy.rows().stream()
                .map(row -> row.words().designations().stream()
                        .sorted(DESIGNATIONS)
                        .flatMapToInt(d -> Stream.of(d.language(), d.use(), d.value(), d.source())
                                .mapToInt(strings::number))
                        .toArray())
                .toArray(int[][]::new);
        Slices.write(file, Section.DESIGNATION_OFFSETS, Section.DESIGNATIONS, slices);
    }

    /** Forwards: the values of a concept. Backwards: for each property and value in use, who has it. */
    private void values(TxiWriter file) {
        var slices = new int[hierarchy.rows().size()][];
        SortedMap<Long, List<Integer>> owners = new TreeMap<>();
        for (var concept = 0; concept < slices.length; concept++) {
            var pairs = hierarchy.rows().get(concept).values().stream()
                    .map(this::pair)
                    .sorted()
                    .distinct()
                    .toList();
            slices[concept] = new int[pairs.size() * 2];
            for (var i = 0; i < pairs.size(); i++) {
                var pair = pairs.get(i);
                slices[concept][2 * i] = (int) (pair >> 32);
                slices[concept][2 * i + 1] = pair.intValue();
                owners.computeIfAbsent(pair, _ -> new ArrayList<>()).add(concept);
            }
        }
        Slices.write(file, Section.VALUE_OFFSETS, Section.VALUES, slices);
        file.ints(
                Section.VALUE_KEYS,
                owners.keySet().stream()
                        .flatMapToInt(pair -> IntStream.of((int) (pair >> 32), pair.intValue()))
                        .toArray());
        var runs = owners.values().stream()
                .map(all -> Slices.runs(all.stream().mapToInt(Integer::intValue).toArray()))
                .toArray(int[][]::new);
        Slices.write(file, Section.VALUE_RUN_OFFSETS, Section.VALUE_RUNS, runs);
    }

    private long pair(Value value) {
        var property = places.get(value.property());
        if (property == null) {
            throw new IllegalStateException("a property that is not declared: " + value.property());
        }
        return ((long) property << 32) | strings.number(value.value());
    }
}
