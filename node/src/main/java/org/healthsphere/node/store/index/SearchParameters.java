package org.healthsphere.node.store.index;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.store.index.SearchParameter.Kind;
import org.healthsphere.node.store.index.SearchParameter.Path;
import org.healthsphere.specs.Sha256;

/**
 * The search parameters that are honoured, as data: a table of those of FHIR R4 whose expression is a path, and SearchParameter
 * resources for the others, those of US Core, and whatever a node is given besides. Phonetic ones are not among them.
 */
public final class SearchParameters {
    private static final String TABLE = "r4-search-parameters.tsv";
    private static final List<String> DEFINITIONS =
            List.of("r4-search-parameters.ndjson", "us-core-search-parameters.ndjson", "ihe-search-parameters.ndjson");

    /** Those that every resource has. The compartment is our own: which patient's record a resource is in. */
    private static final List<SearchParameter> COMMON = List.of(
            common("_id", Kind.TOKEN),
            common("_lastUpdated", Kind.DATE, new Path(List.of("meta", "lastUpdated"), "instant", "")),
            common("_profile", Kind.URI, new Path(List.of("meta", "profile"), "canonical", "")),
            common("_security", Kind.TOKEN, new Path(List.of("meta", "security"), "Coding", "")),
            common("_tag", Kind.TOKEN, new Path(List.of("meta", "tag"), "Coding", "")),
            common("_source", Kind.URI, new Path(List.of("meta", "source"), "uri", "")),
            common("_type", Kind.TOKEN),
            common("_compartment", Kind.REFERENCE));

    /** Changes with what {@link Documents} writes. */
    private static final String FORM = "3 ";

    private final Map<String, Map<String, SearchParameter>> byType;

    /**
     * Also those that these SearchParameter resources define; of two with one name the later counts. IllegalArgumentException
     * says what is not understood.
     */
    public SearchParameters with(List<String> definitions) {
        var compiler = new Definitions();
        return withAll(
                definitions.stream().flatMap(json -> compiler.of(json).stream()).toList());
    }

    SearchParameters withAll(List<SearchParameter> more) {
        var all = new TreeMap<String, Map<String, SearchParameter>>();
        byType.forEach((type, parameters) -> all.put(type, new TreeMap<>(parameters)));
        more.forEach(p -> all.computeIfAbsent(p.type(), _ -> new TreeMap<>()).put(p.name(), p));
        return new SearchParameters(all);
    }

    /** Names this set of parameters, and the form of the index: one made with another is made anew. */
    String digest() {
        return Sha256.of(FORM
                        + byType.values().stream()
                                .flatMap(parameters -> parameters.values().stream())
                                .map(SearchParameters::written)
                                .collect(Collectors.joining("\n")))
                .toString();
    }

    private static String written(SearchParameter p) {
        return p.key()
                + ' '
                + p.kind()
                + ' '
                + p.paths()
                + p.components().stream().map(SearchParameters::written).toList();
    }

    private SearchParameters(Map<String, Map<String, SearchParameter>> byType) {
        this.byType = byType;
    }

    /** The table of this release. */
    public static SearchParameters r4() {
        return Whole.R4;
    }

    private static final class Whole {
        static final SearchParameters R4 = new SearchParameters(lines(TABLE).stream()
                        .filter(line -> !line.startsWith("#"))
                        .map(SearchParameters::row)
                        .collect(Collectors.groupingBy(
                                SearchParameter::type,
                                TreeMap::new,
                                Collectors.toMap(SearchParameter::name, p -> p, (a, _) -> a, TreeMap::new))))
                .with(DEFINITIONS.stream().flatMap(name -> lines(name).stream()).toList());
    }

    private static List<String> lines(String resource) {
        try (var in = SearchParameters.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The types that can be searched. */
    public Set<String> types() {
        return byType.keySet();
    }

    /** Those of a type and those of all, in the order of their names. */
    public Collection<SearchParameter> of(String type) {
        var all = new ArrayList<>(byType.getOrDefault(type, Map.of()).values());
        all.addAll(COMMON);
        return all;
    }

    public Optional<SearchParameter> find(String type, String name) {
        return Optional.ofNullable(byType.getOrDefault(type, Map.of()).get(name))
                .or(() -> COMMON.stream().filter(p -> p.name().equals(name)).findFirst());
    }

    private static SearchParameter common(String name, Kind kind, Path... paths) {
        return new SearchParameter("", name, kind, List.of(paths), Set.of());
    }

    /** Type, name, kind, paths such as {@code subject:Reference[Patient]|focus:Reference}, targets. */
    private static SearchParameter row(String line) {
        var cells = line.split("\t", -1);
        return new SearchParameter(
                cells[0],
                cells[1],
                Kind.valueOf(cells[2].toUpperCase(Locale.ROOT)),
                Arrays.stream(cells[3].split("\\|", -1))
                        .map(SearchParameters::path)
                        .toList(),
                Stream.of(cells[4].split(",", -1)).filter(t -> !t.isEmpty()).collect(Collectors.toSet()));
    }

    private static Path path(String text) {
        var colon = text.indexOf(':');
        var bracket = text.indexOf('[');
        var leaf = text.substring(colon + 1, bracket < 0 ? text.length() : bracket);
        return new Path(
                List.of(text.substring(0, colon).split("\\.", -1)),
                leaf,
                bracket < 0 ? "" : text.substring(bracket + 1, text.length() - 1));
    }
}
