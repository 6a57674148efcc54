package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.InMemoryConsentLedger;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.federation.linkage.oblivious.LinkageKey;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What members may have of each other, and how nobody has more. */
class LinkageAccountTest {
    private static final NodeId ALDER = new NodeId("alder");
    private static final NodeId BIRCH = new NodeId("birch");
    private static final LinkageKey KEY =
            new LinkageKey.Dealer(Bytes.utf8("a seed"), new LinkageKey.Terms(2, 5_000)).key();
    private static final Outcome<Long> UNCOUNTED =
            Outcome.failed(new Fault.TooMany("tokens that the ledger has not counted"));
    private static final Outcome<Long> NOT_THIS_MONTH = Outcome.failed(new Fault.TooMany("tokens in one month"));

    private Instant now = Instant.parse("2026-03-30T08:00:00Z");
    private final InMemoryConsentLedger ledger = new InMemoryConsentLedger(() -> now);
    private final InMemoryResourceStore alders = new InMemoryResourceStore(() -> now);
    private final InMemoryResourceStore birchs = new InMemoryResourceStore(() -> now);
    private final LinkageAccount alder = account(ALDER, alders);
    private final LinkageAccount birch = account(BIRCH, birchs);

    private LinkageAccount account(NodeId self, InMemoryResourceStore store) {
        return new LinkageAccount(
                self, KEY, new LinkageAccount.Books(ledger.seenBy(self), store, () -> now, new SecureRandom()));
    }

    @BeforeEach
    void two_members() {
        for (var member : List.of(ALDER, BIRCH)) {
            var _ = ledger.seenBy(ALDER)
                    .submit(new Directive.AdmitMember(
                            member, "A hospital", "https://" + member + ".example", Sha256.of(member.value()), "{}"))
                    .orElseThrow();
        }
    }

    private List<Long> debits() {
        return ledger.seenBy(ALDER).eventsFrom(0).orElseThrow().stream()
                .map(LedgerEvent::directive)
                .filter(Directive.Debit.class::isInstance)
                .map(debit -> ((Directive.Debit) debit).rhoMicros())
                .toList();
    }

    @Test
    void what_is_spent_is_on_the_ledger_before_and_others_help_with_as_much() {
        assertThat(birch.serve(ALDER, 1)).isEqualTo(UNCOUNTED);
        assertThat(alder.spend(18)).isEqualTo(Outcome.of(18L));
        assertThat(alder.spend(20)).isEqualTo(Outcome.of(38L));
        assertThat(debits()).as("taken a little ahead").containsExactly(1_000L);
        assertThat(birch.serve(ALDER, 990)).isEqualTo(Outcome.of(990L));
        assertThat(birch.serve(ALDER, 11)).isEqualTo(UNCOUNTED);
        assertThat(birch.serve(ALDER, 10)).isEqualTo(Outcome.of(1_000L));
        assertThat(alder.spend(2_000)).isEqualTo(Outcome.of(2_038L));
        assertThat(debits()).containsExactly(1_000L, 1_038L);
    }

    @Test
    void a_month_has_an_end_and_the_next_one_begins_anew() {
        assertThat(alder.spend(5_000)).isInstanceOf(Outcome.Success.class);
        assertThat(alder.spend(1)).isEqualTo(NOT_THIS_MONTH);
        now = Instant.parse("2026-04-01T00:00:00Z");
        assertThat(alder.spend(1)).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void a_restart_is_no_new_beginning_for_either() {
        var _ = alder.spend(4_999).orElseThrow();
        var _ = birch.serve(ALDER, 4_999).orElseThrow();
        assertThat(account(ALDER, alders).spend(2)).isEqualTo(NOT_THIS_MONTH);
        assertThat(account(BIRCH, birchs).serve(ALDER, 2)).isEqualTo(UNCOUNTED);
    }

    /** A member that writes its own debits: with whatever limit, in as many accounts as it likes, in any name, of any other key. */
    @Test
    void who_counts_for_himself_as_he_likes_is_not_helped_with_more() {
        debit(LinkageAccount.prefix(KEY) + "huge", 1_000_000_000L);
        debit(LinkageAccount.prefix(KEY) + "another", 1_000_000_000L);
        assertThat(birch.serve(ALDER, 5_001)).isEqualTo(UNCOUNTED);
        assertThat(birch.serve(ALDER, 5_000)).isEqualTo(Outcome.of(5_000L));
        assertThat(birch.serve(ALDER, 1)).isEqualTo(UNCOUNTED);
        now = Instant.parse("2026-04-01T00:00:00Z");
        assertThat(birch.serve(ALDER, 1)).as("nothing carries over").isEqualTo(UNCOUNTED);
        debit("linkage.0123456789abcdef.other", 1_000);
        debit("a-study", 1_000);
        assertThat(birch.serve(ALDER, 1)).as("another key, another purpose").isEqualTo(UNCOUNTED);
    }

    private void debit(String name, long count) {
        var _ = ledger.seenBy(ALDER)
                .submit(new Directive.Debit(name, name, ALDER, count, count))
                .orElseThrow();
    }

    @Test
    void what_nobody_heard_of_is_spent_another_time() {
        for (var hour = 0; hour < 300; hour++) {
            var _ = alder.spend(1_000).orElseThrow();
            alder.giveBack(1_000);
        }
        assertThat(alder.spend(10)).isEqualTo(Outcome.of(10L));
        assertThat(debits()).as("of 5,000 in a month").containsExactly(1_000L);
    }

    @Test
    void what_others_have_counted_and_he_has_not_is_gone() {
        assertThat(alder.spend(10)).isEqualTo(Outcome.of(10L));
        alder.writeOff();
        assertThat(alder.spend(10)).isEqualTo(Outcome.of(1_010L));
        assertThat(debits()).containsExactly(1_000L, 1_000L);
    }

    /** What is counted of care takes nothing from the privacy that studies may spend. */
    @Test
    void a_name_that_somebody_else_has_taken_blocks_nobody() {
        var name = LinkageAccount.prefix(KEY) + "2026-03";
        var _ = ledger.seenBy(BIRCH)
                .submit(new Directive.RegisterStudy(
                        name, BIRCH, Sha256.of("r"), Sha256.of("p"), 1, now.plusSeconds(60)))
                .orElseThrow();
        assertThat(alder.spend(10)).isEqualTo(Outcome.of(10L));
    }
}
