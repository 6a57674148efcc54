package org.healthsphere.node.research;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** A list of directives, one to a block, with the rules of a budget. */
final class ListedLedger implements ConsentLedger {
    final List<LedgerEvent> events = new ArrayList<>();
    boolean reachable = true;

    @Override
    public Outcome<LedgerEvent> submit(Directive directive) {
        if (!reachable) {
            return Outcome.failed(new Fault.Unavailable("the ledger"));
        }
        var before = events.stream()
                .filter(event -> event.directive().equals(directive))
                .findFirst();
        if (before.isPresent()) {
            return Outcome.of(before.get());
        }
        if (directive instanceof Directive.Debit debit && spent(debit) + debit.epsilonMicros() > debit.limitMicros()) {
            return Outcome.failed(
                    new Fault.Unprocessable(List.of(new Fault.Problem("epsilonMicros", "more than is left"))));
        }
        events.add(new LedgerEvent(events.size() + 1L, 0, "t" + events.size(), directive));
        return Outcome.of(events.getLast());
    }

    private long spent(Directive.Debit of) {
        return events.stream()
                .map(LedgerEvent::directive)
                .filter(Directive.Debit.class::isInstance)
                .map(Directive.Debit.class::cast)
                .filter(debit ->
                        debit.study().equals(of.study()) && debit.member().equals(of.member()))
                .mapToLong(Directive.Debit::epsilonMicros)
                .sum();
    }

    @Override
    public Outcome<List<LedgerEvent>> eventsFrom(long height) {
        return reachable
                ? Outcome.of(events.stream()
                        .filter(event -> event.height() >= height)
                        .toList())
                : Outcome.failed(new Fault.Unavailable("the ledger"));
    }

    @Override
    public Outcome<LedgerHead> head() {
        return Outcome.of(new LedgerHead(events.size(), Sha256.of(""), Instant.EPOCH));
    }

    @Override
    public LedgerMode mode() {
        return LedgerMode.IN_MEMORY;
    }

    @Override
    public void close() {}
}
