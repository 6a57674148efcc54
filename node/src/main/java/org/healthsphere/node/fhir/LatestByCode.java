package org.healthsphere.node.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.release.Released;
import org.healthsphere.node.store.StoredResource;

/** Keeps the first of each code, of observations that come newest first. Two that share a coding are of one code. */
final class LatestByCode {
    private static final JsonMapper JSON = new JsonMapper();

    private final int most;
    private final List<Group> groups = new ArrayList<>();

    LatestByCode(int most) {
        this.most = most;
    }

    private record Group(Set<String> codes, List<StoredResource> newest) {}

    void add(StoredResource observation) {
        var codes = codes(observation);
        var group = groups.stream()
                .filter(g -> codes.stream().anyMatch(g.codes()::contains))
                .findFirst()
                .orElseGet(() -> {
                    var begun = new Group(new HashSet<>(), new ArrayList<>());
                    groups.add(begun);
                    return begun;
                });
        group.codes().addAll(codes);
        if (group.newest().size() < most) {
            group.newest().add(observation);
        }
    }

    /** Code by code, that with the newest observation first. */
    Released found() {
        var all = groups.stream().flatMap(g -> g.newest().stream()).toList();
        return new Released(all, all.size(), Optional.empty());
    }

    /** Without a coding, the words. */
    private static Set<String> codes(StoredResource observation) {
        var code = tree(observation).path("code");
        var codes = new HashSet<String>();
        code.path("coding")
                .forEach(c -> codes.add(
                        c.path("system").asText() + '|' + c.path("code").asText()));
        if (codes.isEmpty()) {
            codes.add(code.path("text").asText());
        }
        return codes;
    }

    private static JsonNode tree(StoredResource resource) {
        try {
            return JSON.readTree(resource.json().array());
        } catch (IOException e) {
            throw new IllegalStateException("the store holds something that is no JSON", e);
        }
    }
}
