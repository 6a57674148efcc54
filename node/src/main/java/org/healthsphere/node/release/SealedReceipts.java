package org.healthsphere.node.release;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.healthsphere.consent.transparency.ReceiptBatch;
import org.healthsphere.keys.Signer;
import org.healthsphere.node.audit.AuditChain;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/**
 * The receipts of everything that passed the gate within the hospital or by its interfaces. Whoever asks waits for none: on what the
 * gate decided stands in the audit log, and every minute one signature seals the receipts that the new entries come to. A paper is made
 * when somebody asks for it.
 */
public final class SealedReceipts {
    static final Duration EVERY = Duration.ofMinutes(1);

    private static final String SPACE = "receipt-batch";
    private static final int MOST_ENTRIES = 4_096;
    private static final int MOST_OF_REQUEST = 1_000;
    /** Who has asked for nothing more for so long has asked for everything. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    private final Own own;
    private final AuditLog log;
    private final ResourceStore store;
    private final Consumer<Bytes> issued;
    private final InstantSource clock;
    /** The first entries of what was sealed, by the origin of the chain. */
    private final Map<Sha256, List<Long>> begins = new HashMap<>();

    /** Whose receipts they are. */
    public record Own(NodeId self, Signer signer, Sha256 policy) {}

    /** @param issued is told of every seal once it is kept */
    public SealedReceipts(Own own, AuditLog log, ResourceStore store, Consumer<Bytes> issued, InstantSource clock) {
        this.own = own;
        this.log = log;
        this.store = store;
        this.issued = issued;
        this.clock = clock;
        try (var marks = store.marks(SPACE)) {
            marks.map(Mark::key)
                    .forEach(key -> begins(new Sha256(key.substring(0, key.indexOf('/'))))
                            .add(Long.parseLong(key.substring(key.indexOf('/') + 1))));
        }
    }

    private List<Long> begins(Sha256 origin) {
        return begins.computeIfAbsent(origin, _ -> new ArrayList<>());
    }

    /** All seals that are kept; close it. */
    static Stream<Bytes> all(ResourceStore store) {
        return store.marks(SPACE).map(mark -> SealedSpan.of(mark.value())).flatMap(span -> span.seal().stream());
    }

    /** Seals what has waited long enough, or is many. */
    public synchronized void seal() {
        for (var chain : log.chains()) {
            chain.origin().ifPresent(origin -> {
                var from = Math.max(sealedUpTo(chain, origin) + 1, chain.first());
                while (isDue(chain, from)) {
                    from = seal(chain, origin, from) + 1;
                }
                forget(origin, chain.first());
            });
        }
    }

    /** What was sealed of entries whose time is over no paper can be made of; the log of receipts keeps the hash of the seal. */
    private void forget(Sha256 origin, long first) {
        var known = begins(origin);
        while (known.size() > 1 && known.get(1) <= first) {
            store.removeMark(SPACE, key(origin, known.removeFirst()));
        }
    }

    private boolean isDue(AuditChain chain, long from) {
        return chain.entry(from)
                .filter(oldest -> chain.last() - from >= MOST_ENTRIES
                        || !oldest.time().plus(EVERY).isAfter(clock.instant()))
                .isPresent();
    }

    /** @return the last entry that is sealed now */
    private long seal(AuditChain chain, Sha256 origin, long from) {
        var entries = entries(chain, from, Math.min(chain.last(), from + MOST_ENTRIES - 1));
        var over = entries.subList(0, over(entries, chain.last()));
        var receipts = ReceiptsOfEntries.of(over).receipts(own.self(), own.policy());
        var last = over.getLast();
        var seal = receipts.isEmpty()
                ? Optional.<Bytes>empty()
                : Optional.of(ReceiptBatch.seal(own.self(), receipts, clock.instant(), own.signer()));
        var span = new SealedSpan(last.sequence(), last.hash(), own.policy(), seal);
        store.putMark(new Mark(SPACE, key(origin, from), span.encoded()));
        begins(origin).add(from);
        seal.ifPresent(issued);
        return last.sequence();
    }

