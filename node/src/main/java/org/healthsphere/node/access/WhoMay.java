package org.healthsphere.node.access;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Role;

/**
 * The table of who may call which route. A route that is not in it may be called by nobody.
 *
 * <p>Whatever mounts a route takes it from here, so that none exists without a rule.
 */
public final class WhoMay {
    private final Map<Route, Optional<Set<Role>>> rules = new LinkedHashMap<>();

    /** A method and a path with its parameters' names in it. */
    public record Route(String method, String path) {
        public static Route get(String path) {
            return new Route("GET", path);
        }

        public static Route post(String path) {
            return new Route("POST", path);
        }
    }

    /** A row of the table. */
    public sealed interface Rule {
        Route route();

        /** Anybody, signed in or not. */
        record Anybody(Route route) implements Rule {}

        /** Who has one of these roles. */
        record Only(Route route, Set<Role> roles) implements Rule {
            public Only {
                roles = Set.copyOf(roles);
            }
        }

        static Rule anybody(Route route) {
            return new Anybody(route);
        }

        static Rule only(Route route, Role first, Role... others) {
            var roles = new HashSet<>(Set.of(others));
            roles.add(first);
            return new Only(route, roles);
        }
    }

    public WhoMay(Rule... table) {
        for (var rule : table) {
            var roles = switch (rule) {
                case Rule.Anybody _ -> Optional.<Set<Role>>empty();
                case Rule.Only only -> Optional.of(only.roles());
            };
            if (rules.put(rule.route(), roles) != null) {
                throw new IllegalArgumentException("two rules for " + rule.route());
            }
        }
    }

    public Set<Route> routes() {
        return Set.copyOf(rules.keySet());
    }

    /** Whether somebody in this role, or nobody known, may call this route. */
    public boolean permits(Route route, Optional<Role> role) {
        var roles = rules.get(route);
        if (roles == null) {
            return false;
        }
        return roles.map(some -> role.filter(some::contains).isPresent()).orElse(true);
    }
}
