package org.healthsphere.node.web.ops;

import java.util.List;

/** How the node is, and what follows from it. */
public record HealthView(NodeHealth health, List<Check> checks) {
    public HealthView {
        checks = List.copyOf(checks);
    }

    public Check.Level worst() {
        return Check.worst(checks);
    }

    public List<Check> unwell() {
        return checks.stream().filter(c -> c.level() != Check.Level.GOOD).toList();
    }

    public Check.Level level(Check.Subject subject) {
        return checks.stream()
                .filter(c -> c.subject() == subject)
                .findFirst()
                .orElseThrow()
                .level();
    }
}
