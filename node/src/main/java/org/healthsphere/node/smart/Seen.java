package org.healthsphere.node.smart;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Which assertions were shown before, each as long as it could be shown again; also over a restart. When there are very many,
 * further ones are refused: none is forgotten before its time.
 */
final class Seen {
    private static final String SPACE = "app-assertion";
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);
    private static final int MOST = 200_000;

    private final ResourceStore store;
    private final InstantSource clock;
    private final Map<Sha256, Instant> seen = new ConcurrentHashMap<>();
    private Instant swept = Instant.EPOCH;

    Seen(ResourceStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        try (var marks = store.marks(SPACE)) {
            marks.forEach(mark ->
                    seen.put(new Sha256(mark.key()), Instant.parse(mark.value().utf8())));
        }
    }

    /** The first time that this issuer shows this id: {@link Fault.Unauthenticated} every other time until then. */
    synchronized Outcome<String> first(String issuer, String id, Instant until) {
        sweep();
        var digest = Sha256.of(
                Bytes.utf8(issuer).array(), new byte[1], Bytes.utf8(id).array());
        if (seen.containsKey(digest)) {
            return Outcome.failed(new Fault.Unauthenticated("an assertion with this jti was shown before"));
        }
        if (seen.size() >= MOST) {
            return Outcome.failed(new Fault.TooMany("too many assertions at a time"));
        }
        store.putMark(new Mark(SPACE, digest.hex(), Bytes.utf8(until.toString())));
        seen.put(digest, until);
        return Outcome.of(id);
    }

    private void sweep() {
        var now = clock.instant();
        if (now.isBefore(swept.plus(BETWEEN_SWEEPS))) {
            return;
        }
        swept = now;
        seen.entrySet().stream()
                .filter(entry -> now.isAfter(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList()
                .forEach(digest -> {
                    seen.remove(digest);
                    store.removeMark(SPACE, digest.hex());
                });
    }
}
