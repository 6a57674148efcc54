package org.healthsphere.node.web.desk;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.web.view.MergedView;
import org.healthsphere.node.web.view.SiteAnswer;
import org.healthsphere.specs.Outcome;

/**
 * Records that are being asked for in the network. Who does not get his at once sees who has answered, and comes again for the rest; what he
 * gets then is what came of the one question, a moment ago, and is given to him once.
 */
final class OpeningRecords {
    private static final Duration PATIENCE = Duration.ofMillis(1_200);
    /** Who does not come for it in time asks anew: consent may have changed. */
    private static final Duration FRESH = Duration.ofSeconds(15);

    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final UseCases useCases;
    private final InstantSource clock;
    private final Map<Asker, Running> running = new ConcurrentHashMap<>();

    /** Who asked, and on which way to a record. */
    private record Asker(String session, String handle) {}

    /** Asks the network, and tells of each hospital that has answered. */
    interface Question {
        Outcome<MergedView> ask(Consumer<SiteAnswer> heard);
    }

    /** How far it has come. */
    sealed interface Progress {}

    /** All that came of it. */
    record Done(Outcome<MergedView> record) implements Progress {}

    /** Those who have answered, in the order of their names. */
    record Waiting(List<SiteAnswer> heard) implements Progress {}

    private final class Running {
        private final Instant began = clock.instant();
        private final Map<String, SiteAnswer> heard = new ConcurrentSkipListMap<>();
        private final Future<Outcome<MergedView>> answer;
        private volatile Instant ended = Instant.MAX;

        Running(Question question) {
            this.answer = useCases.call(() -> {
                try {
                    return question.ask(
                            site -> heard.put(site.hospital().id(), site));
                } finally {
                    ended = clock.instant();
                }
            });
        }

        boolean isOver(Instant now) {
            return began.plus(LONGEST).isBefore(now)
                    || (ended.isBefore(now) && ended.plus(FRESH).isBefore(now));
        }
    }

    OpeningRecords(UseCases useCases, InstantSource clock) {
        this.useCases = useCases;
        this.clock = clock;
    }

    /** Begins to ask unless it has been begun, and waits a little. */
    Progress of(String session, String handle, Question question) {
        var now = clock.instant();
        running.values().removeIf(one -> one.isOver(now));
        var asker = new Asker(session, handle);
        var mine = running.computeIfAbsent(asker, _ -> new Running(question));
        try {
            var record = mine.answer.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            running.remove(asker, mine);
            return new Done(record);
        } catch (TimeoutException _) {
            return new Waiting(List.copyOf(mine.heard.values()));
        } catch (RuntimeException defect) {
            running.remove(asker, mine);
            throw defect;
        }
    }
}
