package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Supposition.Supposed;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is previewed is what comes of it: each case is supposed first and then done. */
class SuppositionTest {
    private static final NodeId NORTH = new NodeId("north");
    private static final NodeId SOUTH = new NodeId("south");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Set<PurposeOfUse> ALL = EnumSet.allOf(PurposeOfUse.class);

    private static final String PERMIT = "{\"type\":\"permit\"}";
    private static final String DENY = "{\"type\":\"deny\"}";
    private static final String HIDING = "{\"type\":\"permit\",\"provision\":[{\"type\":\"deny\","
            + "\"class\":[{\"system\":\"http://hl7.org/fhir/resource-types\",\"code\":\"Condition\"}]}]}";

    private final ConsentLedger ledger = new InMemoryConsentLedger(() -> NOW).seenBy(NORTH);
    private final PatientApp patient = new PatientApp(NORTH);
    private final ConsentView view = new ConsentView(
            new ConsentView.Settings(NORTH, NetworkPolicy.standard(), ConsentView.USUAL_BOUND),
            grant -> Outcome.of(grant.terms()),
            new OnePatient(patient.handle()),
            () -> NOW);

    @BeforeEach
    void found() {
        put(ConsentLedgerContract.admission(NORTH));
        put(ConsentLedgerContract.admission(SOUTH));
        put(patient.registration());
    }

    @ParameterizedTest
    @CsvSource({"PERMIT,HIDING", "HIDING,PERMIT", "DENY,PERMIT", "PERMIT,DENY", "DENY,HIDING", "HIDING,DENY"})
    void one_consent_for_another(String before, String after) {
        var old = grant(before);
        put(old);
        follow();
        var supposed = view.suppose(OnePatient.ID, request(), new Supposition(Set.of(old.id()), supposed(after)));

        put(patient.revoke(old.id()));
        put(grant(after));
        follow();

        assertThat(said(supposed)).isEqualTo(said(view.decide(OnePatient.ID, request())));
    }

    @ParameterizedTest
    @CsvSource({"PERMIT", "HIDING", "DENY"})
    void a_withdrawal(String before) {
        var old = grant(before);
        put(old);
        follow();
        var supposed = view.suppose(OnePatient.ID, request(), new Supposition(Set.of(old.id()), Optional.empty()));

        put(patient.revoke(old.id()));
        follow();

        assertThat(said(supposed)).isEqualTo(said(view.decide(OnePatient.ID, request())));
    }

    @ParameterizedTest
    @CsvSource({"PERMIT", "HIDING", "DENY"})
    void supposing_changes_nothing(String said) {
        put(grant(said));
        follow();
        var before = view.decide(OnePatient.ID, request());

        assertThat(view.suppose(OnePatient.ID, request(), Supposition.nothing()))
                .isEqualTo(before);
        assertThat(view.decide(OnePatient.ID, request())).isEqualTo(before);
    }

    /** What is released: which directive says so, and at which height, is another matter. */
    private static Optional<Hidden> said(Decision decision) {
        return decision instanceof Decision.Permitted permitted ? Optional.of(permitted.hidden()) : Optional.empty();
    }

    private static ConsentRequest request() {
        return new ConsentRequest(new Requester(SOUTH, "user-1", Role.CLINICIAN), PurposeOfUse.TREAT, NOW);
    }

    private static String provision(String name) {
        return switch (name) {
            case "PERMIT" -> PERMIT;
            case "DENY" -> DENY;
            default -> HIDING;
        };
    }

    private static Optional<Supposed> supposed(String name) {
        var terms = ConsentTerms.compile(Consents.with(provision(name))).orElseThrow();
        return Optional.of(new Supposed(terms, ALL, PatientApp.FAR));
    }

    private Grant grant(String name) {
        return patient.grant(
                patient.token(16), Terms.of(Consents.with(provision(name)), new SecureRandom()), ALL, PatientApp.FAR);
    }

    private void put(Directive directive) {
        var _ = ledger.submit(directive).orElseThrow();
    }

    private void follow() {
        var _ = view.follow(ledger, Duration.ZERO).orElseThrow();
    }
}
