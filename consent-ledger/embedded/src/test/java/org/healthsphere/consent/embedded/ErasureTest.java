package org.healthsphere.consent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.Erase;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.consent.Terms;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After an erasure every file of the ledger is read byte by byte: there is nothing left of what the patient said. */
class ErasureTest {
    @TempDir
    Path folder;

    private final PatientApp patient = new PatientApp(NORTH);
    private TestNetwork network;

    @BeforeEach
    void start() throws IOException {
        network = new TestNetwork(folder, "operator");
        put(ConsentLedgerContract.admission(NORTH));
        put(ConsentLedgerContract.admission(SOUTH));
        put(patient.registration());
    }

    @AfterEach
    void stop() {
        network.close();
    }

    private void put(Directive directive) {
        var _ = network.client(NORTH).submit(directive).orElseThrow();
    }

    private List<Path> filesWith(Bytes secret) throws IOException {
        var wanted = new String(secret.array(), StandardCharsets.ISO_8859_1);
        List<Path> found = new ArrayList<>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(wanted)) {
                    found.add(folder.relativize(file));
                }
            }
        }
        return found;
    }

    /** Terms in the clear, which is worse than any hospital would do; and what of them must not be found. */
    private static Map<String, Bytes> secrets(Grant grant, Bytes sealed) {
        var terms = Terms.decode(grant.terms()).orElseThrow();
        Map<String, Bytes> secrets = new HashMap<>();
        secrets.put("sealed terms", sealed);
        secrets.put("salt", terms.salt());
        secrets.put("salt in letters", Bytes.utf8(terms.salt().base64url()));
        return secrets;
    }

    private Bytes random(int count) {
        var bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return Bytes.of(bytes);
    }

    @Test
    void no_file_holds_terms_salt_or_key_of_any_version_after_an_erasure() throws IOException {
        var grant = patient.grant();
        var amend = patient.amend(grant, 2, Set.of(PurposeOfUse.HRESCH));
        var other = patient.grant();
        var sealed = random(300);
        var key = random(32);
        put(grant.withTerms(Bytes.of(concat(sealed, key, grant.terms()))));
        put(amend);
        put(other);
        var secrets = secrets(grant, sealed);
        secrets.put("key", key);
        secrets.put(
                "second salt",
                Bytes.utf8(Terms.decode(amend.terms()).orElseThrow().salt().base64url()));
        assertThat(filesWith(sealed)).containsExactly(Path.of("private"));
        put(new Erase(grant.id(), NORTH));
        for (var secret : secrets.entrySet()) {
            assertThat(filesWith(secret.getValue())).as(secret.getKey()).isEmpty();
        }
        network.stop();
        network.start();
        for (var secret : List.of(sealed, key)) {
            assertThat(filesWith(secret)).isEmpty();
        }
        assertThat(network.client(NORTH).eventsFrom(0).orElseThrow())
                .anyMatch(event -> event.directive().equals(other))
                .noneMatch(event -> event.directive() instanceof Grant g
                        && g.id().equals(grant.id())
                        && !g.terms().isEmpty());
        assertThat(LedgerVerifier.verify(folder, List.of(network.authority.certificate())))
                .isInstanceOf(org.healthsphere.specs.Outcome.Success.class);
    }

    private static byte[] concat(Bytes sealed, Bytes key, Bytes terms) {
        var all = new java.io.ByteArrayOutputStream();
        all.writeBytes(sealed.array());
        all.writeBytes(key.array());
        all.writeBytes(terms.array());
        return all.toByteArray();
    }

    @Test
    void what_was_endorsed_and_never_submitted_is_on_no_disk() throws IOException {
        var secret = patient.token(40);
        var refused = patient.grant().withTerms(Bytes.utf8(secret));
        var _ = network.client(SOUTH).submit(refused);
        assertThat(filesWith(Bytes.utf8(secret))).isEmpty();
    }

    @Test
    void what_no_block_claims_leaves_the_file_at_the_next_start() throws IOException {
        var disk = new FaultyDisk();
        network.close();
        try (var other = new TestNetwork(folder.resolve("other"), disk, "operator")) {
            var client = other.client(NORTH);
            var _ = client.submit(ConsentLedgerContract.admission(NORTH)).orElseThrow();
            var _ = client.submit(patient.registration()).orElseThrow();
            var secret = patient.token(40);
            // Room for the private value, not for the block.
            disk.leave(400);
            var _ = client.submit(patient.grant().withTerms(Bytes.utf8(secret)));
            disk.repair();
            other.stop();
            other.start();
            assertThat(filesWith(Bytes.utf8(secret))).isEmpty();
        }
        network.start();
    }
}
