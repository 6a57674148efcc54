package org.healthsphere.node.fhir.subscription;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.node.store.ResourceIndex.Criterion;

/**
 * What a Subscription asks for, read once.
 *
 * @param filters all of which must hold
 */
record Terms(Topic topic, List<Criterion> filters, Channel channel, Payload payload, Pace pace) {
    Terms {
        filters = List.copyOf(filters);
    }

    /** The way to the subscriber. */
    sealed interface Channel {
        record RestHook(URI endpoint) implements Channel {}

        record WebSocket() implements Channel {}
    }

    /**
     * In which form he is told.
     *
     * @param mime as he wrote it, which is what is sent
     */
    record Payload(String mime, Content content) {
        boolean isXml() {
            return mime.contains("xml");
        }
    }

    /** How much he is told (backport-content-code-system). */
    enum Content {
        EMPTY,
        ID_ONLY,
        FULL_RESOURCE;

        static Optional<Content> of(String code) {
            return Arrays.stream(values()).filter(c -> c.code().equals(code)).findFirst();
        }

        private String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * How often, how patiently, how much at once.
     *
     * @param heartbeat without one no heartbeat is sent
     */
    record Pace(Optional<Duration> heartbeat, Duration timeout, int maxCount) {}
}