    /** How many of them come before any of a request that may go on, unless it has gone on for long already. */
    private int over(List<AuditEntry> entries, long last) {
        var newest = entries.getLast();
        var until = newest.sequence() == last ? clock.instant() : newest.time();
        var open = new HashSet<String>();
        var over = entries.size();
        for (var i = entries.size() - 1; i >= 0; i--) {
            var entry = entries.get(i);
            if (entry.event().basis().isPresent() && entry.time().plus(QUIET).isAfter(until)) {
                open.add(entry.event().correlation());
            }
            if (open.contains(entry.event().correlation())) {
                over = i;
            }
        }
        return over == 0 ? entries.size() : over;
    }

    private static List<AuditEntry> entries(AuditChain chain, long from, long to) {
        return LongStream.rangeClosed(from, to)
                .boxed()
                .flatMap(sequence -> chain.entry(sequence).stream())
                .toList();
    }

    /** A store that was put back from a backup may have forgotten seals, a log cannot; what does not fit it is no seal of it. */
    private long sealedUpTo(AuditChain chain, Sha256 origin) {
        var known = begins(origin);
        while (!known.isEmpty()) {
            var span = span(origin, known.getLast());
            if (span.filter(one -> fits(chain, one)).isPresent()) {
                return span.get().last();
            }
            known.removeLast();
        }
        return 0;
    }

    private static boolean fits(AuditChain chain, SealedSpan span) {
        return span.last() < chain.first()
                || chain.entry(span.last())
                        .filter(entry -> entry.hash().equals(span.hash()))
                        .isPresent();
    }

    private Optional<SealedSpan> span(Sha256 origin, long from) {
        return store.mark(SPACE, key(origin, from)).map(SealedSpan::of);
    }

    private static String key(Sha256 origin, long from) {
        return "%s/%015d".formatted(origin.hex(), from);
    }

    /** An entry with what it is sealed in. */
    private record Found(AuditChain chain, AuditEntry entry, long from, SealedSpan span) {}

    private synchronized Optional<Found> find(String patient, String correlation) {
        return log.chains().stream()
                .flatMap(chain -> chain.ofCorrelation(correlation, MOST_OF_REQUEST).stream()
                        .filter(entry -> entry.event().basis().isPresent()
                                && entry.event().patient().equals(Optional.of(patient)))
                        .flatMap(entry -> sealed(chain, entry).stream()))
                .max(Comparator.comparing(found -> found.entry().time()));
    }

    private Optional<Found> sealed(AuditChain chain, AuditEntry entry) {
        return chain.origin()
                .flatMap(origin -> begin(origin, entry.sequence())
                        .filter(from -> from >= chain.first())
                        .flatMap(from -> span(origin, from)
                                .filter(span -> span.last() >= entry.sequence() && fits(chain, span))
                                .map(span -> new Found(chain, entry, from, span))));
    }

    /** Where the last one begins that may have this entry. */
    private Optional<Long> begin(Sha256 origin, long sequence) {
        var known = begins(origin);
        var at = Collections.binarySearch(known, sequence);
        var before = at < 0 ? -at - 2 : at;
        return before < 0 ? Optional.empty() : Optional.of(known.get(before));
    }

    /** Whether there is one for this request about the patient. */
    boolean has(String patient, String correlation) {
        return find(patient, correlation).isPresent();
    }

    /** The receipt for the newest answer to this request about the patient, once it is sealed and as long as the audit log has it. */
    Optional<Bytes> of(String patient, String correlation) {
        return find(patient, correlation).flatMap(this::paper);
    }

    private Optional<Bytes> paper(Found found) {
        var entries = entries(found.chain(), found.from(), found.span().last());
        var groups = ReceiptsOfEntries.of(entries);
        var index = groups.indexOf(found.entry());
        return index.isPresent()
                ? found.span()
                        .seal()
                        .map(seal -> ReceiptBatch.paper(
                                seal, groups.receipts(own.self(), found.span().policy()), index.getAsInt()))
                : Optional.empty();
    }
}
