package org.healthsphere.node.ingest.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.mapping.ElementMap;
import org.healthsphere.node.ingest.mapping.Mappings;
import org.healthsphere.specs.Fault;

/** Which resources a row makes, by its table. */
final class TablePlans {
    private static final Set<String> WORDS = Set.of("maps", "beside", "optional", "linked");
    private static final String ALL = "*";

    private final Map<String, Plan> byTable = new TreeMap<>();

    /**
     * What a row of one table makes.
     *
     * @param maps those that say something by themselves
     * @param beside those that are made when one of the others is
     * @param linked how rows of devices tell whom they are about
     * @param columns without which the table is not the one that is meant
     */
    record Plan(String table, List<Named> maps, List<Named> beside, Optional<Linked> linked, Set<String> columns) {
        /** What is missing among these columns. */
        List<Fault.Problem> missing(List<String> there) {
            return columns.stream()
                    .filter(c -> !there.contains(c))
                    .map(c -> new Fault.Problem(
                            "column " + c,
                            "is missing in table " + table
                                    + "; give it, or name it among the optional columns of the table's mapping"))
                    .toList();
        }

        /** Every column that a map looks at. */
        Set<String> paths() {
            var paths = new LinkedHashSet<String>();
            Stream.concat(maps.stream(), beside.stream())
                    .forEach(m -> paths.addAll(m.map().paths()));
            linked.ifPresent(by -> paths.addAll(List.of(by.patient(), by.account())));
            return paths;
        }

        Optional<Named> patient() {
            return maps.stream()
                    .filter(m -> m.map().resource().equals("Patient"))
                    .findFirst();
        }

        List<Named> others() {
            return maps.stream()
                    .filter(m -> !m.map().resource().equals("Patient"))
                    .toList();
        }
    }

    /**
     * Columns of which one says whom a row is about.
     *
     * @param patient the id of the Patient
     * @param account an identifier of the Patient, in the source's system of this name
     */
    record Linked(String patient, String account) {}

    /** A map and its name. */
    record Named(String name, ElementMap map) {
        /** Maps of one kind make the same things, wherever they are told. */
        String kind() {
            return map.each().isEmpty() ? name : map.each();
        }
    }

    TablePlans(Mappings mappings) {
        mappings.settings("tables")
                .properties()
                .forEach(e -> byTable.put(e.getKey(), plan(e.getKey(), e.getValue(), mappings)));
    }

    private static Plan plan(String table, JsonNode json, Mappings mappings) {
        json.fieldNames().forEachRemaining(word -> {
            if (!WORDS.contains(word)) {
                throw new IllegalArgumentException(
                        "mapping files: settings of table " + table + ": unknown word " + word);
            }
        });
        var maps = named(json.path("maps"), mappings);
        var beside = named(json.path("beside"), mappings);
        var columns = new LinkedHashSet<String>();
        maps.forEach(m -> columns.addAll(m.map().paths()));
        beside.forEach(m -> columns.addAll(m.map().paths()));
        columns.remove(".");
        Json.elements(json.path("optional")).forEach(c -> {
            columns.remove(c.asText());
            columns.removeIf(_ -> c.asText().equals(ALL));
        });
        var linked = Optional.of(json.path("linked"))
                .filter(JsonNode::isObject)
                .map(l ->
                        new Linked(l.path("patient").asText(), l.path("account").asText()));
        return new Plan(table, maps, beside, linked, columns);
    }

    private static List<Named> named(JsonNode names, Mappings mappings) {
        return Json.elements(names)
                .map(name -> new Named(name.asText(), mappings.map(name.asText())))
                .toList();
    }

    Optional<Plan> plan(String table) {
        return Optional.ofNullable(byTable.get(table));
    }

    Set<String> tables() {
        return byTable.keySet();
    }
}
