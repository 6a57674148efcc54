package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ValueSet;

/** Writes an expansion: the value set, what was asked for and used, then the codes by {@link ExpansionJson}. */
final class ExpansionHead {
    private static final String UNCLOSED = "http://hl7.org/fhir/StructureDefinition/valueset-unclosed";

    /** What a definition says beyond what an expansion needs. */
    private static final Set<String> DEFINITION = Set.of(
            "id",
            "meta",
            "text",
            "compose",
            "purpose",
            "description",
            "contact",
            "copyright",
            "publisher",
            "extension",
            "contained",
            "expansion");

    private static final List<String> FLAGS = List.of(
            "excludeNested",
            "versionsMatch",
            "activeOnly",
            "includeDesignations",
            "includeDefinition",
            "excludeNotForUI",
            "excludePostCoordinated");

    private final Scope scope;
    private final ValueSet valueSet;

    ExpansionHead(Scope scope, ValueSet valueSet) {
        this.scope = scope;
        this.valueSet = valueSet;
    }

    /** The value set without its expansion. */
    ObjectNode definition() {
        var resource = (ObjectNode) valueSet.resource().deepCopy();
        resource.put("resourceType", "ValueSet");
        if (!resource.has("status")) {
            resource.put("status", "unknown");
        }
        if (!scope.asked().is("includeDefinition")) {
            resource.remove(DEFINITION);
        }
        return resource;
    }

    /** The value set with the codes that are wanted of those collected. */
    ObjectNode written(Collected collected, Wanted wanted) {
        var page = wanted.page();
        var resource = definition();
        var nested = collected.isNested() && !scope.asked().is("excludeNested") && page.isAll(collected.total());
        var json = new ExpansionJson(scope.asked(), collected.tellsVersions());
        var expansion = resource.putObject("expansion");
        head(collected, wanted, expansion);
        var parameters = expansion.putArray("parameter");
        echo(collected, collected.excerpt().filter(Collected.Excerpt::similar).isPresent(), wanted, parameters);
        json.write(nested ? collected.roots() : page.of(collected), nested, expansion);
        json.declare(expansion);
        var supplements = new TreeSet<>(json.supplements());
        collected.all().stream().map(Entry::view).distinct().forEach(view -> supplements.addAll(scope.stated(view)));
        supplements.forEach(supplement -> add(parameters, "used-supplement", "Uri", supplement));
        return resource;
    }

    private static void head(Collected collected, Wanted wanted, ObjectNode expansion) {
        if (collected.isUnclosed()) {
            var extensions = expansion.putArray("extension");
            extensions.addObject().put("url", UNCLOSED).put("valueBoolean", true);
            collected.used().stream()
                    .filter(used -> used.parameter().equals("used-fragment"))
                    .map(used -> Canonical.parse(used.canonical()).url())
                    .distinct()
                    .forEach(system -> extensions
                            .addObject()
                            .put("url", UNCLOSED + "-reason")
                            .put("valueString", "This extension is based on a fragment of the code system " + system));
        }
        expansion
                .put("identifier", identifier(collected.digest()))
                .put("timestamp", timestamp(wanted))
                .put("total", collected.total());
        wanted.page().offset().ifPresent(offset -> expansion.put("offset", offset));
    }

    static String timestamp(Wanted wanted) {
        return wanted.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Equal expansions have equal identifiers: the first half of the digest of their codes, marked as a UUID of our own. */
    static String identifier(Sha256 digest) {
        var bytes = ByteBuffer.wrap(digest.bytes());
        var high = (bytes.getLong() & ~0xF000L) | 0x8000L;
        return "urn:uuid:" + new UUID(high, (bytes.getLong() & ~(3L << 62)) | (2L << 62));
    }

    /**
     * What was asked for and what was used.
     *
     * @param similar whether the codes are only like what was looked for
     */
    void echo(Collected collected, boolean similar, Wanted wanted, ArrayNode parameters) {
        asked(wanted.text(), similar, parameters);
        var page = wanted.page();
        page.offset()
                .ifPresent(
                        offset -> parameters.addObject().put("name", "offset").put("valueInteger", offset));
        page.count()
                .ifPresent(count -> parameters.addObject().put("name", "count").put("valueInteger", count));
        used(collected, parameters);
    }

    /** What was asked for, but for the page. */
    void asked(String text, boolean similar, ArrayNode parameters) {
        var asked = scope.asked();
        if (!text.isEmpty()) {
            add(parameters, "filter", "String", text);
        }
        if (similar) {
            parameters.addObject().put("name", "filter-similar").put("valueBoolean", true);
        }
        asked.languages().ifPresent(languages -> add(parameters, "displayLanguage", "Code", languages.echo()));
        asked.designations().forEach(designation -> add(parameters, "designation", "String", designation));
        for (var flag : FLAGS) {
            asked.said(flag)
                    .filter(value -> value || !flag.equals("versionsMatch"))
                    .ifPresent(value -> parameters.addObject().put("name", flag).put("valueBoolean", value));
        }
    }

    void used(Collected collected, ArrayNode parameters) {
        for (var used : collected.used()) {
            if (used.parameter().equals("versionsMatch")) {
                parameters.addObject().put("name", "versionsMatch").put("valueBoolean", true);
            } else {
                add(parameters, used.parameter(), "Uri", used.canonical());
            }
        }
        for (var rule : scope.asked().applied()) {
            var canonical = rule.substring(rule.indexOf('=') + 1);
            if (!canonical.equals(valueSet.id().toString())) {
                add(parameters, rule.substring(0, rule.indexOf('=')), "Uri", canonical);
            }
        }
    }

    private static void add(ArrayNode parameters, String name, String type, String value) {
        parameters.addObject().put("name", name).put("value" + type, value);
    }
}
