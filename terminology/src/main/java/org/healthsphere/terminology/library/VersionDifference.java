package org.healthsphere.terminology.library;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.index.Catalog;
import org.healthsphere.terminology.index.SystemView;

/**
 * What is other in one version of a code system than in another: for the steward who switches.
 *
 * @param added codes that are new
 * @param removed codes that are gone
 * @param retired codes that were active and are not any more
 * @param moved codes with other parents
 * @param renamed codes with another display
 */
public record VersionDifference(
        Canonical from,
        Canonical to,
        List<String> added,
        List<String> removed,
        List<String> retired,
        List<String> moved,
        List<String> renamed) {

    private static final Set<String> ANSWERED = Set.of("complete", "fragment");

    static Outcome<VersionDifference> of(Catalog catalog, Canonical from, Canonical to) {
        return of(catalog, catalog, from, to);
    }

    /** The same where the two are not held together. */
    static Outcome<VersionDifference> of(Catalog old, Catalog now, Canonical from, Canonical to) {
        var before = view(old, from);
        var after = view(now, to);
        if (before.isEmpty() || after.isEmpty()) {
            return Outcome.failed(new Fault.NotFound("code system " + (before.isEmpty() ? from : to)));
        }
        return Outcome.of(between(before.orElseThrow(), after.orElseThrow()));
    }

    private static Optional<SystemView> view(Catalog catalog, Canonical id) {
        return catalog.system(id.url(), id.version(), ANSWERED, Set.of());
    }

    private static VersionDifference between(SystemView before, SystemView after) {
        var difference = new VersionDifference(
                before.id(),
                after.id(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        after.all().forEach(concept -> {
            var code = after.code(concept);
            var old = before.find(code);
            if (old == SystemView.NONE) {
                difference.added.add(code);
            } else {
                difference.compare(code, before, old, after, concept);
            }
        });
        before.all().forEach(concept -> {
            if (after.find(before.code(concept)) == SystemView.NONE) {
                difference.removed.add(before.code(concept));
            }
        });
        return difference;
    }

    private void compare(String code, SystemView before, int old, SystemView after, int concept) {
        if (after.isInactive(concept) && !before.isInactive(old)) {
            retired.add(code);
        }
        if (!parents(before, old).equals(parents(after, concept))) {
            moved.add(code);
        }
        if (!before.display(old).equals(after.display(concept))) {
            renamed.add(code);
        }
    }

    private static Set<String> parents(SystemView system, int concept) {
        var parents = new TreeSet<String>();
        system.parents(concept).forEach(parent -> parents.add(system.code(parent)));
        return parents;
    }
}
