package org.healthsphere.compose.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;
import org.healthsphere.node.ingest.mllp.MllpClient;

/**
 * A system that sends its results in order, each until it is acknowledged, and believes only acknowledgements.
 *
 * <p>One thread sends; others may look.
 */
public final class Laboratory {
    private static final Duration ANSWER = Duration.ofMinutes(2);

    private final List<Order> orders;
    private final AtomicInteger acknowledged = new AtomicInteger();

    public Laboratory(List<Order> orders) {
        this.orders = List.copyOf(orders);
    }

    /**
     * Sends until so many are acknowledged or the connection breaks; as after a crash of its own it begins with what it sent last,
     * acknowledged or not.
     */
    public void send(InetSocketAddress node, int upTo) {
        try (var line = MllpClient.connect(SocketFactory.getDefault(), node, ANSWER)) {
            if (acknowledged.get() > 0) {
                assertAccepted(line, orders.get(acknowledged.get() - 1));
            }
            while (acknowledged.get() < Math.min(upTo, orders.size())) {
                assertAccepted(line, orders.get(acknowledged.get()));
                acknowledged.incrementAndGet();
            }
        } catch (UncheckedIOException e) {
            // The node is gone. What was not acknowledged is sent again.
        }
    }

    private static void assertAccepted(MllpClient line, Order order) {
        assertThat(line.send(order.message()).utf8()).contains("\rMSA|AA|" + order.number() + "\r");
    }

    /** How many were acknowledged. */
    public int count() {
        return acknowledged.get();
    }

    /** What it believes that the hospital has. */
    public List<Order> acknowledged() {
        return orders.subList(0, acknowledged.get());
    }

    /** What it has sent, perhaps, and has no acknowledgement of. */
    public Optional<Order> pending() {
        return acknowledged.get() < orders.size() ? Optional.of(orders.get(acknowledged.get())) : Optional.empty();
    }
}
