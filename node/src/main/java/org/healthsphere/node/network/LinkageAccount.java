package org.healthsphere.node.network;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.federation.linkage.oblivious.EvaluationAccount;
import org.healthsphere.federation.linkage.oblivious.LinkageKey;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * What members have had of each other when they made tokens. The ledger counts what each has taken in advance, as debits of an account that is
 * named after the key; every member keeps in its store how many of them it has spent, and how many of theirs others have spent here.
 *
 * <p>Of what a member takes in one month of the calendar no more counts than was agreed on when the key was dealt: each who helps sees to it himself.
 */
public final class LinkageAccount implements EvaluationAccount {
    /** Accounts whose names begin so are no privacy budgets. */
    public static final String PREFIX = "linkage.";

    private static final String SPACE = "linkage-account";
    private static final long BLOCK = 1_000;
    private static final int NAME_DIGITS = 16;
    private static final int RANDOM_BYTES = 8;

    private final NodeId self;
    private final LinkageKey key;
    private final ConsentLedger ledger;
    private final ResourceStore store;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Map<NodeId, Map<YearMonth, Long>> taken = new HashMap<>();
    private long next;

    /** Where it is written down, and by which time and chance. */
    public record Books(ConsentLedger ledger, ResourceStore store, InstantSource clock, SecureRandom random) {}

    public LinkageAccount(NodeId self, LinkageKey key, Books books) {
        this.self = self;
        this.key = key;
        this.ledger = books.ledger();
        this.store = books.store();
        this.clock = books.clock();
        this.random = books.random();
    }

    /** The beginning of the names of all accounts of this key. */
    static String prefix(LinkageKey key) {
        return PREFIX + key.id().hex().substring(0, NAME_DIGITS) + ".";
    }

    @Override
    public synchronized Outcome<Long> spend(long count) {
        return covered(self, "spent", count)
                ? Outcome.of(count(self, "spent", count))
                : read().then(_ -> take(count)).map(_ -> count(self, "spent", count));
    }

    /** Takes what is missing, and a little more so that not every patient is a line on the ledger. */
    private Outcome<Long> take(long count) {
        var missing = had(self, "spent") + count - allowed(self);
        if (missing <= 0) {
            return Outcome.of(count);
        }
        var now = month(clock.instant());
        var left = key.terms().monthly() - taken.getOrDefault(self, Map.of()).getOrDefault(now, 0L);
        var more = Math.min(left, Math.max(missing, BLOCK));
        if (more < missing) {
            return Outcome.failed(new Fault.TooMany("tokens in one month"));
        }
        var name = prefix(key) + newName();
        return ledger.submit(new Directive.Debit(name, name, self, more, more))
                .then(_ -> read())
                .then(_ -> covered(self, "spent", count)
                        ? Outcome.of(count)
                        : Outcome.failed(new Fault.Unavailable("the ledger's newest block")));
    }

    private String newName() {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public synchronized void giveBack(long count) {
        var _ = count(self, "spent", -count);
    }

    @Override
    public synchronized void writeOff() {
        var left = allowed(self) - had(self, "spent");
        if (left > 0) {
            var _ = count(self, "spent", left);
        }
    }

    @Override
    public synchronized Outcome<Long> serve(NodeId member, long count) {
        if (covered(member, "served", count)) {
            return Outcome.of(count(member, "served", count));
        }
        return read().then(_ -> covered(member, "served", count)
                ? Outcome.of(count(member, "served", count))
                : Outcome.failed(new Fault.TooMany("tokens that the ledger has not counted")));
    }

    private boolean covered(NodeId member, String what, long count) {
        return had(member, what) + count <= allowed(member);
    }

    /** How much the ledger has counted for a member, of each month no more than was agreed on. */
    private long allowed(NodeId member) {
        return taken.getOrDefault(member, Map.of()).values().stream()
                .mapToLong(sum -> Math.min(sum, key.terms().monthly()))
                .sum();
    }

    private long had(NodeId member, String what) {
        return store.mark(SPACE, name(member, what))
                .map(bytes -> Long.parseLong(bytes.utf8()))
                .orElse(0L);
    }

    private long count(NodeId member, String what, long more) {
        var sum = had(member, what) + more;
        store.putMark(new Mark(SPACE, name(member, what), Bytes.utf8(Long.toString(sum))));
        return sum;
    }

    private String name(NodeId member, String what) {
        return key.id() + "-" + what + "-" + member;
    }

    private Outcome<Long> read() {
        return ledger.eventsFrom(next).map(this::add);
    }

    private long add(List<LedgerEvent> events) {
        for (var event : events) {
            if (event.height() >= next && event.directive() instanceof Directive.Debit debit) {
                add(debit, month(event.time()));
            }
        }
        events.forEach(event -> next = Math.max(next, event.height() + 1));
        return next;
    }

    private void add(Directive.Debit debit, YearMonth month) {
        if (debit.study().startsWith(prefix(key))) {
            taken.computeIfAbsent(debit.member(), _ -> new HashMap<>()).merge(month, debit.rhoMicros(), Math::addExact);
        }
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atOffset(ZoneOffset.UTC));
    }
}
