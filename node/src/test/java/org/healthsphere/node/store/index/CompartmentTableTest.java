package org.healthsphere.node.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The table of compartments is made from the reference model's, never by hand. Run with {@code -Dregenerate=true} to write it. */
class CompartmentTableTest {
    private static final Path TABLE =
            Path.of("src/main/resources/org/healthsphere/node/store/index/r4-compartments.tsv");
    private static final FhirContext FHIR = FhirContext.forR4Cached();

    @Test
    void the_table_is_what_the_reference_model_says() throws IOException {
        var rows = rows();
        if (Boolean.getBoolean("regenerate")) {
            Files.write(TABLE, rows);
        }
        assertThat(Files.readAllLines(TABLE)).isEqualTo(rows);
    }

    @Test
    void every_parameter_of_it_is_a_reference_that_is_honoured() throws IOException {
        for (var row : Files.readAllLines(TABLE)) {
            var cells = row.split("\t", -1);
            if (!row.startsWith("#")) {
                assertThat(List.of(cells[2].split(",", -1)))
                        .as(row)
                        .allMatch(name -> SearchParameters.r4()
                                .find(cells[1], name)
                                .filter(p -> p.kind() == SearchParameter.Kind.REFERENCE)
                                .isPresent());
            }
        }
        assertThat(CompartmentTable.r4().parameters("Patient", "Observation")).containsExactly("performer", "subject");
        assertThat(CompartmentTable.r4().parameters("Encounter", "Patient")).isEmpty();
    }

    private static List<String> rows() {
        var rows = new ArrayList<String>();
        rows.add("# FHIR R4 compartments: of what, type, the parameters by which it belongs there. Generated.");
        var table = new TreeMap<String, Set<String>>();
        for (var type : FHIR.getResourceTypes()) {
            FHIR.getResourceDefinition(type).getSearchParams().forEach(p -> add(table, type, p));
        }
        table.forEach((key, names) -> rows.add(key + "\t" + String.join(",", names)));
        return rows;
    }

    private static void add(Map<String, Set<String>> table, String type, RuntimeSearchParam parameter) {
        if (parameter.getProvidesMembershipInCompartments() != null) {
            parameter.getProvidesMembershipInCompartments().stream()
                    .map(name -> name.replace("Base FHIR compartment definition for ", ""))
                    .forEach(name -> table.computeIfAbsent(name + "\t" + type, _ -> new TreeSet<>())
                            .add(parameter.getName()));
        }
    }
}
