package org.healthsphere.terminology.library;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Members;
import org.healthsphere.terminology.index.Txi;

/**
 * What is other after the terminology of a node has changed.
 *
 * @param added what is there now
 * @param removed what is not there any more
 * @param differences of each code system of which another version is meant now where none is named
 * @param valueSets canonicals of the value sets that have other codes now
 */
public record TerminologySwitch(
        List<Canonical> added,
        List<Canonical> removed,
        List<VersionDifference> differences,
        List<Canonical> valueSets) {
    public TerminologySwitch {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        differences = List.copyOf(differences);
        valueSets = List.copyOf(valueSets);
    }

    static TerminologySwitch between(CompiledTerminology before, CompiledTerminology after) {
        var differences = differences(before, after);
        return new TerminologySwitch(
                without(after, before), without(before, after), differences, valueSets(before, after, differences));
    }

    private static List<Canonical> without(CompiledTerminology some, CompiledTerminology others) {
        var known = others.files().stream().map(Txi::sha256).collect(Collectors.toSet());
        return some.files().stream()
                .filter(file -> !known.contains(file.sha256()))
                .map(Txi::id)
                .toList();
    }

    private static List<VersionDifference> differences(CompiledTerminology before, CompiledTerminology after) {
        List<VersionDifference> all = new ArrayList<>();
        for (var url : systems(before)) {
            var from = before.catalog().versions(url);
            var to = after.catalog().versions(url);
            if (!from.isEmpty() && !to.isEmpty() && !latest(before, url).equals(latest(after, url))) {
                var difference = VersionDifference.of(
                        before.catalog(), after.catalog(), latest(before, url), latest(after, url));
                if (difference instanceof Outcome.Success<VersionDifference>(var found)) {
                    all.add(found);
                }
            }
        }
        return all;
    }

    private static Set<String> systems(CompiledTerminology terminology) {
        return terminology.files().stream()
                .filter(file -> file.kind() == Txi.Kind.CODE_SYSTEM)
                .map(file -> file.id().url())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Canonical latest(CompiledTerminology terminology, String url) {
        return terminology.files().stream()
                .filter(file -> file.kind() == Txi.Kind.CODE_SYSTEM)
                .map(Txi::id)
                .filter(id -> id.url().equals(url))
                .max(Canonical::compareTo)
                .orElseThrow();
    }

    /** Those that have to do with a code system that has changed, and come to something else by it. */
    private static List<Canonical> valueSets(
            CompiledTerminology before, CompiledTerminology after, List<VersionDifference> differences) {
        var changed = new HashSet<String>();
        differences.forEach(difference -> changed.add(difference.to().url()));
        if (changed.isEmpty()) {
            return List.of();
        }
        return before.catalog().valueSets().stream()
                .map(ValueSet::id)
                .filter(id -> isOf(before.members(id.toString()), changed)
                        && !same(before.members(id.toString()), after.members(id.toString())))
                .toList();
    }

    private static boolean isOf(Outcome<Members> members, Set<String> systems) {
        return members instanceof Outcome.Success<Members>(var held)
                && held.systems().stream().map(Canonical::url).anyMatch(systems::contains);
    }

    private static boolean same(Outcome<Members> before, Outcome<Members> after) {
        return before instanceof Outcome.Success<Members>(var old)
                && after instanceof Outcome.Success<Members>(var now)
                && codes(old).equals(codes(now));
    }

    /** The codes themselves: another version of the system alone does not make another value set. */
    private static Set<String> codes(Members members) {
        return members.page(0, Integer.MAX_VALUE).stream()
                .map(entry -> entry.concept().coding().toString())
                .collect(Collectors.toSet());
    }
}
