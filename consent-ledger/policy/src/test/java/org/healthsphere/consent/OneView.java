package org.healthsphere.consent;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.BeforeEach;

/** A hospital whose view follows a ledger in memory: two members, and one patient of its own. */
abstract class OneView {
    static final NodeId NORTH = new NodeId("north");
    static final NodeId SOUTH = new NodeId("south");

    Instant now = Instant.parse("2026-03-01T12:00:00Z");
    final InstantSource clock = () -> now;
    final InMemoryConsentLedger network = new InMemoryConsentLedger(clock);
    final ConsentLedger north = network.seenBy(NORTH);
    final PatientApp patient = new PatientApp(NORTH);
    final ConsentView view = view(grant -> Outcome.of(grant.terms()));

    ConsentView view(TermsOpener opener) {
        return new ConsentView(
                new ConsentView.Settings(NORTH, NetworkPolicy.standard(), ConsentView.USUAL_BOUND),
                opener,
                new OnePatient(patient.handle()),
                clock);
    }

    @BeforeEach
    void two_members_and_a_patient() {
        put(ConsentLedgerContract.admission(NORTH));
        put(ConsentLedgerContract.admission(SOUTH));
        put(patient.registration());
    }

    @CanIgnoreReturnValue
    LedgerEvent put(Directive directive) {
        return north.submit(directive).orElseThrow();
    }

    @CanIgnoreReturnValue
    Grant grant(String provision) {
        var all = EnumSet.allOf(PurposeOfUse.class);
        var grant = patient.grant(
                patient.token(16), Terms.of(Consents.with(provision), new SecureRandom()), all, PatientApp.FAR);
        put(grant);
        return grant;
    }

    ConsentRequest request(NodeId member, Role role, PurposeOfUse purpose) {
        return new ConsentRequest(new Requester(member, "user-1", role), purpose, now);
    }

    ConsentRequest fromSouth() {
        return request(SOUTH, Role.CLINICIAN, PurposeOfUse.TREAT);
    }
}
