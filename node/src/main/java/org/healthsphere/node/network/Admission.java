package org.healthsphere.node.network;

import java.net.URI;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.specs.Outcome;

/** A member's entry in the register on the ledger. */
public final class Admission {
    private Admission() {}

    /** Admits a member that the authority has given its certificates; only the founder of the network may. */
    public static Outcome<LedgerEvent> submit(
            ConsentLedger founder, MemberIdentity identity, String organization, Address peers) {
        return submit(founder, identity, organization, URI.create("https://" + peers));
    }

    /** The same for a member that is reached by way of another one. */
    public static Outcome<LedgerEvent> submit(
            ConsentLedger founder, MemberIdentity identity, String organization, URI endpoint) {
        var card = MemberCard.of(identity, organization, endpoint);
        return founder.submit(new AdmitMember(
                identity.id(),
                organization,
                endpoint.toString(),
                MemberIdentity.fingerprint(identity.certificate()),
                card.text()));
    }
}
