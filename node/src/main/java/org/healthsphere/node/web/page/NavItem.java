package org.healthsphere.node.web.page;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.specs.Role;

/**
 * A way to go from every page: where to, and by its name what it is called and drawn as.
 *
 * @param behind pages that are reached by it without lying below it
 */
public record NavItem(String path, String name, List<String> behind) {
    private static final List<Entry> ALL = List.of(
            new Entry(Addresses.ME, "home"),
            new Entry(Addresses.RECORD, "record"),
            new Entry(Addresses.SHARING, "sharing", Addresses.HELPERS),
            new Entry(Addresses.LOOKED, "looked", Addresses.OWN_RESEARCH),
            new Entry(Addresses.LINKS, "links"),
            new Entry(Addresses.APPS, "apps"),
            new Entry(Addresses.DESK, "patients"),
            new Entry(Addresses.INBOX, "inbox"),
            new Entry(Addresses.RESEARCH, "research"),
            new Entry(Addresses.STUDIES, "studies"),
            new Entry(Addresses.HEALTH, "health"),
            new Entry(Addresses.MESSAGES, "messages"),
            new Entry(Addresses.KEPT, "kept"),
            new Entry(Addresses.MAPPINGS, "mappings"),
            new Entry(Addresses.MEMBERS, "members"),
            new Entry(Addresses.MATCHES, "matches"),
            new Entry(Addresses.CURATION, "curation"),
            new Entry(Addresses.PROPOSALS, "proposals"),
            new Entry(Addresses.CASES, "cases"),
            new Entry(Addresses.GUARDIANS, "guardians"));

    private record Entry(Route route, String name, List<Route> behind) {
        Entry(Route route, String name, Route... behind) {
            this(route, name, List.of(behind));
        }

        NavItem item() {
            return new NavItem(
                    route.path(), name, behind.stream().map(Route::path).toList());
        }
    }

    /** How much of a path leads to what is reached by it; negative when nothing does. */
    int leadsTo(String place) {
        return Stream.concat(Stream.of(path), behind.stream())
                .filter(way -> place.equals(way) || place.startsWith(way + "/"))
                .mapToInt(String::length)
                .max()
                .orElse(-1);
    }

    /** The ways that are open to this role. */
    static Stream<NavItem> of(Role role) {
        return ALL.stream()
                .filter(entry -> Addresses.TABLE.permits(entry.route(), Optional.of(role)))
                .map(Entry::item);
    }
}
