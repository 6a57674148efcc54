package org.healthsphere.node;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.healthsphere.node.Processes.Card;
import org.healthsphere.node.config.NodeConfig.Address;

/** Where the process is reached that leads now, asked again and again. */
final class Heads implements AutoCloseable {
    private static final Duration A_MOMENT = Duration.ofMillis(150);

    private final Processes processes;
    private volatile Optional<Card> card = Optional.empty();
    private boolean closed;

    Heads(Processes processes) {
        this.processes = processes;
    }

    /** Asks until closed; the caller gives the thread. */
    void run() {
        do {
            card = processes.head();
        } while (pause());
    }

    private synchronized boolean pause() {
        try {
            if (!closed) {
                TimeUnit.MILLISECONDS.timedWait(this, A_MOMENT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
        return !closed;
    }

    Optional<Address> http() {
        return at(Card::http);
    }

    Optional<Address> peers() {
        return at(Card::peers);
    }

    Optional<Address> mllp() {
        return at(Card::mllp);
    }

    private Optional<Address> at(ToIntFunction<Card> port) {
        return card.map(known -> new Address(known.host(), port.applyAsInt(known)))
                .filter(address -> address.port() > 0);
    }

    /** Whether the one that leads says that copies may answer. */
    boolean letCopiesAnswer() {
        return card.map(Card::spread).orElse(false);
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
