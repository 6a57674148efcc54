package org.healthsphere.node.labels;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Page;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;

/** Value sets that the hospital's steward writes as resources: the codes that their definitions list one by one. */
public final class StoredValueSets {
    private static final int MOST = 100;

    private final ResourceStore store;
    private final ResourceIndex index;

    public StoredValueSets(ResourceStore store, ResourceIndex index) {
        this.store = store;
        this.index = index;
    }

    /** The codes listed by all that have this address; nothing when none has. */
    public Optional<Set<Coding>> members(String url) {
        var query = new Query(
                "ValueSet", List.of(Criterion.of("url", List.of(url))), List.of(), MOST, Optional.empty());
        if (!(index.search(query, ReleaseFilter.everything()) instanceof Outcome.Success<Page>(var page))
                || page.matches().isEmpty()) {
            return Optional.empty();
        }
        Set<Coding> codes = new HashSet<>();
        page.matches().stream()
                .flatMap(id -> store.get(id).stream())
                .filter(resource -> !resource.deleted())
                .map(StoredResource::json)
                .map(Json::tree)
                .forEach(valueSet -> valueSet.at("/compose/include").forEach(include -> listed(include, codes)));
        return Optional.of(Set.copyOf(codes));
    }

    private static void listed(JsonNode include, Set<Coding> codes) {
        var system = include.path("system").asText();
        include.path("concept")
                .forEach(concept -> codes.add(
                        new Coding(system, concept.path("code").asText())));
    }
}
