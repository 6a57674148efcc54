package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.fhir.ClosureTable.Pair;
import org.healthsphere.terminology.fhir.Issue.Severity;
import org.healthsphere.terminology.index.SystemView;

/**
 * {@code $closure} (FHIR R4, Terminology Service 4.7): a client that keeps codes tells of those it meets, and is told which of all it
 * has told of are above which. A name alone begins anew; a version tells again what came after it.
 */
final class ClosureOperation {
    private final ClosureTables tables;
    private final Scope scope;
    private final Parameters in;
    private final Instant now;

    ClosureOperation(ClosureTables tables, Scope scope, Parameters in, Instant now) {
        this.tables = tables;
        this.scope = scope;
        this.in = in;
        this.now = now;
    }

    ObjectNode answer() {
        var name = in.text("name").orElseThrow(() -> invalid(400, "name is required"));
        var concepts = in.objects("concept");
        var version = in.text("version");
        if (concepts.isEmpty() && version.isEmpty()) {
            return written(name, 1, tables.begin(name).since(1));
        }
        return tables.with(name, table -> {
            var known = table.orElseThrow(() -> invalid(
                    404,
                    "there is no closure table '" + name
                            + "': tell the name alone to begin one, then all codes again"));
            return version.isPresent()
                    ? written(name, known.version(), known.since(number(version.orElseThrow())))
                    : added(name, known, concepts.stream().map(Given.Item::of).toList());
        });
    }

    private ObjectNode added(String name, ClosureTable table, List<Given.Item> concepts) {
        if (table.size() + concepts.size() > ClosureTable.LARGEST) {
            throw Refused.request(
                    422,
                    Issues.plain(
                            Severity.ERROR,
                            "too-costly",
                            "a closure table has " + ClosureTable.LARGEST + " codes at most"));
        }
        var found = concepts.stream().map(coding -> found(coding, table)).toList();
        var before = table.version();
        table.next();
        found.forEach(code -> table.add(code.system(), code.concept()));
        return written(name, table.version(), table.since(before));
    }

    /** All codes are looked for before any is added: a refused request changes nothing. */
    private Found found(Given.Item coding, ClosureTable table) {
        var system = scope.system(coding.system(), coding.version())
                .orElseThrow(() -> invalid(422, "the code system '" + coding.system() + "' is not known"));
        if (table.contradicts(system)) {
            throw invalid(422, "the closure table knows another version of '" + coding.system() + "': begin it anew");
        }
        var concept = system.find(coding.code());
        if (concept == SystemView.NONE) {
            throw invalid(422, "the code '" + coding.code() + "' is not known in '" + coding.system() + "'");
        }
        return new Found(system, concept);
    }

    private static int number(String version) {
        try {
            return Integer.parseInt(version);
        } catch (NumberFormatException _) {
            throw invalid(400, "version is one that this server has told");
        }
    }

    private static Refused invalid(int status, String text) {
        return Refused.request(status, Issues.plain(Severity.ERROR, status == 404 ? "not-found" : "invalid", text));
    }

    private ObjectNode written(String name, int version, List<Pair> pairs) {
        var map = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "ConceptMap")
                .put("version", Integer.toString(version))
                .put("name", name)
                .put("status", "active")
                .put("experimental", true)
                .put("date", now.truncatedTo(ChronoUnit.SECONDS).toString());
        Map<Canonical, Map<String, List<String>>> groups = new LinkedHashMap<>();
        pairs.forEach(pair -> groups.computeIfAbsent(pair.system(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(pair.below(), _ -> new ArrayList<>())
                .add(pair.above()));
        groups.forEach((system, elements) ->
                group(system, elements, map.withArray("group").addObject()));
        return map;
    }

    /** The target subsumes the source: it is above it. */
    private static void group(Canonical system, Map<String, List<String>> elements, ObjectNode group) {
        group.put("source", system.url()).put("target", system.url());
        if (system.hasVersion()) {
            group.put("sourceVersion", system.version()).put("targetVersion", system.version());
        }
        elements.forEach((below, all) -> {
            var element = group.withArray("element").addObject().put("code", below);
            all.forEach(above ->
                    element.withArray("target").addObject().put("code", above).put("equivalence", "subsumes"));
        });
    }

    private record Found(SystemView system, int concept) {}
}
