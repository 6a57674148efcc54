package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.grammar.Grammar;
import org.healthsphere.terminology.grammar.Grammars;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Txi;

/** What the terminology part can do, drawn from what it does. */
final class Capabilities {
    private final CompiledTerminology terminology;
    private final Instant since;
    private final String software;

    Capabilities(CompiledTerminology terminology, Instant since, String software) {
        this.terminology = terminology;
        this.since = since.truncatedTo(ChronoUnit.SECONDS);
        this.software = software;
    }

    ObjectNode statement() {
        var statement = head("CapabilityStatement");
        feature(statement, "http://hl7.org/fhir/uv/tx-tests/FeatureDefinition/test-version")
                .put("valueCode", "1.9.3");
        feature(statement, "http://hl7.org/fhir/uv/tx-ecosystem/FeatureDefinition/CodeSystemAsParameter")
                .put("valueBoolean", true);
        statement.putArray("instantiates").add("http://hl7.org/fhir/CapabilityStatement/terminology-server");
        statement.withObject("/software").put("releaseDate", since.toString());
        statement.put("fhirVersion", "4.0.1");
        statement.putArray("format").add("application/fhir+json").add("json");
        var rest = statement.putArray("rest").addObject().put("mode", "server");
        var resources = rest.putArray("resource");
        SortedMap<String, EnumSet<Operation>> byType = new TreeMap<>();
        for (var operation : Operation.values()) {
            if (!operation.type().isEmpty()) {
                byType.computeIfAbsent(operation.type(), _ -> EnumSet.noneOf(Operation.class))
                        .add(operation);
            }
        }
        byType.forEach((type, operations) -> {
            var resource = resources.addObject().put("type", type);
            if (type.equals("ValueSet")) {
                var interactions = resource.putArray("interaction");
                interactions.addObject().put("code", "read");
                interactions.addObject().put("code", "search-type");
            }
            var list = resource.putArray("operation");
            operations.forEach(operation -> list.addObject()
                    .put("name", operation.code())
                    .put("definition", "http://hl7.org/fhir/OperationDefinition/" + type + "-" + operation.code()));
        });
        var ofServer = rest.putArray("operation");
        ofServer.addObject()
                .put("name", "closure")
                .put("definition", "http://hl7.org/fhir/OperationDefinition/ConceptMap-closure");
        ofServer.addObject()
                .put("name", "versions")
                .put("definition", "http://hl7.org/fhir/OperationDefinition/CapabilityStatement-versions");
        return statement;
    }

    /** A feature by the application feature framework; its value is put into what is given back. */
    private static ObjectNode feature(ObjectNode statement, String definition) {
        var parts = statement
                .withArray("extension")
                .addObject()
                .put("url", "http://hl7.org/fhir/uv/application-feature/StructureDefinition/feature")
                .putArray("extension");
        parts.addObject().put("url", "definition").put("valueCanonical", definition);
        return parts.addObject().put("url", "value");
    }

    ObjectNode terminology() {
        var capabilities = head("TerminologyCapabilities");
        var systems = capabilities.putArray("codeSystem");
        versions().forEach((url, versions) -> {
            var list = systems.addObject().put("uri", url).putArray("version");
            versions.forEach(id -> {
                var version = list.addObject();
                if (id.hasVersion()) {
                    version.put("code", id.version());
                }
                version.put("isDefault", id.equals(versions.last()));
            });
        });
        var expansion = capabilities
                .putObject("expansion")
                .put("hierarchical", true)
                .put("paging", true)
                .put("incomplete", false);
        var parameters = expansion.putArray("parameter");
        var names = new TreeSet<>(Operation.EXPAND.parameters());
        names.addAll(Operation.repeatable());
        names.forEach(name -> parameters.addObject().put("name", name));
        expansion.put(
                "textFilter", "Beginnings of words, in displays and designations; case and diacritics do not count.");
        capabilities.putObject("validateCode").put("translations", false);
        capabilities.putObject("translation").put("needsMap", false);
        capabilities.putObject("closure").put("translation", false);
        return capabilities;
    }

    private SortedMap<String, NavigableSet<Canonical>> versions() {
        SortedMap<String, NavigableSet<Canonical>> all = new TreeMap<>();
        terminology.files().stream()
                .filter(file -> file.kind() == Txi.Kind.CODE_SYSTEM)
                .map(Txi::id)
                .forEach(id ->
                        all.computeIfAbsent(id.url(), _ -> new TreeSet<>()).add(id));
        Grammars.all().stream()
                .map(Grammar::id)
                .filter(id -> !all.containsKey(id.url()))
                .forEach(id -> all.put(id.url(), new TreeSet<>(Set.of(id))));
        return all;
    }

    private ObjectNode head(String type) {
        var resource = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", type)
                .put("url", "https://healthsphere.org/fhir/" + type + "/terminology")
                .put("version", software)
                .put("name", "HealthSphereTerminology")
                .put("title", "HealthSphere terminology")
                .put("status", "active")
                .put("date", since.toString())
                .put("kind", "instance");
        resource.putObject("software").put("name", "HealthSphere").put("version", software);
        resource.putObject("implementation").put("description", "HealthSphere terminology");
        return resource;
    }
}
