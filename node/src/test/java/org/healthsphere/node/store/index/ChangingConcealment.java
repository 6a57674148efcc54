package org.healthsphere.node.store.index;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.node.store.Concealment;
import org.healthsphere.node.store.ReleaseFilter.Hidden;

/** One state of a family; it remembers whom it was asked of. */
record ChangingConcealment(Object family, Map<String, Hidden> hidden, Set<String> asked) implements Concealment {
    static ChangingConcealment begin() {
        return new ChangingConcealment(new Object(), Map.of(), ConcurrentHashMap.newKeySet());
    }

    ChangingConcealment with(String patient, Hidden what) {
        Map<String, Hidden> changed = new HashMap<>(hidden);
        changed.put(patient, what);
        return new ChangingConcealment(family, Map.copyOf(changed), ConcurrentHashMap.newKeySet());
    }

    @Override
    public Hidden of(String patient) {
        asked.add(patient);
        return hidden.getOrDefault(patient, Hidden.nothing());
    }

    @Override
    public Set<String> apartFrom(Concealment other) {
        Set<String> apart = new HashSet<>(hidden.keySet());
        var before = ((ChangingConcealment) other).hidden;
        apart.addAll(before.keySet());
        apart.removeIf(patient ->
                hidden.getOrDefault(patient, Hidden.nothing()).equals(before.getOrDefault(patient, Hidden.nothing())));
        return apart;
    }
}
