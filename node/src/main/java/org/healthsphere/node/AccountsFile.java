package org.healthsphere.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.healthsphere.node.access.AccountShelf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of accounts of one of several processes: what is in the store stands in it, and what {@code hie user add} writes there is
 * brought to the process that leads. So the command is the same at every process.
 */
final class AccountsFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AccountsFile.class);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final AccountShelf file;
    private final AccountShelf stored;
    private final Processes processes;
    private String seen = "";
    private String shown = "";
    private boolean closed;

    AccountsFile(Path file, Processes processes) {
        this.file = AccountShelf.in(file);
        this.stored = new StoredAccounts(processes.store());
        this.processes = processes;
    }

    /** Looks until closed; the caller gives the thread. */
    void run() {
        do {
            try {
                look();
            } catch (RuntimeException e) {
                LOG.warn(
                        "the file of accounts is not as the store has it: {}",
                        e.getClass().getSimpleName());
            }
        } while (pause());
    }

    private void look() {
        var now = file.stamp();
        if (!now.equals(seen)) {
            var added = file.read();
            if (added.isPresent() && !processes.hand(added.get())) {
                return;
            }
            var _ = processes.freshen();
            seen = now;
            shown = "";
        }
        var inStore = stored.stamp();
        if (!inStore.equals(shown) && file.stamp().equals(seen)) {
            stored.read().ifPresent(file::write);
            seen = file.stamp();
            shown = inStore;
        }
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

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
