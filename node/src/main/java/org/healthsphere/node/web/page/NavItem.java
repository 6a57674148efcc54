package org.healthsphere.node.web.page;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.specs.Role;

/** A way to go from every page: where to, and by its name what it is called and drawn as. */
public record NavItem(String path, String name) {
    private static final List<Entry> ALL = List.of(
            new Entry(Routes.ME, "home"),
            new Entry(Routes.RECORD, "record"),
            new Entry(Routes.SHARING, "sharing"),
            new Entry(Routes.LOOKED, "looked"),
            new Entry(Routes.DESK, "patients"),
            new Entry(Routes.RESEARCH, "research"),
            new Entry(Routes.HEALTH, "health"),
            new Entry(Routes.MESSAGES, "messages"),
            new Entry(Routes.MEMBERS, "members"));

    private record Entry(Route route, String name) {}

    /** The ways that are open to this role. */
    static Stream<NavItem> of(Role role) {
        return ALL.stream()
                .filter(entry -> Routes.TABLE.permits(entry.route(), Optional.of(role)))
                .map(entry -> new NavItem(entry.route().path(), entry.name()));
    }
}
