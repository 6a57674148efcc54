package org.healthsphere.node.research;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/** How far analyses are that are being computed now: a step is a message to every hospital, and who has answered it. */
public final class RunProgress {
    private final Map<String, Stage> running = new ConcurrentHashMap<>();

    /**
     * Where an analysis stands.
     *
     * @param step counted from 1
     * @param answering who still takes part
     */
    public record Stage(int step, Set<String> asked, Set<String> answering) {
        public Stage {
            asked = Set.copyOf(asked);
            answering = Set.copyOf(answering);
        }
    }

    /** Nothing when it is not being computed. */
    public Optional<Stage> of(Sha256 plan, int analysis) {
        return Optional.ofNullable(running.get(key(plan, analysis)));
    }

    void at(Sha256 plan, int analysis, int step, Set<NodeId> answering) {
        var names = new TreeSet<String>();
        answering.forEach(member -> names.add(member.value()));
        running.compute(
                key(plan, analysis),
                (_, before) -> new Stage(
                        step, Optional.ofNullable(before).map(Stage::asked).orElse(names), names));
    }

    void ended(Sha256 plan, int analysis) {
        var _ = running.remove(key(plan, analysis));
    }

    private static String key(Sha256 plan, int analysis) {
        return plan + "/" + analysis;
    }
}
