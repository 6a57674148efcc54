package org.healthsphere.node.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where in a document the check is: names and, in arrays, positions. Written out only when there is something to say. */
final class Trail {
    private static final int NONE = -1;

    private record Step(String name, int position) {}

    private final List<Step> steps = new ArrayList<>();

    void enter(String name) {
        steps.add(new Step(name, NONE));
    }

    /** Inside of the array just entered. */
    void at(int position) {
        steps.set(steps.size() - 1, new Step(steps.getLast().name(), position));
    }

    void leave() {
        var _ = steps.removeLast();
    }

    int depth() {
        return steps.size();
    }

    /** Whether the names from some depth on are these. */
    boolean isAt(int depth, List<String> names) {
        if (steps.size() - depth != names.size()) {
            return false;
        }
        for (var i = 0; i < names.size(); i++) {
            if (!steps.get(depth + i).name().equals(names.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** As FHIRPath: {@code Bundle.entry[3].resource.birthDate}. */
    String path(Optional<String> member) {
        var path = new StringBuilder();
        for (var step : steps) {
            path.append(path.isEmpty() ? "" : ".").append(step.name());
            if (step.position() != NONE) {
                path.append('[').append(step.position()).append(']');
            }
        }
        member.ifPresent(m -> path.append('.').append(m));
        return path.toString();
    }
}
