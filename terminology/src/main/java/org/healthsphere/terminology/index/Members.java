package org.healthsphere.terminology.index;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.ExpansionDigest;
import org.healthsphere.terminology.Terminology.CodeSet;
import org.healthsphere.terminology.Terminology.Concept;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The codes of a value set: for each version of a code system the numbers of its concepts.
 *
 * <p>Immutable. Asking whether a code is in, and leafing to any page, never expands the whole.
 */
public final class Members implements CodeSet {
    static final Members NONE = new Members(new TreeMap<>());

    private final SortedMap<Canonical, Part> parts;
    private final List<Part> each;
    private volatile @Nullable String digest;

    private Members(SortedMap<Canonical, Part> parts) {
        this.parts = parts;
        this.each = List.copyOf(parts.values());
    }

    /** Concepts of one code system; the bitmap is handed over. */
    static Members of(CodeSystemIndex system, RoaringBitmap concepts) {
        SortedMap<Canonical, Part> parts = new TreeMap<>();
        if (!concepts.isEmpty()) {
            concepts.runOptimize();
            parts.put(system.id(), new Part(system, concepts));
        }
        return new Members(parts);
    }

    Members or(Members other) {
        SortedMap<Canonical, Part> all = new TreeMap<>(parts);
        other.parts.forEach((id, part) -> all.merge(id, part, (a, b) -> a.or(b)));
        return new Members(all);
    }

    Members and(Members other) {
        return join(other, false, (a, b) -> RoaringBitmap.and(a, b));
    }

    Members without(Members other) {
        return join(other, true, (a, b) -> RoaringBitmap.andNot(a, b));
    }

    /** Without the inactive codes. */
    public Members active() {
        return parts.values().stream()
                .map(part -> of(
                        part.system(),
                        RoaringBitmap.andNot(part.bits(), part.system().inactive())))
                .reduce(NONE, Members::or);
    }

    private Members join(Members other, boolean keepsUnmatched, BinaryOperator<RoaringBitmap> operator) {
        var all = NONE;
        for (var part : parts.entrySet()) {
            var with = other.parts.get(part.getKey());
            if (with != null) {
                all = all.or(of(
                        part.getValue().system(), operator.apply(part.getValue().bits(), with.bits())));
            } else if (keepsUnmatched) {
                all = all.or(new Members(new TreeMap<>(Map.of(part.getKey(), part.getValue()))));
            }
        }
        return all;
    }

    @Override
    public boolean contains(Coding code) {
        for (var part : each) {
            if (part.contains(code)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int size() {
        return parts.values().stream()
                .mapToInt(part -> part.bits().getCardinality())
                .sum();
    }

    @Override
    public String digest() {
        var known = digest;
        if (known == null) {
            known = computeDigest();
            digest = known;
        }
        return known;
    }

    private String computeDigest() {
        List<String> lines = new ArrayList<>();
        parts.forEach((id, part) -> part.bits()
                .forEach((int concept) -> lines.add(ExpansionDigest.line(
                        id.url(), id.version(), part.system().code(concept)))));
        return ExpansionDigest.ofLines(lines.stream());
    }

    /** The code systems that have a part in it. */
    public Collection<Canonical> systems() {
        return List.copyOf(parts.keySet());
    }

    /** The concepts from one place on, by system, then in the depth-first order of its hierarchy. */
    public List<Entry> page(int offset, int count) {
        List<Entry> page = new ArrayList<>();
        var skip = offset;
        for (var part : parts.values()) {
            var size = part.bits().getCardinality();
            for (var i = skip; i < size && page.size() < count; i++) {
                page.add(part.entry(part.bits().select(i)));
            }
            skip = Math.max(0, skip - size);
        }
        return page;
    }

    /** All concepts, in the order of {@link #page}. */
    List<Concept> concepts() {
        List<Concept> all = new ArrayList<>();
        parts.values()
                .forEach(part ->
                        part.bits().forEach((int c) -> all.add(part.system().concept(c))));
        return all;
    }

    /** Those with a name that has, for each word of the text, a word that starts with it. */
    public Members matching(String text) {
        var words = NameFilter.words(text);
        return parts.values().stream()
                .map(part -> of(
                        part.system(),
                        RoaringBitmap.and(part.bits(), part.system().search().find(words, Set.of(), false))))
                .reduce(NONE, Members::or);
    }

    /**
     * A concept of an expansion.
     *
     * @param language of the display
     */
    public record Entry(Concept concept, String language, boolean notSelectable, List<Designation> designations) {
        public Entry {
            designations = List.copyOf(designations);
        }
    }

    private record Part(CodeSystemIndex system, RoaringBitmap bits) {
        Part or(Part other) {
            return new Part(system, RoaringBitmap.or(bits, other.bits));
        }

        boolean contains(Coding code) {
            if (!system.id().url().equals(code.system())) {
                return false;
            }
            var concept = system.find(code.code());
            return concept != CodeSystemIndex.NONE && bits.contains(concept);
        }

        Entry entry(int concept) {
            return new Entry(
                    system.concept(concept),
                    system.language(),
                    system.isNotSelectable(concept),
                    system.designations(concept));
        }
    }
}
