package org.healthsphere.node.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.healthsphere.node.audit.AuditCopy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings here what the other processes of this node write to their audit logs, so that any of them can tell of all. */
public final class AuditCopies implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AuditCopies.class);
    private static final Duration A_MOMENT = Duration.ofMillis(500);

    private final Path folder;
    private final Processes processes;
    private final List<AuditCopy> all = new CopyOnWriteArrayList<>();
    /** Those that still grow, and how many there were of the same process before: each lost its disk once. */
    private final Map<Integer, AuditCopy> growing = new TreeMap<>();

    private final Map<Integer, Integer> lives = new TreeMap<>();
    private boolean closed;

    public AuditCopies(Path folder, Processes processes) {
        this.folder = folder;
        this.processes = processes;
        processes.cluster().others().forEach(this::open);
    }

    private void open(int process) {
        do {
            growing.put(process, opened(process, lives.merge(process, 1, Integer::sum)));
        } while (Files.exists(
                file(process, Optional.ofNullable(lives.get(process)).orElseThrow() + 1)));
    }

    private Path file(int process, int life) {
        return folder.resolve("process-" + process + (life == 1 ? "" : "-" + life) + ".log");
    }

    private AuditCopy opened(int process, int life) {
        try {
            var copy = AuditCopy.open(file(process, life)).orElseThrow();
            all.add(copy);
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<AuditCopy> all() {
        return all;
    }

    /** Looks until closed; the caller gives the thread. */
    public void run() {
        do {
            for (int process : processes.cluster().others()) {
                try {
                    follow(process);
                } catch (RuntimeException e) {
                    LOG.warn(
                            "the audit log of process {} is not followed: {}",
                            process,
                            e.getClass().getSimpleName());
                }
            }
        } while (pause());
    }

    private void follow(int process) {
        var copy = Optional.ofNullable(growing.get(process)).orElseThrow();
        var said = processes.listen(process, copy.size());
        while (said.isPresent() && !said.get().isEmpty() && isOpen()) {
            var before = copy.size();
            if (!copy.take(said.get())) {
                // It began a new log: its disk was lost. What it said before stays here.
                growing.put(process, opened(process, lives.merge(process, 1, Integer::sum)));
                return;
            }
            if (copy.size() == before) {
                return;
            }
            said = processes.listen(process, copy.size());
        }
    }

    private synchronized boolean isOpen() {
        return !closed;
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

    public void closeFiles() {
        for (var copy : new ArrayList<>(all)) {
            try {
                copy.close();
            } catch (IOException e) {
                LOG.warn("a copy of an audit log did not close", e);
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
