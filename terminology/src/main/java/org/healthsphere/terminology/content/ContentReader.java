package org.healthsphere.terminology.content;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Reads source files: FHIR R4 JSON ({@code .json}: CodeSystem, ValueSet, ConceptMap, NamingSystem), SSSOM maps ({@code .sssom.tsv}) and
 * local code lists ({@code .csv}).
 *
 * <p>What is not understood is refused and named, never skipped.
 */
public final class ContentReader {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private ContentReader() {}

    public static Outcome<Content> read(SourceFile file) {
        var name = file.name();
        if (name.endsWith(".json")) {
            return json(file);
        }
        if (name.endsWith(".sssom.tsv")) {
            return SssomTsv.read(file).map(map -> map);
        }
        if (name.endsWith(".csv")) {
            return LocalCodesCsv.read(file).map(system -> system);
        }
        return Outcome.failed(new Fault.Invalid(List.of(new Problem(name, "is neither .json, .sssom.tsv nor .csv"))));
    }

    /** Reads all of them, or says what is wrong with any of them. */
    public static Outcome<List<Content>> readAll(List<SourceFile> files) {
        List<Content> contents = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (var file : files) {
            switch (read(file)) {
                case Outcome.Success<Content>(var content) -> contents.add(content);
                case Outcome.Failure<Content>(Fault.Invalid(var found)) -> problems.addAll(found);
                case Outcome.Failure<Content>(var fault) -> {
                    return Outcome.failed(fault);
                }
            }
        }
        return problems.isEmpty() ? Outcome.of(contents) : Outcome.failed(new Fault.Invalid(problems));
    }

    /** A value set that came with a request; it needs neither URL nor version. */
    public static Outcome<ValueSet> requested(JsonNode valueSet) {
        var origin = new Origin("request", Sha256.of(valueSet.toString()), "");
        return ValueSetJson.read(valueSet, origin, false);
    }

    /** A value set that came with a request, as it came: what is wrong with it is found where it is used. */
    public static ValueSet asItCame(JsonNode valueSet) {
        return ValueSetJson.asItCame(valueSet, Origin.OF_A_REQUEST);
    }

    /** Any terminology resource that came with a request, under the rules of requests: it need not have a version. */
    public static Outcome<Content> overlay(JsonNode resource) {
        var origin = new Origin("request", Sha256.of(CanonicalJson.of(resource)), "");
        return switch (resource.path("resourceType").asText("")) {
            case "CodeSystem" -> CodeSystemJson.read(resource, origin, false).map(system -> system);
            case "ValueSet" -> Outcome.of(ValueSetJson.asItCame(resource, origin));
            case "ConceptMap" -> ConceptMapJson.read(resource, origin, false).map(map -> map);
            default ->
                Outcome.failed(new Fault.Invalid(
                        List.of(new Problem("tx-resource", "is neither CodeSystem, ValueSet nor ConceptMap"))));
        };
    }

    private static Outcome<Content> json(SourceFile file) {
        try {
            return resource(JSON.readTree(file.bytes().array()), file);
        } catch (IOException e) {
            return Outcome.failed(new Fault.Invalid(List.of(new Problem(file.name(), "is not a JSON document"))));
        }
    }

    private static Outcome<Content> resource(JsonNode resource, SourceFile file) {
        var origin = new Origin(
                file.name(), file.sha256(), resource.path("copyright").asText(""));
        return switch (resource.path("resourceType").asText("")) {
            case "CodeSystem" -> CodeSystemJson.read(resource, origin, true).map(system -> system);
            case "ValueSet" -> ValueSetJson.read(resource, origin, true).map(valueSet -> valueSet);
            case "ConceptMap" -> ConceptMapJson.read(resource, origin, true).map(map -> map);
            case "NamingSystem" -> NamingSystemJson.read(resource, origin).map(names -> names);
            default ->
                Outcome.failed(new Fault.Invalid(List.of(
                        new Problem(file.name(), "is neither CodeSystem, ValueSet, ConceptMap nor NamingSystem"))));
        };
    }
}
