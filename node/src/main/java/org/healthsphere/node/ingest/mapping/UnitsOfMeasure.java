package org.healthsphere.node.ingest.mapping;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.grammar.Grammar;
import org.healthsphere.terminology.grammar.Grammars;

/** Which units are UCUM's. Senders say so of many that are not. */
final class UnitsOfMeasure {
    static final String UCUM = "http://unitsofmeasure.org";
    private static final Grammar GRAMMAR = Grammars.find(new Canonical(UCUM, ""))
            .orElseThrow(() -> new IllegalStateException("there is no grammar of UCUM"));
    // A hospital has some hundreds; who makes them up fills no memory.
    private static final int KEPT = 4_096;
    private static final Map<String, Boolean> KNOWN = new ConcurrentHashMap<>();

    private UnitsOfMeasure() {}

    static boolean has(String unit) {
        var known = KNOWN.get(unit);
        if (known == null) {
            known = GRAMMAR.read(unit).isPresent();
            if (KNOWN.size() < KEPT) {
                KNOWN.put(unit, known);
            }
        }
        return known;
    }
}
