package org.healthsphere.node.audit;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Several logs, each newest first, as one. */
final class Merged implements Iterator<AuditEntry> {
    private final PriorityQueue<Source> sources =
            new PriorityQueue<>(Comparator.comparing((Source source) -> source.newest().time()).reversed());

    private record Source(AuditEntry newest, Iterator<AuditEntry> rest) {}

    private Merged(List<Iterator<AuditEntry>> logs) {
        logs.forEach(this::add);
    }

    static Stream<AuditEntry> newestFirst(List<Iterator<AuditEntry>> logs) {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(new Merged(logs), Spliterator.ORDERED), false);
    }

    private void add(Iterator<AuditEntry> log) {
        if (log.hasNext()) {
            sources.add(new Source(log.next(), log));
        }
    }

    @Override
    public boolean hasNext() {
        return !sources.isEmpty();
    }

    @Override
    public AuditEntry next() {
        var source = sources.poll();
        if (source == null) {
            throw new NoSuchElementException();
        }
        add(source.rest());
        return source.newest();
    }
}
