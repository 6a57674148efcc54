package org.healthsphere.terminology.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.GeneratedSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Value sets that list their codes, or are given whole: the answers that are pieces of what was written before. */
class ListedValueSetTest {
    private static final String URL = "https://example.org/listed";
    private static final JsonMapper JSON = new JsonMapper();
    private static final CodeSystem SYSTEM =
            withStatus(GeneratedSystem.of(new Canonical(URL, "1"), new Random(1), 700));
    private static final CompiledTerminology TERMINOLOGY =
            Samples.compiledContents(List.of(SYSTEM)).orElseThrow();

    private static CodeSystem withStatus(CodeSystem system) {
        var properties = new ArrayList<>(system.rules().properties());
        properties.add(new Property("status", "", "code"));
        var random = new Random(2);
        var rows = system.rows().stream()
                .map(row -> {
                    var values = new ArrayList<>(row.values());
                    if (random.nextInt(20) == 0) {
                        values.add(new Value("status", "retired"));
                    }
                    return new Row(row.code(), row.words(), row.inactive(), row.notSelectable(), row.parents(), values);
                })
                .toList();
        return new CodeSystem(
                system.id(), system.title(), "en", system.origin(), new Rules(true, "is-a", properties), rows);
    }

    /** Lists codes, with a display of its own here and there, and an extension; or takes all of the system. */
    private static ObjectNode valueSet(Random random) throws IOException {
        var valueSet = (ObjectNode) JSON.readTree("""
                {"resourceType":"ValueSet","status":"active","compose":{"include":[{"system":"%s"}]}}
                """.formatted(URL));
        if (random.nextInt(4) > 0) {
            var concepts = ((ObjectNode) valueSet.path("compose").path("include").path(0)).putArray("concept");
            SYSTEM.rows().stream().filter(_ -> random.nextInt(3) == 0).forEach(row -> {
                var concept = concepts.addObject().put("code", row.code());
                if (random.nextInt(5) == 0) {
                    concept.put("display", "As \"we\" say " + random.nextInt(100));
                }
                if (random.nextInt(9) == 0) {
                    concept.putArray("extension")
                            .addObject()
                            .put("url", "http://hl7.org/fhir/StructureDefinition/valueset-conceptOrder")
                            .put("valueInteger", random.nextInt(9));
                }
            });
        }
        return valueSet;
    }

    private static ObjectNode how(Random random) {
        var how = JsonNodeFactory.instance.objectNode();
        for (var flag : List.of("includeDesignations", "excludeNested", "activeOnly", "includeDefinition")) {
            if (random.nextInt(4) == 0) {
                how.put(flag, random.nextBoolean());
            }
        }
        return how;
    }

    private static Parameters parameters(Random random, ObjectNode valueSet, ObjectNode how, String property) {
        var resource = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        var list = resource.putArray("parameter");
        list.addObject().put("name", "valueSet").set("resource", valueSet);
        how.properties()
                .forEach(flag -> list.addObject()
                        .put("name", flag.getKey())
                        .put("valueBoolean", flag.getValue().asBoolean()));
        if (!property.isEmpty()) {
            list.addObject().put("name", "property").put("valueString", property);
        }
        if (random.nextInt(3) > 0) {
            list.addObject().put("name", "count").put("valueInteger", random.nextInt(800));
            list.addObject().put("name", "offset").put("valueInteger", random.nextInt(300));
        }
        return Parameters.of(resource).orElseThrow();
    }

    private static TerminologyOperations operations() {
        return new TerminologyOperations(TERMINOLOGY, InstantSource.fixed(Instant.EPOCH), "1");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void what_was_written_before_has_the_bytes_that_are_written_anew(long seed) throws IOException {
        var random = new Random(seed);
        for (var round = 0; round < 5; round++) {
            var operations = operations();
            var valueSet = valueSet(random);
            var how = how(random);
            var property = random.nextInt(3) == 0 ? "colour" : "";
            for (var again = 0; again < 8; again++) {
                var in = parameters(random, valueSet, how, property);
                assertThat(operations
                                .answer(Operation.EXPAND, in, Call.PLAIN)
                                .json()
                                .utf8())
                        .isEqualTo(operations()
                                .answer(Operation.EXPAND, in, Call.PLAIN)
                                .json()
                                .utf8());
            }
        }
    }

    @Test
    void it_is_still_refused_whole_when_it_is_too_large_for_the_caller() throws IOException {
        var operations = operations();
        var whole = JSON.readTree("""
                {"resourceType":"Parameters","parameter":[{"name":"url","valueUri":"%s?fhir_vs"}]}
                """.formatted(URL));
        var in = Parameters.of(whole).orElseThrow();
        for (var again = 0; again < 3; again++) {
            assertThat(operations.answer(Operation.EXPAND, in, Call.PLAIN).status())
                    .isEqualTo(200);
            assertThat(operations
                            .answer(Operation.EXPAND, in, Call.of("", "699"))
                            .status())
                    .isEqualTo(422);
        }
    }
}
