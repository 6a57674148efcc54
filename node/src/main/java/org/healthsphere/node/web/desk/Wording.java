package org.healthsphere.node.web.desk;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Sentences in each language of the pages. */
public record Wording(Map<String, List<String>> byLanguage) {
    public Wording {
        byLanguage = byLanguage.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
    }

    /** In this language; none where there are none. */
    public List<String> in(String language) {
        return Optional.ofNullable(byLanguage.get(language)).orElse(List.of());
    }
}
