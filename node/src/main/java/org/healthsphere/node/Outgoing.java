package org.healthsphere.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.healthsphere.node.outbound.ListenersFile;
import org.healthsphere.node.outbound.Notifications;
import org.healthsphere.specs.Bytes;

/** Tells the hospital's own systems that {@code listeners.json} names, one after the other each, again and again. */
final class Outgoing {
    private static final Duration EVERY = Duration.ofSeconds(2);

    private Outgoing() {}

    static List<Fetching> of(Rooms rooms) {
        var file = rooms.kept().folder().part("listeners.json");
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return ListenersFile.read(Bytes.of(Files.readAllBytes(file))).orElseThrow().stream()
                    .map(listener -> new Notifications(
                            rooms.kept().store(),
                            rooms.exchange().releasing().gate(),
                            rooms.identity().id(),
                            listener,
                            tls -> tls ? SSLSocketFactory.getDefault() : SocketFactory.getDefault()))
                    .map(notifications -> Fetching.telling(EVERY, () -> {
                        var _ = notifications.round();
                    }))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
