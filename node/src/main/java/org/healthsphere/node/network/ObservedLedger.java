package org.healthsphere.node.network;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * A ledger whose events somebody else sees as well, before the one who reads them, and whose head may be in doubt: then nobody's
 * word on it is newer than the doubt. For one reader, who reads them in order.
 */
public final class ObservedLedger implements ConsentLedger {
    private final ConsentLedger ledger;
    private final Consumer<LedgerEvent> observer;
    private final Supplier<Optional<Instant>> doubtedSince;

    public ObservedLedger(
            ConsentLedger ledger, Consumer<LedgerEvent> observer, Supplier<Optional<Instant>> doubtedSince) {
        this.ledger = ledger;
        this.observer = observer;
        this.doubtedSince = doubtedSince;
    }

    @Override
    public Outcome<LedgerEvent> submit(Directive directive) {
        return ledger.submit(directive);
    }

    @Override
    public Outcome<List<LedgerEvent>> eventsFrom(long height) {
        return ledger.eventsFrom(height).map(this::seen);
    }

    @Override
    public Outcome<List<LedgerEvent>> awaitFrom(long height, Duration patience) {
        return ledger.awaitFrom(height, patience).map(this::seen);
    }

    @Override
    public Outcome<Standing> check(String id) {
        return ledger.check(id);
    }

    @Override
    public Outcome<List<LedgerEvent>> history(String id) {
        return ledger.history(id);
    }

    private List<LedgerEvent> seen(List<LedgerEvent> events) {
        events.forEach(observer);
        return events;
    }

    @Override
    public Outcome<LedgerHead> head() {
        return ledger.head()
                .map(head -> doubtedSince
                        .get()
                        .filter(head.vouched()::isAfter)
                        .map(since -> new LedgerHead(head.height(), head.hash(), since))
                        .orElse(head));
    }

    @Override
    public Optional<Sha256> hashAt(long height) {
        return ledger.hashAt(height);
    }

    @Override
    public LedgerMode mode() {
        return ledger.mode();
    }

    @Override
    public void close() {
        ledger.close();
    }
}
