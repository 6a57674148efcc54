package org.healthsphere.terminology.grammar;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.Versions;

/** The grammars that are known, each in one version. */
public final class Grammars {
    private static final Map<String, Grammar> ALL = List.of(new Units(), new LanguageTags(), new MediaTypes()).stream()
            .collect(Collectors.toUnmodifiableMap(grammar -> grammar.id().url(), Function.identity()));

    private Grammars() {}

    public static List<Grammar> all() {
        return ALL.values().stream().sorted((a, b) -> a.id().compareTo(b.id())).toList();
    }

    /** The grammar of the code system, in the version when one is named. */
    public static Optional<Grammar> find(Canonical wanted) {
        return Optional.ofNullable(ALL.get(wanted.url()))
                .filter(grammar -> !wanted.hasVersion()
                        || Versions.matches(wanted.version(), grammar.id().version()));
    }
}
