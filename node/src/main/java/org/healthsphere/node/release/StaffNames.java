package org.healthsphere.node.release;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.specs.Requester;

/** Under which references a directive names somebody of this hospital: as the Practitioner that he is, and by his Groups. */
public final class StaffNames implements Function<Requester, Set<String>> {
    private static final int PAGE = 200;

    private final Function<String, Optional<String>> practitioners;
    private final ResourceIndex index;

    /** @param practitioners the id of the Practitioner that a user is, by the user's id */
    public StaffNames(Function<String, Optional<String>> practitioners, ResourceIndex index) {
        this.practitioners = practitioners;
        this.index = index;
    }

    @Override
    public Set<String> apply(Requester requester) {
        return practitioners
                .apply(requester.subject())
                .map(id -> "Practitioner/" + id)
                .map(this::withGroups)
                .orElseGet(Set::of);
    }

    /** All of them: a no to a Group whose member he is would else not be about him. */
    private Set<String> withGroups(String practitioner) {
        var names = new TreeSet<>(Set.of(practitioner));
        var criteria = List.of(Criterion.of("member", List.of(practitioner)));
        Optional<String> after = Optional.empty();
        do {
            var page = index.search(new Query("Group", criteria, List.of(), PAGE, after), ReleaseFilter.everything())
                    .orElseThrow();
            page.matches().forEach(group -> names.add(group.toString()));
            after = page.next();
        } while (after.isPresent());
        return names;
    }
}
