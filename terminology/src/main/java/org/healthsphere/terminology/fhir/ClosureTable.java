package org.healthsphere.terminology.fhir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.index.SystemView;

/** One client's transitive closure: the codes it has told of, and which of them is above which, in the order they came to light. */
final class ClosureTable {
    /** A client that has more codes than this needs the code system itself. */
    static final int LARGEST = 100_000;

    private final Map<String, Canonical> systems = new HashMap<>();
    private final Map<Canonical, Map<Integer, String>> codes = new HashMap<>();
    private final List<Pair> pairs = new ArrayList<>();
    private int version = 1;
    private int size;

    int version() {
        return version;
    }

    int size() {
        return size;
    }

    /** Whether the table knows the system in another version: what it has told of that would no longer hold. */
    boolean contradicts(SystemView system) {
        var known = systems.get(system.id().url());
        return known != null && !known.equals(system.id());
    }

    /** From now on what is added is new to the client. */
    void next() {
        version++;
    }

    /** Adds the code; one that is there already changes nothing. */
    void add(SystemView system, int concept) {
        var known = codes.computeIfAbsent(system.id(), _ -> new LinkedHashMap<>());
        systems.put(system.id().url(), system.id());
        if (known.containsKey(concept)) {
            return;
        }
        var code = system.code(concept);
        system.ancestors(concept).forEach(above -> {
            var name = known.get(above);
            if (name != null) {
                pairs.add(new Pair(version, system.id(), code, name));
            }
        });
        known.forEach((below, name) -> {
            if (system.isAbove(concept, below)) {
                pairs.add(new Pair(version, system.id(), name, code));
            }
        });
        known.put(concept, code);
        size++;
    }

    /** What came to light after the version. */
    List<Pair> since(int after) {
        return pairs.stream().filter(pair -> pair.version() > after).toList();
    }

    /** One code below another. */
    record Pair(int version, Canonical system, String below, String above) {}
}
