package org.healthsphere.node.processes;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.node.processes.Processes.Card;

/** Where the process is reached that leads now, asked again and again. */
public final class Heads implements AutoCloseable {
    private static final Duration A_MOMENT = Duration.ofMillis(150);

    private final Processes processes;
    private volatile Optional<Card> card = Optional.empty();
    private boolean closed;

    public Heads(Processes processes) {
        this.processes = processes;
    }

    /** Asks until closed; the caller gives the thread. */
    public void run() {
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

    public Optional<Address> http() {
        return at(Card::http);
    }

    public Optional<Address> peers() {
        return at(Card::peers);
    }

    public Optional<Address> mllp() {
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
