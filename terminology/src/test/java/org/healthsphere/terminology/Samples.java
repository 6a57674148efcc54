package org.healthsphere.terminology;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.CodeSystem.Words;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.Origin;
import org.healthsphere.terminology.content.SourceFile;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Compiler;
import org.healthsphere.terminology.index.Txi;

/** Small terminology for tests: animals, invented, in two versions, with value sets and a chain of maps. */
public final class Samples {
    public static final String ANIMALS = "https://example.org/animals";
    public static final String SHOUTED = "https://example.org/shouted";
    public static final String FARM = "https://example.org/farm";
    public static final String OLD_FARM = "https://example.org/old-farm";
    public static final Origin ORIGIN = new Origin("sample", Sha256.of("sample"), "CC0");

    private static final String ANIMAL_SYSTEM = """
            {"resourceType":"CodeSystem","url":"https://example.org/animals","version":"1.0","title":"Animals",
             "language":"en","copyright":"CC0","caseSensitive":true,"hierarchyMeaning":"is-a","content":"complete",
             "property":[{"code":"legs","type":"integer"},
               {"code":"parent","uri":"http://hl7.org/fhir/concept-properties#parent","type":"code"},
               {"code":"status","uri":"http://hl7.org/fhir/concept-properties#status","type":"code"},
               {"code":"group","uri":"http://hl7.org/fhir/concept-properties#notSelectable","type":"boolean"}],
             "concept":[
               {"code":"animal","display":"Animal","property":[{"code":"group","valueBoolean":true}],"concept":[
                 {"code":"bird","display":"Bird","property":[{"code":"legs","valueInteger":2}],"concept":[
                   {"code":"duck","display":"Duck","definition":"It swims and quacks.",
                    "property":[{"code":"legs","valueInteger":2},{"code":"parent","valueCode":"swimmer"}],
                    "designation":[{"language":"de","value":"Ente"},
                      {"language":"fr","use":{"system":"https://example.org/use","code":"short"},"value":"Canard musqué"}]},
                   {"code":"dodo","display":"Dodo",
                    "property":[{"code":"legs","valueInteger":2},{"code":"status","valueCode":"retired"}]}]},
                 {"code":"swimmer","display":"Swimming animal","concept":[
                   {"code":"trout","display":"Brown trout"}]}]},
               {"code":"stone","display":"Stone"}]}
            """;
    private static final String SHOUTED_SYSTEM = """
            {"resourceType":"CodeSystem","url":"https://example.org/shouted","version":"7","copyright":"CC0",
             "caseSensitive":false,"content":"complete",
             "concept":[{"code":"Ab-1","display":"First"},{"code":"cD-2","display":"Second"}]}
            """;
    private static final String MAPS_TO_ANIMALS = """
            {"resourceType":"ConceptMap","url":"https://example.org/maps/farm","version":"3","copyright":"CC0",
             "publisher":"The steward",
             "extension":[{"url":"https://healthsphere.org/fhir/StructureDefinition/mapping-justification",
               "valueUri":"semapv:ManualMappingCuration"}],
             "group":[{"source":"https://example.org/farm","target":"https://example.org/animals","element":[
               {"code":"D","target":[{"code":"duck","equivalence":"equivalent"}]},
               {"code":"P","target":[{"code":"bird","equivalence":"wider"},{"code":"animal","equivalence":"wider"}]},
               {"code":"T","target":[{"equivalence":"unmatched"}]}]}]}
            """;
    private static final String MAPS_TO_FARM = """
            {"resourceType":"ConceptMap","url":"https://example.org/maps/old-farm","version":"1","copyright":"CC0",
             "group":[{"source":"https://example.org/old-farm","target":"https://example.org/farm","element":[
               {"code":"4","target":[{"code":"P","equivalence":"equivalent"}]},
               {"code":"5","target":[{"code":"D","equivalence":"narrower"}]}]}]}
            """;

    private Samples() {}

    public static Coding animal(String code) {
        return new Coding(ANIMALS, code);
    }

    public static SourceFile file(String name, String text) {
        return new SourceFile(name, Bytes.utf8(text));
    }

    /** A value set with this text as its compose. */
    public static SourceFile valueSet(String name, String compose) {
        return file(name + ".json", """
                {"resourceType":"ValueSet","url":"https://example.org/vs/%s","version":"1","copyright":"CC0","compose":%s}
                """.formatted(name, compose));
    }

    /** The animals and everything about them. */
    public static List<SourceFile> sources() {
        return List.of(
                file("animals.json", ANIMAL_SYSTEM),
                file("shouted.json", SHOUTED_SYSTEM),
                file("farm.json", MAPS_TO_ANIMALS),
                file("old-farm.json", MAPS_TO_FARM),
                valueSet("birds", "{\"include\":[" + filter("concept", "is-a", "bird") + "]}"),
                valueSet(
                        "living-birds", "{\"inactive\":false,\"include\":[" + filter("concept", "is-a", "bird") + "]}"),
                valueSet("swimmers", "{\"include\":[" + filter("concept", "is-a", "swimmer") + "]}"),
                valueSet(
                        "swimming-birds",
                        "{\"include\":[{\"valueSet\":[\"https://example.org/vs/birds\","
                                + "\"https://example.org/vs/swimmers|1\"]}]}"),
                valueSet(
                        "mixed",
                        "{\"include\":[{\"system\":\"https://example.org/shouted\"},"
                                + filter("concept", "descendent-of", "animal") + "],\"exclude\":["
                                + filter("legs", "=", "2") + "]}"));
    }

    public static String filter(String property, String op, String value) {
        return "{\"system\":\"https://example.org/animals\",\"filter\":[{\"property\":\"%s\",\"op\":\"%s\",\"value\":\"%s\"}]}"
                .formatted(property, op, value);
    }

    public static CompiledTerminology terminology() {
        return compiled(sources()).orElseThrow();
    }

    public static CompiledTerminology bundled() {
        return compiled(BundledContent.sources()).orElseThrow();
    }

    /** Sources as they come, or why not. */
    public static Outcome<CompiledTerminology> compiled(List<SourceFile> sources) {
        return ContentReader.readAll(sources).then(Samples::compiledContents);
    }

    public static Outcome<CompiledTerminology> compiledContents(List<? extends Content> contents) {
        List<Txi> files = new ArrayList<>();
        for (var content : contents) {
            switch (Compiler.compile(content)) {
                case Outcome.Success<byte[]>(var bytes) -> files.add(Txi.of(ByteBuffer.wrap(bytes)));
                case Outcome.Failure<byte[]>(var fault) -> {
                    return Outcome.failed(fault);
                }
            }
        }
        return CompiledTerminology.of(files);
    }

    public static Content content(SourceFile file) {
        return ContentReader.read(file).orElseThrow();
    }

    public static CodeSystem codeSystem(Canonical id, List<Row> rows) {
        return new CodeSystem(id, "Sample", "en", ORIGIN, new Rules(true, "is-a", List.of()), rows);
    }

    public static Row row(String code, String... parents) {
        return new Row(code, new Words("Name of " + code, "", List.of()), false, false, List.of(parents), List.of());
    }
}
