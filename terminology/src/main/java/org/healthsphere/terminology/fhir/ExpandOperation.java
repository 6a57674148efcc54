package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.ExpansionDigest;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.fhir.Issue.Kind;
import org.healthsphere.terminology.fhir.Issue.Severity;
import org.healthsphere.terminology.index.NameFilter;

/** {@code $expand}: the codes of a value set, whole or by page. */
final class ExpandOperation {
    /** More codes than this are given by page only. */
    static final int LARGEST_UNPAGED = 10_000;

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
    private final Parameters in;
    private final Instant now;
    private final OptionalInt threshold;

    ExpandOperation(Scope scope, Parameters in, Instant now, OptionalInt threshold) {
        this.scope = scope;
        this.in = in;
        this.now = now;
        this.threshold = threshold;
    }

    ObjectNode answer() {
        var page = new Page(number("offset"), number("count"));
        var valueSet = ValidateOperation.valueSet(scope, in);
        scope.asked().seeValueSet(valueSet.resource());
        var collected = large(valueSet, page)
                .orElseGet(() -> new Expander(scope, filter(), in.text("filter").isPresent()).expand(valueSet));
        scope.supplementsAreThere();
        refuseIfTooMany(valueSet, collected, page);
        return written(valueSet, collected, page);
    }

    /** A large value set by page, by text, or not at all; empty when it is not large or has to be listed. */
    private Optional<Collected> large(ValueSet valueSet, Page page) {
        var expander = new LargeExpander(scope);
        if (scope.asked().said("versionsMatch").isPresent() || !expander.isPlain(valueSet)) {
            return Optional.empty();
        }
        var collected = new Collected(false, false);
        var all = expander.join(valueSet, collected);
        var text = in.text("filter").orElse("");
        if (!isLarge(all.size(), page, text)) {
            return Optional.empty();
        }
        var found = text.isEmpty() ? new Found(all, false) : Found.of(all, text);
        var count = found.codes().size();
        if (page.isWhole() && count > most()) {
            throw tooMany(valueSet);
        }
        found.codes()
                .collect(
                        new LargeExpander.Page(
                                page.offset().orElse(0), page.count().orElse(count)),
                        found.similar(),
                        valueSet,
                        collected);
        return Optional.of(collected);
    }

    /** Whether leafing is worth it; what is asked for whole and can be given whole is listed, with its hierarchy. */
    private boolean isLarge(int size, Page page, String text) {
        var listed = page.isWhole() && text.isEmpty() && size <= most();
        return size >= LargeExpander.LARGE && !listed;
    }

    private int most() {
        return Math.min(LARGEST_UNPAGED, threshold.orElse(LARGEST_UNPAGED));
    }

    private Refused tooMany(ValueSet valueSet) {
        return Refused.request(
                422, Issue.error(Kind.TOO_COSTLY, "", Message.VALUESET_TOO_COSTLY, valueSet.id(), ">" + most()));
    }

