package org.healthsphere.node.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.healthsphere.node.release.Difference;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.web.me.ConsentTerms;
import org.healthsphere.node.web.me.Preview;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Sensitivity;

/** The difference that a consent makes, counted by heading. */
final class Previews {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Previews() {}

    static Preview of(Difference difference, Set<Sensitivity> keptBack) {
        var now = counts(difference.now());
        var then = counts(difference.then());
        var rows = Arrays.stream(Category.values())
                .map(category ->
                        new Preview.Row(category, now.getOrDefault(category, 0), then.getOrDefault(category, 0)))
                .filter(row -> row.now() + row.then() > 0)
                .toList();
        return new Preview(rows, hidden(difference.whole(), keptBack));
    }

    /** What these terms keep back, whether there is any of it or not. */
    static Set<Sensitivity> keptBack(ConsentTerms terms) {
        return switch (terms) {
            case ConsentTerms.Treatment treatment -> treatment.except();
            case ConsentTerms.Research research -> research.except();
            case ConsentTerms.Other _ -> Set.of();
        };
    }

    private static Map<Category, Integer> counts(List<StoredResource> records) {
        Map<Category, Integer> counts = new EnumMap<>(Category.class);
        records.forEach(record ->
                Categories.of(record.id().type()).ifPresent(category -> counts.merge(category, 1, Integer::sum)));
        return counts;
    }

    private static Set<Sensitivity> hidden(List<StoredResource> whole, Set<Sensitivity> keptBack) {
        if (keptBack.isEmpty()) {
            return Set.of();
        }
        var there = whole.stream()
                .flatMap(record -> StreamSupport.stream(labels(record).spliterator(), false))
                .map(label -> label.path("code").asText())
                .collect(Collectors.toSet());
        return keptBack.stream()
                .filter(sensitivity ->
                        there.contains(SensitivityCodes.of(sensitivity).code()))
                .collect(Collectors.toSet());
    }

    private static JsonNode labels(StoredResource record) {
        try {
            return JSON.readTree(record.json().utf8()).path("meta").path("security");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds JSON: " + record, e);
        }
    }
}
