package org.healthsphere.node.fhir.structure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeDeclaredChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import ca.uhn.fhir.context.RuntimeChildContainedResources;
import ca.uhn.fhir.context.RuntimeChildExtension;
import ca.uhn.fhir.context.RuntimeChildPrimitiveEnumerationDatatypeDefinition;
import ca.uhn.fhir.context.RuntimeChildResourceDefinition;
import ca.uhn.fhir.model.api.annotation.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.junit.jupiter.api.Test;

/**
 * The table of elements is made from the reference model, never by hand. Run with {@code -Dregenerate=true} to write it.
 */
class ElementTableTest {
    private static final Path TABLE =
            Path.of("src/main/resources/org/healthsphere/node/fhir/structure/r4-elements.tsv");
    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final ReferenceTargets TARGETS = ReferenceTargets.r4();

    private final Map<String, List<String>> types = new TreeMap<>();

    @Test
    void the_table_is_what_the_reference_model_says() throws IOException {
        new TreeSet<>(FHIR.getResourceTypes()).forEach(t -> visit(FHIR.getResourceDefinition(t), t));
        visit(requireNonNull(FHIR.getElementDefinition("Extension")), "Extension");
        visit(requireNonNull(FHIR.getElementDefinition("Narrative")), "Narrative");
        var lines = new ArrayList<String>();
        lines.add(
                "# FHIR R4 elements: name, least, most, type, choice, codes of a required binding, S(ummary) M(odifier), targets. Generated.");
        types.forEach((name, children) -> {
            lines.add("= " + name);
            lines.addAll(children);
        });
        if (Boolean.getBoolean("regenerate")) {
            Files.createDirectories(TABLE.getParent());
            Files.write(TABLE, lines);
        }
        assertThat(Files.readAllLines(TABLE)).isEqualTo(lines);
    }

    private void visit(BaseRuntimeElementDefinition<?> definition, String path) {
        if (!(definition instanceof BaseRuntimeElementCompositeDefinition<?> composite)
                || types.containsKey(name(definition))) {
            return;
        }
        List<String> children = new ArrayList<>();
        types.put(name(definition), children);
        composite.getChildren().forEach(child -> rows(child, path + ".").forEach(children::add));
    }

    private Stream<String> rows(BaseRuntimeChildDefinition child, String at) {
        var name = child.getElementName();
        if (child instanceof RuntimeChildContainedResources) {
            return Stream.of(row(name, child, "Resource", "", "", ""));
        } else if (child instanceof RuntimeChildExtension) {
            return Stream.of(row(name, child, "Extension", "", "", ""));
        } else if (child instanceof RuntimeChildChoiceDefinition) {
            return child.getValidChildNames().stream()
                    .filter(n -> !n.endsWith("Resource"))
                    .sorted()
                    .map(n -> typed(n, child, name + "[x]", at + name + "[x]"));
        } else if (child instanceof RuntimeChildResourceDefinition) {
            return Stream.of(row(name, child, "Reference", "", "", TARGETS.of(at + name)));
        }
        return Stream.of(typed(name, child, "", at + name));
    }

    private String typed(String name, BaseRuntimeChildDefinition child, String choice, String path) {
        var definition = child.getChildByName(name);
        if (definition == null || IBaseResource.class.isAssignableFrom(definition.getImplementingClass())) {
            return row(name, child, "Resource", choice, "", "");
        }
        var isBlock = definition.getImplementingClass().isMemberClass();
        visit(definition, isBlock ? path : definition.getName());
        var targets = definition.getName().equals("Reference") ? TARGETS.of(path) : "";
        return row(name, child, name(definition), choice, codes(child), targets);
    }

    private static String row(
            String name, BaseRuntimeChildDefinition child, String type, String choice, String codes, String targets) {
        var most = child.getMax() == 1 ? "1" : "*";
        var flags = (child.isSummary() ? "S" : "") + (isModifier(child) ? "M" : "");
        return String.join("\t", name, Integer.toString(child.getMin()), most, type, choice, codes, flags, targets);
    }

    private static boolean isModifier(BaseRuntimeChildDefinition child) {
        return child instanceof BaseRuntimeDeclaredChildDefinition declared
                && declared.getField().getAnnotation(Child.class).modifier();
    }

    /** Blocks have a class each, and a name that is not theirs alone. */
    private static String name(BaseRuntimeElementDefinition<?> definition) {
        var type = definition.getImplementingClass();
        return type.isMemberClass()
                ? type.getEnclosingClass().getSimpleName() + "." + type.getSimpleName()
                : definition.getName();
    }

    private static String codes(BaseRuntimeChildDefinition child) {
        var type = child instanceof RuntimeChildPrimitiveEnumerationDatatypeDefinition primitive
                ? primitive.getBoundEnumType()
                : null;
        return type == null || !type.isEnum()
                ? ""
                : Arrays.stream(type.getEnumConstants())
                        .map(ElementTableTest::code)
                        .filter(c -> c != null && !c.equals("?"))
                        .collect(Collectors.joining(","));
    }

    private static String code(Object constant) {
        try {
            return (String) constant.getClass().getMethod("toCode").invoke(constant);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
