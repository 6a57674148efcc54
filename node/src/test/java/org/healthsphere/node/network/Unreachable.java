package org.healthsphere.node.network;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** A ledger behind a line that is down. */
public record Unreachable(ConsentLedger beyond) implements ConsentLedger {
    public static final Fault FAULT = new Fault.Unavailable("the ledger");

    @Override
    public Outcome<LedgerEvent> submit(Directive directive) {
        return Outcome.failed(FAULT);
    }

    @Override
    public Outcome<List<LedgerEvent>> eventsFrom(long height) {
        return Outcome.failed(FAULT);
    }

    @Override
    public Outcome<List<LedgerEvent>> awaitFrom(long height, Duration patience) {
        return Outcome.failed(FAULT);
    }

    @Override
    public Outcome<Standing> check(String id) {
        return Outcome.failed(FAULT);
    }

    @Override
    public Outcome<List<LedgerEvent>> history(String id) {
        return Outcome.failed(FAULT);
    }

    @Override
    public Outcome<LedgerHead> head() {
        return Outcome.failed(FAULT);
    }

    @Override
    public Optional<Sha256> hashAt(long height) {
        return Optional.empty();
    }

    @Override
    public LedgerMode mode() {
        return beyond.mode();
    }

    @Override
    public void close() {
        beyond.close();
    }
}
