package org.healthsphere.terminology.index;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.content.CodeSystem.Words;

/** Random polyhierarchies with properties: reproducible from their seed. */
public final class GeneratedSystem {
    private static final List<Property> PROPERTIES =
            List.of(new Property("colour", "", "code"), new Property("size", "", "integer"));

    private static final IdentityHashMap<List<Row>, Map<String, Set<String>>> CLOSURES = new IdentityHashMap<>();

    private GeneratedSystem() {}

    public static CodeSystem of(Random random, int concepts) {
        return of(new Canonical("https://example.org/generated", "1"), random, concepts);
    }

    public static CodeSystem of(Canonical id, Random random, int concepts) {
        List<Row> rows = new ArrayList<>();
        for (var i = 0; i < concepts; i++) {
            var code = "c" + Integer.toHexString(i * 7919 & 0xfffff);
            rows.add(new Row(
                    code,
                    new Words("Name " + random.nextInt(50), "", designations(random)),
                    random.nextInt(8) == 0,
                    random.nextInt(8) == 0,
                    parents(random, rows),
                    values(random)));
        }
        return new CodeSystem(id, "Generated", "en", Samples.ORIGIN, new Rules(true, "is-a", PROPERTIES), rows);
    }

    private static List<String> parents(Random random, List<Row> rows) {
        Set<String> parents = new HashSet<>();
        for (var n = rows.isEmpty() ? 0 : random.nextInt(4); n > 0; n--) {
            parents.add(
                    random.nextInt(20) == 0
                            ? "gone"
                            : rows.get(random.nextInt(rows.size())).code());
        }
        return List.copyOf(parents);
    }

    private static List<Designation> designations(Random random) {
        return random.nextInt(3) > 0 ? List.of() : List.of(new Designation("de", "", "Name" + random.nextInt(9)));
    }

    private static List<Value> values(Random random) {
        List<Value> values = new ArrayList<>();
        if (random.nextBoolean()) {
            values.add(new Value("colour", List.of("red", "green", "blue").get(random.nextInt(3))));
        }
        if (random.nextInt(3) == 0) {
            values.add(new Value("size", Integer.toString(random.nextInt(4))));
        }
        return values;
    }

    /** By walking from parent to parent. */
    public static boolean isBelow(CodeSystem system, String code, String above) {
        return ancestors(system, code).contains(above);
    }

    private static Set<String> ancestors(CodeSystem system, String code) {
        return CLOSURES.computeIfAbsent(system.rows(), GeneratedSystem::closure).getOrDefault(code, Set.of());
    }

    private static Map<String, Set<String>> closure(List<Row> rows) {
        Map<String, List<String>> parents = new HashMap<>();
        rows.forEach(row -> parents.put(row.code(), row.parents()));
        Map<String, Set<String>> all = new HashMap<>();
        rows.forEach(row -> all.put(row.code(), above(row.code(), parents)));
        return all;
    }

    private static Set<String> above(String code, Map<String, List<String>> parents) {
        Set<String> found = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(code));
        while (!open.isEmpty()) {
            parents.getOrDefault(open.pop(), List.of()).stream()
                    .filter(parents::containsKey)
                    .filter(found::add)
                    .forEach(open::push);
        }
        return found;
    }
}
