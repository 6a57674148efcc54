package org.healthsphere.terminology.fhir;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.index.ConceptSet;
import org.healthsphere.terminology.index.SystemView;

/** Concepts of several systems, each by the numbers it has there; of a system in one version. */
final class ConceptSets {
    private final Map<Canonical, Part> parts = new LinkedHashMap<>();

    void put(SystemView system, ConceptSet concepts) {
        parts.merge(
                system.id(),
                new Part(system, concepts),
                (a, b) -> a.with(a.concepts().or(b.concepts())));
    }

    void or(ConceptSets other) {
        other.parts.values().forEach(part -> put(part.system(), part.concepts()));
    }

    void and(ConceptSets other) {
        parts.replaceAll((id, part) ->
                part.with(other.of(id).map(with -> part.concepts().and(with)).orElseGet(part.system()::none)));
    }

    void without(ConceptSets other) {
        parts.replaceAll((id, part) -> part.with(
                other.of(id).map(with -> part.concepts().without(with)).orElse(part.concepts())));
    }

    private Optional<ConceptSet> of(Canonical system) {
        return Optional.ofNullable(parts.get(system)).map(Part::concepts);
    }

    void keep(boolean onlyActive, boolean onlySelectable) {
        parts.replaceAll((_, part) -> {
            var active = onlyActive ? part.concepts().without(part.system().inactive()) : part.concepts();
            return part.with(onlySelectable ? active.without(part.system().abstractOnes()) : active);
        });
    }

    /** Only those that are called so. */
    ConceptSets named(String text, boolean similar) {
        var named = new ConceptSets();
        parts.values()
                .forEach(part -> named.put(
                        part.system(), part.concepts().and(part.system().named(text, similar))));
        return named;
    }

    int size() {
        return parts.values().stream().mapToInt(part -> part.concepts().size()).sum();
    }

    List<SystemView> systems() {
        return parts.values().stream().map(Part::system).toList();
    }

    /** The concepts of the page. */
    List<Place> page(Page page) {
        List<Place> places = new ArrayList<>();
        var skip = page.offset().orElse(0);
        var most = page.count().orElse(Integer.MAX_VALUE);
        for (var part : parts.values()) {
            part.concepts()
                    .page(skip, most - places.size())
                    .forEach(concept -> places.add(new Place(part.system(), concept)));
            skip = Math.max(0, skip - part.concepts().size());
        }
        return places;
    }

    /** Of the same concepts in the same versions it is the same. */
    Sha256 digest() {
        var all = new ByteArrayOutputStream();
        parts.forEach((id, part) -> {
            all.writeBytes((id + "\n").getBytes(StandardCharsets.UTF_8));
            all.writeBytes(part.concepts().digest().bytes());
        });
        return Sha256.of(all.toByteArray());
    }

    /** A concept of a system. */
    record Place(SystemView system, int concept) {}

    private record Part(SystemView system, ConceptSet concepts) {
        Part with(ConceptSet others) {
            return new Part(system, others);
        }
    }
}
