package org.healthsphere.terminology.fhir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.ExpansionDigest;
import org.healthsphere.terminology.content.Canonical;
import org.jspecify.annotations.Nullable;

/** The codes of a value set as they come together, and what was used to find them. */
final class Collected {
    /** What is nested deeper is told flat: no reader of JSON takes more. */
    private static final int DEEPEST = 100;

    private final boolean tellsVersions;
    private final boolean merges;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();
    private final Set<Key> codes = new HashSet<>();
    private final List<Entry> roots = new ArrayList<>();
    private final Set<Key> excluded = new HashSet<>();
    private final Set<Canonical> excludedSystems = new HashSet<>();
    private final Set<Used> used = new LinkedHashSet<>();
    private boolean nested = true;
    private boolean unclosed;
    private Optional<Excerpt> excerpt = Optional.empty();
    private volatile @Nullable Sha256 digest;

    /**
     * Nothing yet.
     *
     * @param tellsVersions whether one code in two versions of its system is two codes
     * @param merges whether versions are taken together on purpose
     */
    Collected(boolean tellsVersions, boolean merges) {
        this.tellsVersions = tellsVersions;
        this.merges = merges;
    }

    private Key key(Entry entry) {
        return key(entry.view().id(), entry.code());
    }

    private Key key(Canonical system, String code) {
        return new Key(system.url(), tellsVersions && !merges ? system.version() : "", code);
    }

    void exclude(Canonical system, String code) {
        excluded.add(key(system, code));
    }

    /** All codes of the system, or of the version when one is named. */
    void excludeAll(Canonical system) {
        excludedSystems.add(tellsVersions && !merges ? system : new Canonical(system.url(), ""));
    }

    private boolean isExcluded(Entry entry) {
        var id = entry.view().id();
        return excluded.contains(key(entry))
                || excludedSystems.contains(id)
                || excludedSystems.contains(new Canonical(id.url(), ""));
    }

    /** Adds the code, unless it is excluded or there already. */
    void add(Entry entry, Optional<Entry> above) {
        if (isExcluded(entry)) {
            return;
        }
        if (entries.putIfAbsent(key(entry), entry) != null) {
            nested = false;
            return;
        }
        codes.add(new Key(entry.system(), "", entry.code()));
        above.ifPresentOrElse(parent -> parent.above(entry), () -> roots.add(entry));
        nested &= entry.depth() <= DEEPEST;
    }

    Optional<Entry> find(Canonical system, String code) {
        return Optional.ofNullable(entries.get(key(system, code)));
    }

    /** Whether the code is there, in whatever version of its system. */
    boolean has(Entry entry) {
        return codes.contains(new Key(entry.system(), "", entry.code()));
    }

    /** From now on the codes have no order of above and below. */
    void flatten() {
        nested = false;
    }

    boolean isNested() {
        return nested;
    }

    Collection<Entry> all() {
        return entries.values();
    }

    /** How many codes there are, here or not. */
    int total() {
        return excerpt.map(Excerpt::total).orElse(entries.size());
    }

    /** Of all codes, here or not. */
    Sha256 digest() {
        if (excerpt.isPresent()) {
            return excerpt.orElseThrow().digest();
        }
        var known = digest;
        if (known == null) {
            known = new Sha256(ExpansionDigest.ofLines(entries.values().stream()
                    .map(entry -> ExpansionDigest.line(entry.system(), entry.version(), entry.code()))));
            digest = known;
        }
        return known;
    }

    /** From now on what is here is only the page that was asked for. */
    void excerpt(Excerpt of) {
        excerpt = Optional.of(of);
        nested = false;
    }

    Optional<Excerpt> excerpt() {
        return excerpt;
    }

    List<Entry> roots() {
        return roots;
    }

    /** Notes what was used, under the name of the parameter that reports it. */
    void use(String parameter, String canonical) {
        used.add(new Used(parameter, canonical));
    }

    void useAll(Collected other) {
        used.addAll(other.used);
        unclosed |= other.unclosed;
    }

    Set<Used> used() {
        return used;
    }

    /** There are codes that cannot be listed. */
    void leaveOpen() {
        unclosed = true;
    }

    boolean isUnclosed() {
        return unclosed;
    }

    boolean tellsVersions() {
        return tellsVersions;
    }

    boolean merges() {
        return merges;
    }

    private record Key(String system, String version, String code) {}

    /**
     * A page, of so many codes.
     *
     * @param digest of all of them
     * @param similar whether they are only like what was looked for
     */
    record Excerpt(int total, Sha256 digest, boolean similar) {}

    /** Something that was used. */
    record Used(String parameter, String canonical) {}
}
