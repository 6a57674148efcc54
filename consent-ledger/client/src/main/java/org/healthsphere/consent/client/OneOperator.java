package org.healthsphere.consent.client;

import java.util.List;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.specs.Outcome;

/** A ledger that one operator runs: it endorses for all members, and its orderer vouches for the head. */
record OneOperator(GatewayLink link, HeadStatement statements) implements Neighbours {
    @Override
    public Outcome<List<String>> endorsers(int attempt) {
        return Outcome.of(List.of());
    }

    @Override
    public void wereEnough(int attempt) {}

    @Override
    public boolean isAnother(String organization) {
        return false;
    }

    @Override
    public Outcome<LedgerHead> head() {
        return link.vouch().then(statements::verify);
    }
}
