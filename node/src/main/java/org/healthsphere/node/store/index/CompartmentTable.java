package org.healthsphere.node.store.index;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What belongs to a patient, an encounter, a practitioner, ...: by which search parameters, as FHIR R4 defines it. */
final class CompartmentTable {
    private static final String TABLE = "r4-compartments.tsv";

    private final Map<String, Map<String, List<String>>> byCompartment;

    private CompartmentTable(Map<String, Map<String, List<String>>> byCompartment) {
        this.byCompartment = byCompartment;
    }

    private static final class Whole {
        static final CompartmentTable R4 = read();
    }

    static CompartmentTable r4() {
        return Whole.R4;
    }

    /** The parameters by which resources of a type belong to one of another; none when they never do. */
    List<String> parameters(String compartment, String type) {
        return byCompartment.getOrDefault(compartment, Map.of()).getOrDefault(type, List.of());
    }

    /** The types of which some resource may belong to one of that type, and that type itself. */
    Set<String> typesOf(String compartment) {
        var types = new TreeSet<>(byCompartment.getOrDefault(compartment, Map.of()).keySet());
        types.add(compartment);
        return types;
    }

    private static CompartmentTable read() {
        var table = new TreeMap<String, Map<String, List<String>>>();
        try (var in = CompartmentTable.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is not on the class path");
            }
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .forEach(cells -> table.computeIfAbsent(cells[0], _ -> new TreeMap<>())
                            .put(cells[1], List.of(cells[2].split(",", -1))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new CompartmentTable(table);
    }
}
