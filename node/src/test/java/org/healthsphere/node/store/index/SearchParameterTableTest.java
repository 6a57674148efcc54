package org.healthsphere.node.store.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import ca.uhn.fhir.context.RuntimeSearchParam;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.fhir.structure.ElementTable;
import org.junit.jupiter.api.Test;

/**
 * The table of search parameters is made from the reference model's, never by hand. Run with {@code -Dregenerate=true} to write it.
 */
class SearchParameterTableTest {
    private static final Path TABLE =
            Path.of("src/main/resources/org/healthsphere/node/store/index/r4-search-parameters.tsv");
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final Pattern TYPED = Pattern.compile("\\((\\S+) as (\\w+)\\)(\\.\\w+)?");
    private static final Pattern AS = Pattern.compile("(\\S+)\\.as\\((\\w+)\\)");
    private static final Pattern TO = Pattern.compile("(\\S+)\\.where\\(resolve\\(\\) is (\\w+)\\)");
    private static final Pattern CONTACT = Pattern.compile("(\\S+)\\.where\\(system='(\\w+)'\\)");
    private static final Pattern PLAIN = Pattern.compile("[A-Z]\\w+(\\.\\w+)+");

    /** Which data types a kind of parameter can look at; of others (Range, SampledData) it sees nothing. */
    private static final Map<String, Set<String>> LEAVES = Map.of(
            "token",
            Set.of("code", "CodeableConcept", "Coding", "Identifier", "ContactPoint", "boolean", "string", "id", "uri"),
            "string",
            Set.of("string", "markdown", "HumanName", "Address"),
            "date",
            Set.of("date", "dateTime", "instant", "Period", "Timing"),
            "reference",
            Set.of("Reference", "canonical", "uri"),
            "quantity",
            Set.of("Quantity", "Age", "Duration", "Count", "Money", "Distance"),
            "number",
            Set.of("decimal", "integer", "positiveInt", "unsignedInt"),
            "uri",
            Set.of("uri", "url", "canonical", "oid", "uuid"));

    @Test
    void the_table_is_what_the_reference_model_says() throws IOException {
        var rows = rows();
        if (Boolean.getBoolean("regenerate")) {
            Files.write(TABLE, rows);
        }
        assertThat(Files.readAllLines(TABLE)).isEqualTo(rows);
    }

    @Test
    void every_row_of_the_table_is_read() throws IOException {
        var parameters = SearchParameters.r4();
        for (var row : Files.readAllLines(TABLE)) {
            var cells = row.split("\t", -1);
            assertThat(row.startsWith("#")
                            || parameters.find(cells[0], cells[1]).isPresent())
                    .as(row)
                    .isTrue();
        }
        assertThat(parameters.find("Observation", "patient"))
                .contains(new SearchParameter(
                        "Observation",
                        "patient",
                        SearchParameter.Kind.REFERENCE,
                        List.of(new SearchParameter.Path(List.of("subject"), "Reference", "Patient")),
                        Set.of("Patient")));
    }

