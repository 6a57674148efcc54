package org.healthsphere.terminology.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Canonical;

/** What is held of one kind, in one or several versions. */
final class Held<T> {
    private final String kind;
    private final Map<String, NavigableMap<Canonical, T>> byUrl;
    private final Map<String, String> pins;

    private Held(String kind, Map<String, NavigableMap<Canonical, T>> byUrl, Map<String, String> pins) {
        this.kind = kind;
        this.byUrl = byUrl;
        this.pins = pins;
    }

    static <T> Held<T> none(String kind) {
        return new Held<>(kind, new TreeMap<>(), Map.of());
    }

    /** Whether it was not held before. */
    boolean add(Canonical id, T item) {
        return byUrl.computeIfAbsent(id.url(), _ -> new TreeMap<>()).putIfAbsent(id, item) == null;
    }

    /** The same, in which the version named here is meant where none is named. */
    Held<T> pinned(Map<String, String> versions) {
        Map<String, String> all = new HashMap<>(pins);
        all.putAll(versions);
        return new Held<>(kind, byUrl, Map.copyOf(all));
    }

    /** All versions of the canonical. */
    Collection<T> versions(String url) {
        var versions = byUrl.get(url);
        return versions == null ? List.of() : versions.values();
    }

    /** Of the versions of the canonical that will do the latest. */
    Optional<T> latest(String url, Predicate<T> willDo) {
        var versions = byUrl.get(url);
        if (versions == null) {
            return Optional.empty();
        }
        for (var item : versions.descendingMap().values()) {
            if (willDo.test(item)) {
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    Collection<T> all() {
        return byUrl.values().stream()
                .flatMap(versions -> versions.values().stream())
                .toList();
    }

    boolean has(String url) {
        return byUrl.containsKey(url);
    }

    /** The version named; where none is named the pinned one, else the latest. */
    Outcome<T> find(Canonical wanted) {
        var versions = byUrl.get(wanted.url());
        if (versions == null) {
            return Outcome.failed(new Fault.NotFound(kind + " " + wanted.url()));
        }
        var version = wanted.hasVersion() ? wanted.version() : pins.getOrDefault(wanted.url(), "");
        if (version.isEmpty()) {
            return Outcome.of(versions.lastEntry().getValue());
        }
        return Optional.ofNullable(versions.get(new Canonical(wanted.url(), version)))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.VersionMismatch(
                        kind + " " + wanted.url() + " is not held in version " + version + " but in "
                                + String.join(
                                        ", ",
                                        versions.keySet().stream()
                                                .map(Canonical::version)
                                                .toList()))));
    }

    /** Of each URL the version that is meant where none is named. */
    List<T> current() {
        List<T> all = new ArrayList<>();
        byUrl.keySet().forEach(url -> {
            if (find(new Canonical(url, "")) instanceof Outcome.Success<T>(var item)) {
                all.add(item);
            }
        });
        return all;
    }
}
