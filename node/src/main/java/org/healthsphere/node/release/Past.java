package org.healthsphere.node.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Asks for versions, newest first (FHIR R4, 3.1.0.9). What is written while one pages comes before the first page, never into one.
 *
 * @param type of this type only
 * @param id of this resource only
 * @param since at this time or later
 * @param count at most this many on the page
 * @param after where the page begins, from the page before
 * @param during only versions that were the current one at some time in it
 */
public record Past(
        Optional<String> type,
        Optional<ResourceId> id,
        Instant since,
        int count,
        Optional<String> after,
        Optional<Span> during) {
    private static final Pattern PLACE = Pattern.compile("(\\d{1,18})/([A-Z][A-Za-z]{1,63})/([A-Za-z0-9\\-.]{1,64})");

    /** Of any time. */
    public Past(Optional<String> type, Optional<ResourceId> id, Instant since, int count, Optional<String> after) {
        this(type, id, since, count, after, Optional.empty());
    }

    /** A span of time, both ends included. */
    public record Span(Instant from, Instant until) {}

    /**
     * A page of versions.
     *
     * @param total of one resource, as many as may be seen; of more than one it is not counted
     * @param next where the next page begins
     */
    public record Page(List<StoredResource> versions, Optional<Integer> total, Optional<String> next) {
        public Page {
            versions = List.copyOf(versions);
        }
    }

    private record Place(long change, ResourceId id) {}

    /** Reads the page; only what is visible is counted or shown. */
    public Outcome<Page> of(ResourceStore store, Predicate<StoredResource> visible) {
        var place = after.flatMap(Past::place);
        return after.isPresent() && place.isEmpty()
                ? Outcome.failed(new Fault.Invalid(List.of(new Fault.Problem("_page", "is not from a history"))))
                : Outcome.of(page(store, visible, place));
    }

    private Page page(ResourceStore store, Predicate<StoredResource> visible, Optional<Place> from) {
        List<StoredResource> shown = new ArrayList<>();
        try (var versions = versions(store, from)) {
            versions.takeWhile(v -> !v.lastUpdated().isBefore(since))
                    .filter(v -> wasCurrent(store, v))
                    .filter(visible)
                    .limit(count + 1L)
                    .forEach(shown::add);
        }
        var more = shown.size() > count;
        var page = more ? shown.subList(0, count) : shown;
        var next = more && count > 0 ? Optional.of(name(page.getLast())) : Optional.<String>empty();
        return new Page(page, total(store, visible), next);
    }

    private Optional<Integer> total(ResourceStore store, Predicate<StoredResource> visible) {
        return id.map(resource -> (int) store.history(resource).stream()
                .filter(v -> !v.lastUpdated().isBefore(since))
                .filter(v -> wasCurrent(store, v))
                .filter(visible)
                .count());
    }

    private boolean wasCurrent(ResourceStore store, StoredResource version) {
        return during.filter(span -> version.lastUpdated().isAfter(span.until())
                        || store.version(version.id(), version.version() + 1)
                                .filter(next -> !next.lastUpdated().isAfter(span.from()))
                                .isPresent())
                .isEmpty();
    }

    private Stream<StoredResource> versions(ResourceStore store, Optional<Place> from) {
        var all = id.isPresent()
                ? store.history(id.get()).stream()
                : store.changesUpTo(from.map(Place::change).orElse(Long.MAX_VALUE));
        var later =
                from.map(place -> all.dropWhile(v -> !isAt(place, v)).skip(1)).orElse(all);
        return later.filter(v -> type.isEmpty() || v.id().type().equals(type.get()));
    }

    private static boolean isAt(Place place, StoredResource version) {
        return version.change() < place.change()
                || (version.change() == place.change() && version.id().equals(place.id()));
    }

    private static String name(StoredResource last) {
        return Bytes.utf8(last.change() + "/" + last.id()).base64url();
    }

    private static Optional<Place> place(String text) {
        try {
            var form = PLACE.matcher(Bytes.base64url(text).utf8());
            return form.matches()
                    ? Optional.of(
                            new Place(Long.parseLong(form.group(1)), new ResourceId(form.group(2), form.group(3))))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
