package org.healthsphere.node.store.index;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;

/** FHIR search, slow and obvious: every resource is looked at for every query. It shares no code with the index. */
final class NaiveSearch {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private record Held(StoredResource stored, JsonNode json) {}

    /** In the order of changes. */
    private final Map<ResourceId, Held> held = new LinkedHashMap<>();

    private final ReleaseFilter filter;

    NaiveSearch(ResourceStore store, ReleaseFilter filter) {
        this.filter = filter;
        try (var changes = store.changesAfter(0)) {
            changes.forEach(change -> {
                held.remove(change.id());
                if (!change.deleted()) {
                    held.put(change.id(), new Held(change, parse(change)));
                }
            });
        }
    }

    private static JsonNode parse(StoredResource resource) {
        try {
            return JSON.readTree(resource.json().array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All matches in their order. */
    List<ResourceId> search(Query query) {
        var order = query.sort().stream()
                .map(sort -> sort.descending() ? descending(sort.name()) : ascending(sort.name()))
                .reduce((_, _) -> 0, Comparator::thenComparing);
        return matching(query.type(), query.criteria())
                .sorted(order)
                .map(h -> h.stored().id())
                .toList();
    }

    /** What is to come with the matches; each is held against all. */
    Set<ResourceId> including(List<ResourceId> matches, List<Include> includes) {
        Set<ResourceId> seen = new LinkedHashSet<>(matches);
        List<Held> last = held(matches);
        var applied = includes;
        while (!last.isEmpty()) {
            var from = last;
            Set<ResourceId> fresh = new LinkedHashSet<>();
            for (var include : applied) {
                held.values().stream()
                        .filter(this::visible)
                        .filter(h -> !seen.contains(h.stored().id()))
                        .filter(h -> from.stream()
                                .anyMatch(f -> include.reverse() ? points(h, f, include) : points(f, h, include)))
                        .forEach(h -> fresh.add(h.stored().id()));
            }
            seen.addAll(fresh);
            last = held(fresh);
            applied = includes.stream().filter(Include::iterate).toList();
        }
        matches.forEach(seen::remove);
        return seen;
    }

    private List<Held> held(Collection<ResourceId> ids) {
        return ids.stream()
                .map(id -> Optional.ofNullable(held.get(id)).orElseThrow())
                .toList();
    }

    private static boolean points(Held from, Held to, Include include) {
        return from.stored().id().type().equals(include.type())
                && include.target().map(to.stored().id().type()::equals).orElse(true)
                && references(from, include.parameter())
                        .contains(to.stored().id().toString());
    }

    private Stream<Held> matching(String type, List<Criterion> criteria) {
        return held.values().stream()
                .filter(h -> h.stored().id().type().equals(type))
                .filter(this::visible)
                .filter(h -> criteria.stream().allMatch(c -> matches(h, c)));
    }

    private boolean visible(Held h) {
        if (h.stored().patient().isEmpty()) {
            return true;
        }
        var patient = h.stored().patient().get();
        var hidden = filter.hiddenOf(patient);
        return !hidden.all()
                && !hidden.types().contains(h.stored().id().type())
                && hidden.labels().stream().noneMatch(l -> has(h.json().at("/meta/security"), l.system(), l.code()))
                && hidden.codes().stream()
                        .noneMatch(c -> Stream.of(
                                        List.of(h.json().path("code")),
                                        list(h.json().path("category")),
                                        list(h.json().path("component")).stream()
                                                .map(p -> p.path("code"))
                                                .toList(),
                                        list(h.json().path("type")))
                                .flatMap(List::stream)
                                .anyMatch(concept -> has(concept.path("coding"), c.system(), c.code())));
    }

    private static boolean has(JsonNode codings, String system, String code) {
        return list(codings).stream()
                .anyMatch(c -> c.path("system").asText().equals(system)
                        && c.path("code").asText().equals(code));
    }

    /** By the definition of the compartments of Patient and Organization, as far as the population has such references. */
    private static boolean belongs(Held h, Criterion c) {
        var wanted = c.modifier() + "/" + c.anyOf().getFirst();
        var links = switch (c.modifier() + " " + h.stored().id().type()) {
            case "Patient Observation" -> List.of("subject");
            case "Patient Condition" -> List.of("patient");
            case "Patient RiskAssessment" -> List.of("subject");
            default -> List.<String>of();
        };
        return h.stored().id().toString().equals(wanted)
                || links.stream().anyMatch(link -> references(h, link).contains(wanted));
    }

    /** One of its dates reaches into the time, or it has none. */
    private static boolean isOfTime(Held h, Criterion c) {
        var low = c.anyOf().getFirst().isEmpty()
                ? Instant.MIN
                : NaiveValues.date(c.anyOf().getFirst()).low();
        var high = c.anyOf().getLast().isEmpty()
                ? Instant.MAX
                : NaiveValues.date(c.anyOf().getLast()).high();
        var dates = switch (h.stored().id().type()) {
            case "Observation" -> values(h, "date");
            case "Condition" -> values(h, "onset-date");
            default -> List.<JsonNode>of();
        };
        return dates.isEmpty()
                || dates.stream()
                        .map(NaiveValues::times)
                        .anyMatch(t -> !t.low().isAfter(high) && !t.high().isBefore(low));
    }

    private boolean matches(Held h, Criterion c) {
        if (c.name().equals("_compartment")) {
            return belongs(h, c);
        } else if (c.name().equals("_care")) {
            return isOfTime(h, c);
        }
        if (c.name().startsWith("_has:")) {
            var part = c.name().split(":", 4);
            return matching(part[1], List.of(Criterion.of(part[3], c.anyOf())))
                    .anyMatch(other ->
                            references(other, part[2]).contains(h.stored().id().toString()));
        }
        var dot = c.name().indexOf('.');
        if (dot > 0) {
            var link = c.name().substring(0, dot).split(":", -1);
            var type = link.length > 1 ? link[1] : target(link[0]);
            return matching(type, List.of(Criterion.of(c.name().substring(dot + 1), c.anyOf())))
                    .anyMatch(other ->
                            references(h, link[0]).contains(other.stored().id().toString()));
        }
        return switch (c.modifier()) {
            case "not-in" -> c.anyOf().stream().noneMatch(v -> NaiveModifiers.related(values(h, c.name()), "in", v));
            case "in", "above", "below" ->
                c.anyOf().stream().anyMatch(v -> NaiveModifiers.related(values(h, c.name()), c.modifier(), v));
            case "text", "of-type", "identifier" ->
                c.anyOf().stream().anyMatch(v -> NaiveModifiers.matches(values(h, c.name()), c.modifier(), v));
            case "missing" ->
                values(h, c.name()).isEmpty() == c.anyOf().getFirst().equals("true");
            case "not" -> c.anyOf().stream().noneMatch(v -> matches(h, c, v));
            default -> c.anyOf().stream().anyMatch(v -> matches(h, c, v));
        };
    }

    private static String target(String link) {
        return switch (link) {
            case "organization", "partof" -> "Organization";
            case "has-member" -> "Observation";
            default -> "Patient";
        };
    }

    private static boolean matches(Held h, Criterion c, String value) {
        if (c.name().contains("-value-")) {
            return NaiveModifiers.composite(h.json(), c.name(), value);
        }
        if (c.name().equals("deceased")) {
            var dead = h.json().has("deceasedDateTime")
                    || h.json().path("deceasedBoolean").asBoolean();
            return Boolean.toString(dead).equals(value);
        }
        if (List.of("subject", "patient", "organization", "partof", "has-member")
                .contains(c.name())) {
            return references(h, c.name()).stream()
                    .anyMatch(r -> r.equals(c.modifier().isEmpty() ? value : c.modifier() + "/" + value)
                            || (c.modifier().isEmpty() && r.endsWith("/" + value)));
        }
        Predicate<JsonNode> test = switch (c.name()) {
            case "identifier" -> node -> token(node, "value", value);
            case "code", "category", "clinical-status", "value-concept", "combo-code" ->
                node -> list(node.path("coding")).stream().anyMatch(coding -> token(coding, "code", value));
            case "_tag", "_security" -> node -> token(node, "code", value);
            case "gender", "status", "active", "_id" ->
                node -> value.substring(value.indexOf('|') + 1).equals(node.asText());
            case "race" -> node -> token(node, "code", value);
            case "probability" -> node -> NaiveValues.number(node.decimalValue(), value);
            case "near" -> node -> NaiveModifiers.near(node, value);
            case "_profile", "url" -> node -> node.asText().equals(value);
            case "family", "given", "name" -> node -> string(node.asText(), c.modifier(), value);
            case "birthdate", "date", "onset-date", "_lastUpdated" ->
                node -> NaiveValues.date(NaiveValues.times(node), value);
            case "value-quantity" -> node -> NaiveValues.quantity(node, value);
            default -> throw new IllegalArgumentException(c.name());
        };
        return values(h, c.name()).stream().anyMatch(test);
    }

    private static List<String> references(Held h, String name) {
        return values(h, name).stream()
                .map(r -> r.path("reference").asText().split("/_history/", -1)[0])
                .toList();
    }

    private static List<JsonNode> values(Held h, String name) {
        var json = h.json();
        var patient = h.stored().id().type().equals("Patient");
        return switch (name) {
            case "_id" -> list(json.path("id"));
            case "_lastUpdated" -> list(json.at("/meta/lastUpdated"));
            case "_tag", "_security", "_profile" -> list(json.at("/meta/" + name.substring(1)));
            case "gender", "status", "active", "identifier", "category", "code" -> list(json.path(name));
            case "combo-code" ->
                Stream.concat(
                                list(json.path("code")).stream(),
                                list(json.path("component")).stream().flatMap(c -> list(c.path("code")).stream()))
                        .toList();
            case "birthdate" -> list(json.path("birthDate"));
            case "clinical-status" -> list(json.path("clinicalStatus"));
            case "value-concept" -> list(json.path("valueCodeableConcept"));
            case "value-quantity" -> list(json.path("valueQuantity"));
            case "organization" -> list(json.path("managingOrganization"));
            case "subject" -> list(json.path("subject"));
            case "patient" ->
                list(json.path("subject")).stream()
                        .filter(s -> s.path("reference").asText().startsWith("Patient/"))
                        .toList();
            case "family", "given" -> names(json, name);
            case "name" ->
                patient
                        ? Stream.of("family", "given", "text")
                                .flatMap(n -> names(json, n).stream())
                                .toList()
                        : list(json.path("name"));
            case "date" -> present(json, "effectiveDateTime", "effectiveInstant", "effectivePeriod");
            case "onset-date" -> present(json, "onsetDateTime", "onsetPeriod");
            default -> others(json, name);
        };
    }

    private static List<JsonNode> others(JsonNode json, String name) {
        return switch (name) {
            case "race" ->
                list(json.path("extension")).stream()
                        .filter(e -> e.path("url").asText().equals(Population.RACE))
                        .flatMap(e -> list(e.path("extension")).stream())
                        .flatMap(e -> list(e.path("valueCoding")).stream())
                        .toList();
            case "probability" ->
                list(json.path("prediction")).stream()
                        .flatMap(p -> list(p.path("probabilityDecimal")).stream())
                        .toList();
            case "near" -> list(json.path("position"));
            case "url" -> list(json.path("url"));
            case "partof" -> list(json.path("partOf"));
            case "has-member" -> list(json.path("hasMember"));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static List<JsonNode> names(JsonNode patient, String part) {
        return list(patient.path("name")).stream()
                .flatMap(n -> list(n.path(part)).stream())
                .toList();
    }

    private static List<JsonNode> present(JsonNode json, String... names) {
        // A period without either end says nothing.
        return Stream.of(names)
                .flatMap(n -> list(json.path(n)).stream())
                .filter(n -> !n.isObject() || !n.isEmpty())
                .toList();
    }

    static List<JsonNode> list(JsonNode node) {
        if (node.isArray()) {
            return Stream.iterate(0, i -> i + 1)
                    .limit(node.size())
                    .<JsonNode>map(node::get)
                    .toList();
        }
        return node.isMissingNode() ? List.of() : List.of(node);
    }

    static boolean token(JsonNode coding, String member, String value) {
        var system = coding.path("system").asText();
        var code = coding.path(member).asText();
        if (value.indexOf('|') < 0) {
            return code.equals(value);
        }
        return value.endsWith("|") ? (system + "|").equals(value) : (system + "|" + code).equals(value);
    }

    private static boolean string(String text, String modifier, String value) {
        return switch (modifier) {
            case "exact" -> text.equals(value);
            case "contains" -> plain(text).contains(plain(value));
            default -> plain(text).startsWith(plain(value));
        };
    }

    static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }

    private static Comparator<Held> ascending(String name) {
        return Comparator.comparing(
                h -> keys(h, name).min(Comparator.naturalOrder()), missingLast(Comparator.naturalOrder()));
    }

    private static Comparator<Held> descending(String name) {
        return Comparator.comparing(
                h -> keys(h, name).max(Comparator.naturalOrder()), missingLast(Comparator.reverseOrder()));
    }

    private static Comparator<Optional<Comparable<Object>>> missingLast(Comparator<Comparable<Object>> order) {
        return Comparator.comparing(o -> o.orElse(null), Comparator.nullsLast(order));
    }

    @SuppressWarnings("unchecked")
    private static Stream<Comparable<Object>> keys(Held h, String name) {
        return values(h, name).stream().map(node -> (Comparable<Object>) (Object)
                switch (name) {
                    case "birthdate", "date", "onset-date", "_lastUpdated" ->
                        NaiveValues.times(node).low();
                    case "value-quantity" -> node.path("value").decimalValue();
                    default -> plain(node.asText());
                });
    }
}
