package org.healthsphere.node.processes;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.specs.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of one of several processes: what is in the store stands in it, and what {@code hie user add} or {@code hie app register} writes
 * there is brought to the process that leads. So the command is the same at every process.
 */
public final class CommonFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommonFile.class);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    private final Handed.Kind kind;
    private final Shelf file;
    private final Optional<Shelf> base;
    private final Shelf stored;
    private final Predicate<Handed> handing;
    private String seen = "";
    private Optional<Bytes> shown = Optional.empty();
    private boolean closed;

    private CommonFile(Handed.Kind kind, Shelf file, Optional<Shelf> base, Shelf stored, Predicate<Handed> handing) {
        this.kind = kind;
        this.file = file;
        this.base = base;
        this.stored = stored;
        this.handing = handing;
    }

    /** Accounts come; they go nowhere but on the pages. */
    public static CommonFile ofAccounts(Path path, Shelf stored, Predicate<Handed> handing) {
        return new CommonFile(Handed.Kind.ACCOUNTS, Shelf.in(path), Optional.empty(), stored, handing);
    }

    /** Apps come and go, so beside the file lies what it was: what is missing in it was taken out here, or came elsewhere. */
    public static CommonFile ofApps(Path path, Shelf stored, Predicate<Handed> handing) {
        var base = Shelf.in(path.resolveSibling(path.getFileName() + ".base"));
        return new CommonFile(Handed.Kind.APPS, Shelf.in(path), Optional.of(base), stored, handing);
    }

    /** Looks until closed; the caller gives the thread. */
    public void run() {
        do {
            try {
                look();
            } catch (RuntimeException e) {
                LOG.warn(
                        "the file of {} is not as the store has it: {}",
                        kind,
                        e.getClass().getSimpleName());
            }
        } while (pause());
    }

    /** Brings what is new in the file to who leads, and into the file what is new in the store. */
    void look() {
        var now = file.stamp();
        if (!now.equals(seen)) {
            var found = file.read();
            if (found.isPresent() && !handing.test(new Handed(kind, before(), found.get()))) {
                return;
            }
            seen = now;
            shown = Optional.empty();
        }
        var inStore = stored.read();
        if (inStore.isPresent() && !inStore.equals(shown) && file.stamp().equals(seen)) {
            file.write(inStore.get());
            base.ifPresent(shelf -> shelf.write(inStore.get()));
            seen = file.stamp();
            shown = inStore;
        }
    }

    private Bytes before() {
        return base.flatMap(Shelf::read).orElse(Bytes.NONE);
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
