package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * A hospital's ledger whose submissions return when every hospital's peer has the event, so that a test may ask another hospital
 * at once: peers learn of a block one after the other.
 */
record SettledLedger(ConsentLedger own, List<? extends ConsentLedger> all) implements ConsentLedger {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Override
    public Outcome<LedgerEvent> submit(Directive directive) {
        var outcome = own.submit(directive);
        if (outcome instanceof Outcome.Success<LedgerEvent>(var event)) {
            all.forEach(ledger -> arrived(ledger, event));
        }
        return outcome;
    }

    private static void arrived(ConsentLedger ledger, LedgerEvent event) {
        try {
            var arrived = Waiting.until(
                    () -> ledger.eventsFrom(event.height()).orElseThrow().stream()
                            .anyMatch(seen -> seen.transaction().equals(event.transaction())),
                    PATIENCE);
            if (!arrived) {
                throw new AssertionError("a peer does not learn of block " + event.height());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Outcome<List<LedgerEvent>> eventsFrom(long height) {
        return own.eventsFrom(height);
    }

    @Override
    public Outcome<List<LedgerEvent>> awaitFrom(long height, Duration patience) {
        return own.awaitFrom(height, patience);
    }

    @Override
    public Outcome<Standing> check(String id) {
        return own.check(id);
    }

    @Override
    public Outcome<List<LedgerEvent>> history(String id) {
        return own.history(id);
    }

    @Override
    public Outcome<LedgerHead> head() {
        return own.head();
    }

    @Override
    public Optional<Sha256> hashAt(long height) {
        return own.hashAt(height);
    }

    @Override
    public LedgerMode mode() {
        return own.mode();
    }

    /** The channel closes its clients. */
    @Override
    public void close() {}
}
