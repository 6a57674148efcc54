package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.CompiledTerminology.Details;
import org.healthsphere.terminology.index.Members;

/** {@code $expand} and {@code $validate-code} of ValueSet. */
final class ValueSetOperations {
    /** More codes than this are given by page only. */
    static final int LARGEST_UNPAGED = 10_000;

    /** Where an expansion says which codes it is, as in {@link org.healthsphere.terminology.ExpansionDigest}. */
    static final String DIGEST = "https://healthsphere.org/fhir/StructureDefinition/expansion-digest";

    private final CompiledTerminology terminology;
    private final InstantSource clock;

    ValueSetOperations(CompiledTerminology terminology, InstantSource clock) {
        this.terminology = terminology;
        this.clock = clock;
    }

    Outcome<ObjectNode> expand(Parameters in) {
        return valueSet(in).then(named -> named.members().then(members -> expand(in, named.valueSet(), members)));
    }

    private Outcome<ObjectNode> expand(Parameters in, ValueSet valueSet, Members all) {
        var active = in.isTrue("activeOnly") ? all.active() : all;
        var found = in.text("filter").map(active::matching).orElse(active);
        var paged = in.text("count").isPresent();
        if (!paged && found.size() > LARGEST_UNPAGED) {
            return Outcome.failed(new Fault.TooCostly(
                    "the value set has " + found.size() + " codes; ask for them by offset and count"));
        }
        return in.count("offset", 0)
                .then(offset -> in.count("count", LARGEST_UNPAGED)
                        .map(count -> expansion(in, valueSet, found, new Page(offset, count))));
    }

    private ObjectNode expansion(Parameters in, ValueSet valueSet, Members found, Page page) {
        var resource = JsonNodeFactory.instance.objectNode().put("resourceType", "ValueSet");
        if (!valueSet.id().url().isEmpty()) {
            resource.put("url", valueSet.id().url());
        }
        if (valueSet.id().hasVersion()) {
            resource.put("version", valueSet.id().version());
        }
        resource.put("status", "active");
        var expansion = resource.putObject("expansion");
        expansion.putArray("extension").addObject().put("url", DIGEST).put("valueString", found.digest());
        expansion
                .put("identifier", "urn:healthsphere:expansion:" + found.digest())
                .put(
                        "timestamp",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("total", found.size())
                .put("offset", page.offset());
        parameters(in, found, expansion);
        var contains = expansion.putArray("contains");
        var designations = in.isTrue("includeDesignations");
        found.page(page.offset(), page.count()).forEach(entry -> contains(entry, contains.addObject(), designations));
        return resource;
    }

    private static void parameters(Parameters in, Members found, ObjectNode expansion) {
        var echo = expansion.putArray("parameter");
        for (var name : List.of("filter", "count", "offset", "activeOnly", "includeDesignations")) {
            in.text(name).ifPresent(value -> {
                var parameter = echo.addObject().put("name", name);
                switch (name) {
                    case "filter" -> parameter.put("valueString", value);
                    case "count", "offset" -> parameter.put("valueInteger", Integer.parseInt(value));
                    default -> parameter.put("valueBoolean", Boolean.parseBoolean(value));
                }
            });
        }
        found.systems()
                .forEach(system ->
                        echo.addObject().put("name", "used-codesystem").put("valueUri", system.toString()));
    }

    private static void contains(Members.Entry entry, ObjectNode into, boolean designations) {
        var concept = entry.concept();
        into.put("system", concept.coding().system());
        if (entry.notSelectable()) {
            into.put("abstract", true);
        }
        if (concept.inactive()) {
            into.put("inactive", true);
        }
        into.put("version", concept.version())
                .put("code", concept.coding().code())
                .put("display", concept.display());
        if (designations && !entry.designations().isEmpty()) {
            var names = into.putArray("designation");
            entry.designations().forEach(name -> Designations.element(names, name));
        }
    }

    /** The first coding that is in decides; its display must be right too. */
    Outcome<ObjectNode> validateCode(Parameters in) {
        return Coded.all(in, "system", "systemVersion")
                .then(codings -> pinned(codings)
                        .then(pinned -> valueSet(pinned, in)
                                .then(Named::members)
                                .map(members -> validate(pinned, codings, members))));
    }

    private Outcome<CompiledTerminology> pinned(List<Coded> codings) {
        Outcome<CompiledTerminology> pinned = Outcome.of(terminology);
        for (var coded : codings) {
            pinned = pinned.then(coded::in);
        }
        return pinned;
    }

    private static ObjectNode validate(CompiledTerminology pinned, List<Coded> codings, Members members) {
        for (var coded : codings) {
            if (members.contains(coded.coding())
                    && pinned.details(coded.coding()) instanceof Outcome.Success<Details>(var details)) {
                return CodeSystemOperations.validated(coded, details).resource();
            }
        }
        var names = String.join(
                ", ", codings.stream().map(coded -> "'" + coded.coding() + "'").toList());
        return new Answer()
                .truth("result", false)
                .text("message", "String", "Not in the value set: " + names + ".")
                .resource();
    }

    private Outcome<Named> valueSet(Parameters in) {
        return valueSet(terminology, in);
    }

    /** The value set that came along, or the held one that is named. */
    private static Outcome<Named> valueSet(CompiledTerminology terminology, Parameters in) {
        var given = in.object("valueSet");
        if (given.isPresent()) {
            return ContentReader.requested(given.orElseThrow())
                    .map(valueSet -> new Named(valueSet, terminology.members(valueSet)));
        }
        var url = in.text("url").orElse("");
        if (url.isEmpty()) {
            return Outcome.failed(
                    new Fault.Invalid(List.of(new Problem("url", "of the value set, or valueSet, is required"))));
        }
        var version = in.text("valueSetVersion").map(v -> Map.of(url, v)).orElse(Map.of());
        return terminology
                .pinned(version)
                .then(pinned -> pinned.valueSet(url).map(valueSet -> new Named(valueSet, pinned.members(url))));
    }

    private record Named(ValueSet valueSet, Outcome<Members> members) {}

    private record Page(int offset, int count) {}
}