    /** The two know nothing of each other: the table was made by the reference model, the paths by our compiler. */
    @Test
    void the_expressions_of_fhir_compile_to_what_the_table_has() throws IOException {
        var expressions = new Expressions(ElementTable.r4());
        var compared = 0;
        for (var type : FHIR.getResourceTypes()) {
            for (var p : FHIR.getResourceDefinition(type).getSearchParams()) {
                var known = SearchParameters.r4()
                        .find(type, p.getName())
                        .filter(k -> !k.type().isEmpty());
                if (known.isPresent() && row(type, p).isPresent()) {
                    assertThat(expressions.paths(type, type, known.get().kind(), p.getPath()))
                            .as(type + " " + p.getPath())
                            .containsExactlyInAnyOrderElementsOf(known.get().paths());
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(1_500);
    }

    @Test
    void definitions_of_implementation_guides_are_compiled() {
        assertThat(SearchParameters.r4().find("Patient", "race").orElseThrow().paths())
                .contains(new SearchParameter.Path(
                        List.of(
                                "extension?url=http://hl7.org/fhir/us/core/StructureDefinition/us-core-race",
                                "extension",
                                "valueCoding"),
                        "Coding",
                        ""));
        assertThat(SearchParameters.r4()
                        .find("Condition", "asserted-date")
                        .orElseThrow()
                        .paths())
                .extracting(SearchParameter.Path::leaf)
                .contains("dateTime");
        var composite = SearchParameters.r4()
                .find("Observation", "component-code-value-quantity")
                .orElseThrow();
        assertThat(composite.components())
                .extracting(SearchParameter::kind)
                .containsExactly(SearchParameter.Kind.TOKEN, SearchParameter.Kind.QUANTITY);
    }

    @Test
    void what_is_more_than_a_path_is_refused() {
        for (var expression : List.of("Patient.name.trace('x')", "Patient.name.where(use = %x)", "Patient.colour")) {
            var definition = """
                    {"resourceType":"SearchParameter","code":"x","base":["Patient"],"type":"string","expression":"%s"}
                    """.formatted(expression.replace("%", "%%"));
            assertThatThrownBy(() -> SearchParameters.r4().with(List.of(definition)))
                    .as(expression)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static List<String> rows() {
        var rows = new ArrayList<String>();
        rows.add("# FHIR R4 search parameters: type, name, kind, paths, targets. Generated.");
        for (var type : new TreeSet<>(FHIR.getResourceTypes())) {
            FHIR.getResourceDefinition(type).getSearchParams().stream()
                    .filter(p -> !p.getName().startsWith("_") && !p.getName().equals("phonetic"))
                    .sorted((a, b) -> a.getName().compareTo(b.getName()))
                    .flatMap(p -> row(type, p).stream())
                    .forEach(rows::add);
        }
        return rows;
    }

    private static Optional<String> row(String type, RuntimeSearchParam parameter) {
        var kind = parameter.getParamType().name().toLowerCase(Locale.ROOT);
        if (!LEAVES.containsKey(kind)
                || parameter.getPath() == null
                || parameter.getPath().isBlank()) {
            return Optional.empty();
        }
        var paths = new ArrayList<String>();
        for (var part : parameter.getPath().split("\\|", -1)) {
            var found = paths(type, kind, part.strip());
            if (found.isEmpty()) {
                return Optional.empty();
            }
            paths.addAll(found.get());
        }
        var targets = parameter.getTargets() == null ? Set.<String>of() : parameter.getTargets();
        return paths.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(
                        "\t",
                        type,
                        parameter.getName(),
                        kind,
                        paths.stream().distinct().collect(Collectors.joining("|")),
                        targets.stream().sorted().collect(Collectors.joining(","))));
    }

    /** The paths that one part of an expression means; empty when it is more than a path. */
    private static Optional<List<String>> paths(String type, String kind, String expression) {
        var typed = TYPED.matcher(expression);
        var as = AS.matcher(expression);
        var to = TO.matcher(expression);
        var contact = CONTACT.matcher(expression);
        if (typed.matches()) {
            return resolve(
                    type, kind, typed.group(1), Optional.of(typed.group(2)), Optional.ofNullable(typed.group(3)));
        } else if (as.matches()) {
            return resolve(type, kind, as.group(1), Optional.of(as.group(2)), Optional.empty());
        } else if (to.matches()) {
            return resolve(type, kind, to.group(1), Optional.empty(), Optional.empty())
                    .map(paths ->
                            paths.stream().map(p -> p + "[" + to.group(2) + "]").toList());
        } else if (contact.matches()) {
            return resolve(type, kind, contact.group(1), Optional.empty(), Optional.empty())
                    .map(paths -> paths.stream()
                            .map(p -> p + "[" + contact.group(2) + "]")
                            .toList());
        }
        return PLAIN.matcher(expression).matches()
                ? resolve(type, kind, expression, Optional.empty(), Optional.empty())
                : Optional.empty();
    }

    private static Optional<List<String>> resolve(
            String type, String kind, String path, Optional<String> as, Optional<String> then) {
        var steps = List.of(path.split("\\.", -1));
        if (!steps.getFirst().equals(type)) {
            return Optional.of(List.of());
        }
        var all = Stream.concat(steps.stream().skip(1), then.stream().map(t -> t.substring(1)))
                .toList();
        return Optional.of(walk(FHIR.getResourceDefinition(type), "", all, as)
                .filter(leaf -> LEAVES.getOrDefault(kind, Set.of()).contains(leaf.substring(leaf.indexOf(':') + 1)))
                .sorted()
                .toList());
    }

    private static Stream<String> walk(
            BaseRuntimeElementDefinition<?> at, String before, List<String> steps, Optional<String> as) {
        if (steps.isEmpty()) {
            return Stream.of(before + ":" + at.getName());
        }
        var child = ((BaseRuntimeElementCompositeDefinition<?>) at)
                .getChildren().stream()
                        .filter(c -> c.getElementName().equals(steps.getFirst()))
                        .findFirst();
        return child.stream()
                .flatMap(c -> c.getValidChildNames().stream()
                        .filter(name -> !name.endsWith("Resource"))
                        .map(name -> Map.entry(name, c.getChildByName(name)))
                        .filter(e -> !(c instanceof RuntimeChildChoiceDefinition)
                                || as.isEmpty()
                                || e.getValue().getName().equals(as.get()))
                        .flatMap(e -> walk(
                                e.getValue(),
                                before.isEmpty() ? e.getKey() : before + "." + e.getKey(),
                                steps.subList(1, steps.size()),
                                as)));
    }
}
