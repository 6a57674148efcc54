package org.healthsphere.terminology.fhir;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.Standing;
import org.healthsphere.terminology.content.ValueSet;

/**
 * Leafs through large value sets: sets of concepts are joined, counted and searched as sets, and only the codes of the page that is
 * asked for are looked at.
 *
 * <p>Does so for definitions that are made of filters, whole systems and other such value sets, each system in one version. Where a
 * definition lists codes, {@link Expander} lists them.
 */
final class LargeExpander {
    /** From so many codes on it is worth it. */
    static final int LARGE = 1_000;

    /** What is made of more parts is not plain. */
    private static final int MOST_LOOKED_AT = 100;

    private final Scope scope;
    private final Expander expander;
    private int looked;

    LargeExpander(Scope scope) {
        this.scope = scope;
        this.expander = new Expander(scope);
    }

    /** Whether the definition is of the kind that can be joined as sets. */
    boolean isPlain(ValueSet valueSet) {
        return isPlain(valueSet, new HashSet<>(), new LinkedHashMap<>());
    }

    private boolean isPlain(ValueSet valueSet, Set<Canonical> within, Map<String, String> versions) {
        if (++looked > MOST_LOOKED_AT || !within.add(valueSet.id())) {
            return false;
        }
        var includes = Include.includes(valueSet);
        var excludes = Include.excludes(valueSet);
        var plain = !includes.isEmpty()
                && includes.stream().allMatch(include -> isPlain(include, valueSet, within, versions))
                && excludes.stream().allMatch(exclude -> isPlain(exclude, valueSet, within, versions));
        within.remove(valueSet.id());
        return plain;
    }

    private boolean isPlain(Include include, ValueSet by, Set<Canonical> within, Map<String, String> versions) {
        if (!include.concepts().isEmpty()
                || (!include.hasSystem() && include.valueSets().isEmpty())) {
            return false;
        }
        var version = include.hasSystem() ? scope.asked().version(include.system(), include.version()) : "";
        var same = !include.hasSystem()
                || versions.computeIfAbsent(include.system(), _ -> version).equals(version);
        return same
                && include.valueSets().stream()
                        .allMatch(named -> scope.valueSet(scope.asked().valueSet(named), by.resource())
                                .filter(other -> isPlain(other, within, versions))
                                .isPresent());
    }

    /** Joins the sets; what was used is noted as {@link Expander} notes it. */
    ConceptSets join(ValueSet valueSet, Collected into) {
        scope.enter(valueSet);
        Expander.warn(Standing.of(valueSet.resource()), valueSet.id(), valueSet, into);
        var all = new ConceptSets();
        Include.includes(valueSet).stream()
                .sorted(Expander.LATEST_FIRST)
                .forEach(include -> all.or(part(include, valueSet, into)));
        Include.excludes(valueSet).forEach(exclude -> all.without(part(exclude, valueSet, into)));
        all.keep(
                Scope.excludesInactive(valueSet) || scope.asked().is("activeOnly"),
                scope.asked().is("excludeNotForUI"));
        scope.leave(valueSet);
        return all;
    }

    private ConceptSets part(Include include, ValueSet by, Collected into) {
        var part = new ConceptSets();
        if (include.hasSystem()) {
            var system = expander.system(include, by, into);
            Expander.mustBeListed(system, by);
            part.put(system, Filtered.of(system, include, by));
        }
        var first = !include.hasSystem();
        for (var named : include.valueSets()) {
            var other = expander.valueSet(named, by);
            var imported = join(other, into);
            Expander.warn(Standing.of(other.resource()), other.id(), by, into);
            if (!named.startsWith("#")) {
                into.use("used-valueset", other.id().toString());
            }
            if (first) {
                part.or(imported);
            } else {
                part.and(imported);
            }
            first = false;
        }
        return part;
    }
}
