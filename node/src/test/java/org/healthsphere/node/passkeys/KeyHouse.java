package org.healthsphere.node.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.access.MovableClock;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.passkeys.PatientKeys.From;
import org.healthsphere.node.passkeys.PatientKeys.Holder;
import org.healthsphere.node.passkeys.PatientKeys.Response;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/** A hospital whose patients have passkeys; what it keeps, its ledger and its clock are a test's to look at. */
class KeyHouse {
    static final String ORIGIN = "https://hospital.example";
    static final NodeId NORTH = new NodeId("north");
    static final Requester DESK = new Requester(NORTH, "user-desk", Role.CLINICIAN);
    static final From HERE = new From("192.0.2.1", "c0");
    static final Holder ANN = new Holder("ann", "Ann Sample");
    static final Sha256 STATEMENT = Sha256.of("a consent");

    final MovableClock clock = new MovableClock(Instant.parse("2026-03-03T10:00:00Z"));
    final SecureRandom random = new SecureRandom();
    final InMemoryResourceStore store = new InMemoryResourceStore(clock);
    final SecretBox box = SecretBox.generate(random);
    final InMemoryAuditLog audit = new InMemoryAuditLog(clock);
    final KnownKeys ledger = new KnownKeys();
    final PatientKeys keys = again();

    /** The same after a restart: nothing is left but what was stored. */
    PatientKeys again() {
        return new PatientKeys(
                new PatientKeys.Party(NORTH, () -> ORIGIN, "Hospital"),
                new PatientKeys.Behind(store, box, ledger, audit),
                clock,
                random);
    }

    SoftwareAuthenticator device() {
        return new SoftwareAuthenticator(ORIGIN, random);
    }

    String code(Holder holder) {
        return keys.issueCode(DESK, holder, "passport", "c1").orElseThrow().text();
    }

    @CanIgnoreReturnValue
    Passkey made(SoftwareAuthenticator device) {
        return made(device, ANN);
    }

    @CanIgnoreReturnValue
    Passkey made(SoftwareAuthenticator device, Holder holder) {
        var code = code(holder);
        var creation = keys.creation(holder.patient(), holder.name()).orElseThrow();
        return keys.makeByCode(code, creation, new Response(device.create(creation.options()), " Phone "), HERE)
                .orElseThrow();
    }

    Outcome<Passkey> tried(SoftwareAuthenticator device) {
        var creation = keys.creation("ann", "Ann Sample").orElseThrow();
        return keys.makeByCode(code(ANN), creation, new Response(device.create(creation.options()), "Phone"), HERE);
    }

    Outcome<Answered> signedIn(SoftwareAuthenticator device) {
        return keys.signIn(device.get(keys.question()), HERE);
    }

    static void refused(Outcome<?> outcome) {
        assertThat(outcome).isEqualTo(Outcome.failed(new Fault.Unauthenticated("the passkey was not taken")));
    }

    List<AuditEntry> noted(AuditCode code) {
        return audit.newest(100).stream()
                .filter(entry -> entry.event().code() == code)
                .toList();
    }
}
