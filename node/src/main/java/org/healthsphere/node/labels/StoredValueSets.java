package org.healthsphere.node.labels;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
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
    private static final int PAGE = 100;

    private final ResourceStore store;
    private final ResourceIndex index;

    public StoredValueSets(ResourceStore store, ResourceIndex index) {
        this.store = store;
        this.index = index;
    }

    /** The codes listed by all that have this address; nothing when none has. */
    public Optional<Set<Coding>> members(String url) {
        return found(url).filter(found -> !found.isEmpty()).map(this::codes);
    }

    private Set<Coding> codes(List<ResourceId> found) {
        Set<Coding> codes = new HashSet<>();
        found.stream()
                .flatMap(id -> store.get(id).stream())
                .filter(resource -> !resource.deleted())
                .map(StoredResource::json)
                .map(Json::tree)
                .forEach(valueSet -> valueSet.at("/compose/include").forEach(include -> listed(include, codes)));
        return Set.copyOf(codes);
    }

    /** All of them, or nothing when they cannot be had: a code that is left out is one that nothing hides. */
    private Optional<List<ResourceId>> found(String url) {
        var criteria = List.of(Criterion.of("url", List.of(url)));
        List<ResourceId> found = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            switch (index.search(new Query("ValueSet", criteria, List.of(), PAGE, after), ReleaseFilter.everything())) {
                case Outcome.Failure<Page> _ -> {
                    return Optional.empty();
                }
                case Outcome.Success<Page>(var page) -> {
                    found.addAll(page.matches());
                    after = page.next();
                }
            }
        } while (after.isPresent());
        return Optional.of(found);
    }

    private static void listed(JsonNode include, Set<Coding> codes) {
        var system = include.path("system").asText();
        include.path("concept")
                .forEach(concept ->
                        codes.add(new Coding(system, concept.path("code").asText())));
    }
}
