package org.healthsphere.node.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.fhir.structure.ElementTable;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * Lets resources in: one pass over the bytes that checks well-formedness, bounds, structure, cardinalities, value types, required
 * codes and the form of references, and notes where links are. No object model is built.
 */
public final class Intake {
    private static final int DEEPEST = 64;
    private static final int LONGEST_STRING = 16 << 20;
    private static final int LONGEST_NUMBER = 64;
    private static final int LONGEST_NAME = 128;

    private static final Map<String, List<String>> CONTEXTS = Map.of(
            "Provenance", List.of("target", "reference"),
            "Binary", List.of("securityContext", "reference"),
            "AuditEvent", List.of("entity", "what", "reference"));

    private final ElementTable table = ElementTable.r4();
    private final Map<String, Set<List<String>>> patientPaths = new ConcurrentHashMap<>();
    private final SearchParameters parameters;
    private final Labelling labelling;
    private final JsonFactory json = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_STRING)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxNameLength(LONGEST_NAME)
                    .build())
            .build();

    /** Who belongs to whose record is told by the search parameter {@code patient} of each type. */
    public Intake(SearchParameters parameters) {
        this(parameters, Labelling.NONE);
    }

    /** The same, where what comes in is labelled. */
    public Intake(SearchParameters parameters, Labelling labelling) {
        this.parameters = parameters;
        this.labelling = labelling;
    }

    Labelling labelling() {
        return labelling;
    }

    /** The same bytes, when they are a resource of this type; what they are about is for others to judge. */
    public Outcome<Bytes> resource(String type, Bytes document) {
        return check(document)
                .then(incoming -> incoming.resource().type().equals(type)
                        ? Outcome.of(document)
                        : Outcome.failed(new Fault.Invalid(List.of(new Problem(
                                incoming.resource().type() + ".resourceType",
                                "is not the type of the URL, " + type)))));
    }

    /** {@link Fault.Invalid} when it is no JSON, {@link Fault.Unprocessable} with every problem found when it is no such resource. */
    Outcome<Incoming> check(Bytes document) {
        if (!Utf8.isWellFormed(document.array())) {
            return Outcome.failed(new Fault.Invalid("is not JSON in UTF-8"));
        }
        try (var parser = json.createParser(document.array())) {
            var checker = new Checker(this, parser, document.array());
            var incoming = checker.document();
            return checker.problems().isEmpty()
                    ? Outcome.of(incoming)
                    : Outcome.failed(new Fault.Unprocessable(checker.problems()));
        } catch (NotAResource e) {
            return Outcome.failed(new Fault.Invalid(List.of(new Problem("", e.reason()))));
        } catch (IOException e) {
            return Outcome.failed(
                    new Fault.Invalid("is not well-formed JSON, or deeper or longer than this server reads"));
        }
    }

    /** The types that can be searched. */
    public Set<String> types() {
        return parameters.types();
    }

    ElementTable table() {
        return table;
    }

    JsonFactory json() {
        return json;
    }

    SearchParameters parameters() {
        return parameters;
    }

    /** The path in a type that leads to what it speaks of, and whose record it shares. */
    static List<String> contextPath(String type) {
        return CONTEXTS.getOrDefault(type, List.of());
    }

    /** The paths in a type that lead to the reference to the patient. */
    Set<List<String>> patientPaths(String type) {
        return patientPaths.computeIfAbsent(
                type,
                t -> parameters.find(t, "patient").stream()
                        .flatMap(p -> p.paths().stream())
                        .map(path -> Stream.concat(path.steps().stream(), Stream.of("reference"))
                                .toList())
                        .collect(Collectors.toSet()));
    }
}
