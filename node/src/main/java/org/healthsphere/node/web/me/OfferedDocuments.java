package org.healthsphere.node.web.me;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.access.Session;
import org.healthsphere.specs.Bytes;

/**
 * Documents that somebody looks at before he confirms them: one for each who is signed in, for a limited time, and not many, since each
 * may be large. The oldest gives way.
 */
final class OfferedDocuments {
    static final int MOST = 16;
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final int BYTES = 16;

    private final SecureRandom random;
    private final InstantSource clock;
    private final Map<String, Offered> bySession = new LinkedHashMap<>();

    private record Offered(String handle, Bytes document, Instant until) {}

    OfferedDocuments(SecureRandom random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /** What the document is confirmed by. */
    synchronized String give(Session session, Bytes document) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var handle = Bytes.of(bytes).base64url();
        bySession.values().removeIf(offered -> !clock.instant().isBefore(offered.until()));
        bySession.remove(session.id());
        if (bySession.size() == MOST) {
            bySession.remove(bySession.keySet().iterator().next());
        }
        bySession.put(
                session.id(), new Offered(handle, document, clock.instant().plus(LIFE)));
        return handle;
    }

    /** The document, once. */
    synchronized Optional<Bytes> take(Session session, String handle) {
        var offered = Optional.ofNullable(bySession.get(session.id()))
                .filter(one -> one.handle().equals(handle) && clock.instant().isBefore(one.until()));
        offered.ifPresent(_ -> bySession.remove(session.id()));
        return offered.map(Offered::document);
    }
}
