package org.healthsphere.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.library.LiveTerminology;
import org.healthsphere.terminology.library.TerminologySwitch;
import org.healthsphere.terminology.library.VersionDifference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether terminology was loaded or removed, and has the node go over to it without a restart. */
final class TerminologyFollowing {
    private static final Logger LOG = LoggerFactory.getLogger(TerminologyFollowing.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final List<LiveTerminology> all;
    private final AtomicBoolean looking = new AtomicBoolean();

    private TerminologyFollowing(List<LiveTerminology> all) {
        this.all = all;
    }

    /** Looks until the node is closed. */
    static void start(Kept.Ground ground, Kept kept, Closing closing) {
        var following = new TerminologyFollowing(
                List.of(kept.terminology(), kept.published().live()));
        var timer = ground.vertx().setPeriodic(EVERY.toMillis(), _ -> following.look(ground));
        closing.add(() -> ground.vertx().cancelTimer(timer));
    }

    /** One look at a time: the next one comes soon enough. */
    private void look(Kept.Ground ground) {
        if (looking.compareAndSet(false, true)) {
            ground.useCases()
                    .call(() -> {
                        all.forEach(TerminologyFollowing::follow);
                        return true;
                    })
                    .onFailure(defect -> LOG.error("terminology that was loaded could not be followed", defect))
                    .onComplete(_ -> looking.set(false));
        }
    }

    private static void follow(LiveTerminology terminology) {
        switch (terminology.follow()) {
            case Outcome.Success<Optional<TerminologySwitch>>(var change) ->
                change.ifPresent(TerminologyFollowing::tell);
            case Outcome.Failure<Optional<TerminologySwitch>>(var fault) ->
                LOG.warn("terminology that was loaded is not answered from, what was there before is: {}", fault);
        }
    }

    private static void tell(TerminologySwitch change) {
        LOG.info("terminology: {} added, {} removed", change.added(), change.removed());
        change.differences().forEach(TerminologyFollowing::tell);
        if (!change.valueSets().isEmpty()) {
            LOG.info("value sets with other codes now: {}", change.valueSets());
        }
    }

    private static void tell(VersionDifference difference) {
        LOG.info(
                "{} is {} now: {} codes added, {} removed, {} retired, {} moved, {} renamed",
                difference.from(),
                difference.to().version(),
                difference.added().size(),
                difference.removed().size(),
                difference.retired().size(),
                difference.moved().size(),
                difference.renamed().size());
    }
}
