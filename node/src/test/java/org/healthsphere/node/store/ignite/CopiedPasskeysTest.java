package org.healthsphere.node.store.ignite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.passkeys.Answered;
import org.healthsphere.node.passkeys.PatientKeys;
import org.healthsphere.node.passkeys.PatientKeys.From;
import org.healthsphere.node.passkeys.PatientKeys.Response;
import org.healthsphere.node.passkeys.SoftwareAuthenticator;
import org.healthsphere.node.store.ResourceStoreContract;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Passkeys of a hospital of three processes: what one of them has registered, whichever leads after it knows. */
@Timeout(120)
class CopiedPasskeysTest {
    private static final String ORIGIN = "https://hospital.example";
    private static final From HERE = new From("192.0.2.1", "c0");
    private static final Sha256 STATEMENT = Sha256.of("a consent");
    private static final InstantSource CLOCK = InstantSource.fixed(ResourceStoreContract.NOW);

    /** Any key is taken in. */
    private static final class Taking implements PatientKeys.Ledger {
        @Override
        public Outcome<?> register(String patient, VerificationKey key, Sha256 relyingParty) {
            return Outcome.of(patient);
        }

        @Override
        public Outcome<?> retire(Sha256 key) {
            return Outcome.of(key);
        }
    }

    private final SecureRandom random = new SecureRandom();
    private final SecretBox box = SecretBox.generate(random);

    @TempDir
    private Path folder;

    private PatientKeys at(Copies copies, int member) {
        return new PatientKeys(
                new PatientKeys.Party(new NodeId("north"), () -> ORIGIN, "Hospital"),
                new PatientKeys.Behind(copies.of(member).store(), box, new Taking(), new InMemoryAuditLog(CLOCK)),
                CLOCK,
                random);
    }

    @Test
    void a_passkey_that_one_process_registered_comes_in_and_signs_at_the_one_that_takes_over() {
        try (var copies = new Copies(folder, "passkeys", Copies.PATIENT)) {
            var first = copies.head();
            var registering = at(copies, first);
            var device = new SoftwareAuthenticator(ORIGIN, random);
            var creation = registering.creation("ann", "Ann Sample").orElseThrow();
            var made = registering
                    .make(creation, new Response(device.create(creation.options()), "Phone"), HERE)
                    .orElseThrow();
            var unanswered = registering.question();
            copies.stop(first);
            var signing = at(copies, copies.head());
            assertThat(signing.of("ann")).containsExactly(made);
            assertThat(signing.signIn(device.get(signing.question()), HERE).map(Answered::patient))
                    .isEqualTo(Outcome.of("ann"));
            var asked = signing.signing("ann", device.id(), STATEMENT).orElseThrow();
            assertThat(signing.signed("ann", STATEMENT, device.get(asked), HERE).map(Answered::patient))
                    .isEqualTo(Outcome.of("ann"));
            assertThat(signing.signIn(device.get(unanswered), HERE))
                    .as("who was in the middle of it begins again")
                    .isInstanceOf(Outcome.Failure.class);
        }
    }
}
