package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.Erase;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.consent.Terms;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * After an erasure every file of a network is read byte by byte: blocks, states, private data, logs and keys of four hospitals and their
 * orderer. Peers keep what they deleted until their databases are tidied up, so terms come sealed, as every node seals them, under a
 * secret of the patient's that ends with him.
 */
@NeedsFabric
class FabricErasureIT {
    private static final Bytes CONTEXT = Bytes.utf8("terms");

    private final SecureRandom random = new SecureRandom();
    private final PatientApp patient = new PatientApp(NORTH);
    private TestChannel channel;

    @BeforeEach
    void open() {
        channel = TestFabric.of(Ordering.RAFT_1).channel();
        put(ConsentLedgerContract.admission(NORTH));
        put(ConsentLedgerContract.admission(SOUTH));
        put(patient.registration());
    }

    @AfterEach
    void close() {
        channel.close();
    }

    private void put(Directive directive) {
        var _ = channel.settled(NORTH).submit(directive).orElseThrow();
    }

    @Test
    void no_file_of_any_program_holds_terms_salt_or_key() throws IOException {
        var key = new byte[32];
        random.nextBytes(key);
        var grant = patient.grant();
        var sealed = new SecretBox(Bytes.of(key)).seal(grant.terms(), CONTEXT, random);
        put(grant.withTerms(sealed));
        assertThat(terms(grant)).isEqualTo(sealed);
        put(new Erase(grant.id(), NORTH));
        assertThat(terms(grant)).isEqualTo(Bytes.NONE);
        var salt = Terms.decode(grant.terms()).orElseThrow().salt();
        for (var secret : List.of(grant.terms(), salt, Bytes.utf8(salt.base64url()), Bytes.of(key))) {
            assertThat(filesWith(secret)).isEmpty();
        }
        // The scan finds what is there.
        assertThat(filesWith(Bytes.utf8(grant.id()))).isNotEmpty();
    }

    /** As the custodian's own peer has them now. */
    private Bytes terms(Grant grant) {
        return channel.client(NORTH).eventsFrom(0).orElseThrow().stream()
                .flatMap(event -> event.directive() instanceof Grant one && one.id().equals(grant.id())
                        ? Stream.of(one.terms())
                        : Stream.empty())
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> filesWith(Bytes secret) throws IOException {
        var folder = TestFabric.of(Ordering.RAFT_1).folder();
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
}