    private OptionalInt number(String name) {
        var text = in.text(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            var number = Integer.parseInt(text.orElseThrow());
            if (number >= 0) {
                return OptionalInt.of(number);
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw Refused.request(
                400, Issues.plain(Severity.ERROR, "invalid", name + " is a whole number, and not a negative one"));
    }

    private Predicate<Entry> filter() {
        var text = in.text("filter").orElse("");
        if (text.isEmpty()) {
            return _ -> true;
        }
        var words = new NameFilter(text);
        return entry ->
                words.isIn(entry.code()) || entry.names().all().stream().anyMatch(name -> words.isIn(name.value()));
    }

    private void refuseIfTooMany(ValueSet valueSet, Collected collected, Page page) {
        if (page.isWhole() && collected.total() > most()) {
            throw tooMany(valueSet);
        }
    }

    private ObjectNode written(ValueSet valueSet, Collected collected, Page page) {
        var resource = (ObjectNode) valueSet.resource().deepCopy();
        resource.put("resourceType", "ValueSet");
        if (!resource.has("status")) {
            resource.put("status", "unknown");
        }
        if (!scope.asked().is("includeDefinition")) {
            resource.remove(DEFINITION);
        }
        var nested = collected.isNested() && !scope.asked().is("excludeNested") && page.isAll(collected.total());
        var json = new ExpansionJson(scope.asked(), collected.tellsVersions());
        var expansion = resource.putObject("expansion");
        head(collected, page, expansion);
        var parameters = expansion.putArray("parameter");
        echo(valueSet, collected, page, parameters);
        json.write(nested ? collected.roots() : page.of(collected), nested, expansion);
        json.declare(expansion);
        var supplements = new TreeSet<>(json.supplements());
        collected.all().stream().map(Entry::view).distinct().forEach(view -> supplements.addAll(scope.stated(view)));
        supplements.forEach(supplement -> add(parameters, "used-supplement", "Uri", supplement));
        return resource;
    }

    private void head(Collected collected, Page page, ObjectNode expansion) {
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
                .put("identifier", "urn:uuid:" + identifier(collected))
                .put("timestamp", now.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("total", collected.total());
        page.offset().ifPresent(offset -> expansion.put("offset", offset));
    }

    /** Equal expansions have equal identifiers: the first half of the digest of their codes, marked as a UUID of our own. */
    private static UUID identifier(Collected collected) {
        var digest = collected
                .excerpt()
                .map(Collected.Excerpt::digest)
                .orElseGet(() -> new Sha256(ExpansionDigest.ofLines(collected.all().stream()
                        .map(entry -> ExpansionDigest.line(entry.system(), entry.version(), entry.code())))));
        var bytes = ByteBuffer.wrap(digest.bytes());
        var high = (bytes.getLong() & ~0xF000L) | 0x8000L;
        return new UUID(high, (bytes.getLong() & ~(3L << 62)) | (2L << 62));
    }

    private void echo(ValueSet valueSet, Collected collected, Page page, ArrayNode parameters) {
        var asked = scope.asked();
        in.text("filter").ifPresent(text -> add(parameters, "filter", "String", text));
        collected
                .excerpt()
                .filter(Collected.Excerpt::similar)
                .ifPresent(_ ->
                        parameters.addObject().put("name", "filter-similar").put("valueBoolean", true));
        asked.languages().ifPresent(languages -> add(parameters, "displayLanguage", "Code", languages.echo()));
        asked.designations().forEach(designation -> add(parameters, "designation", "String", designation));
        for (var flag : FLAGS) {
            asked.said(flag)
                    .filter(value -> value || !flag.equals("versionsMatch"))
                    .ifPresent(value -> parameters.addObject().put("name", flag).put("valueBoolean", value));
        }
        page.offset()
                .ifPresent(
                        offset -> parameters.addObject().put("name", "offset").put("valueInteger", offset));
        page.count()
                .ifPresent(count -> parameters.addObject().put("name", "count").put("valueInteger", count));
        for (var used : collected.used()) {
            if (used.parameter().equals("versionsMatch")) {
                parameters.addObject().put("name", "versionsMatch").put("valueBoolean", true);
            } else {
                add(parameters, used.parameter(), "Uri", used.canonical());
            }
        }
        for (var rule : asked.applied()) {
            var canonical = rule.substring(rule.indexOf('=') + 1);
            if (!canonical.equals(valueSet.id().toString())) {
                add(parameters, rule.substring(0, rule.indexOf('=')), "Uri", canonical);
            }
        }
    }

    private static void add(ArrayNode parameters, String name, String type, String value) {
        parameters.addObject().put("name", name).put("value" + type, value);
    }

    /** What a text has found; when nothing is called so, what is spelled almost like it. */
    private record Found(LargeExpander.Sets codes, boolean similar) {
        static Found of(LargeExpander.Sets all, String text) {
            var exact = all.named(text, false);
            return exact.size() > 0 ? new Found(exact, false) : new Found(all.named(text, true), true);
        }
    }

    private record Page(OptionalInt offset, OptionalInt count) {
        boolean isWhole() {
            return count.isEmpty();
        }

        /** Whether it holds everything, from the first code on. */
        boolean isAll(int size) {
            return offset.orElse(0) == 0 && (count.isEmpty() || count.getAsInt() > size);
        }

        List<Entry> of(Collected collected) {
            List<Entry> all = new ArrayList<>(collected.all());
            if (collected.excerpt().isPresent()) {
                return all;
            }
            var from = Math.min(all.size(), offset.orElse(0));
            var to = (int) Math.min(all.size(), (long) from + count.orElse(all.size()));
            return all.subList(from, to);
        }
    }
}
