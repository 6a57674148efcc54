package org.healthsphere.keys.bc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.CertificateProfile.Member;
import org.healthsphere.keys.MovableClock;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.SeededRandom;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateAuthoritiesTest {
    private static final Founding FOUNDING = CertificateAuthorityContract.FOUNDING;
    private static final Passphrase PASSPHRASE = Passphrase.of("a long passphrase");
    private static final Member NORTH = new Member(new NodeId("north"), "North Hospital");

    private final MovableClock clock = new MovableClock("2026-03-01T08:00:00Z");
    private final CertificateAuthorities authorities = new CertificateAuthorities(clock, new SeededRandom(5));

    @TempDir
    Path folder;

    @Nested
    class InMemory implements CertificateAuthorityContract {
        private final CertificateAuthority authority = authorities.inMemory(FOUNDING);

        @Override
        public MovableClock clock() {
            return clock;
        }

        @Override
        public CertificateAuthority authority() {
            return authority;
        }
    }

    @Nested
    class InAFolder implements CertificateAuthorityContract {
        private CertificateAuthority authority = authorities.inMemory(FOUNDING);

        @BeforeEach
        void found() throws Exception {
            authority = authorities.found(FOUNDING, folder.resolve("ca"), PASSPHRASE);
        }

        @Override
        public MovableClock clock() {
            return clock;
        }

        @Override
        public CertificateAuthority authority() {
            return authority;
        }
    }

    @Test
    void an_authority_opened_again_is_the_same_and_remembers_what_it_did() throws Exception {
        var before = authorities.found(FOUNDING, folder, PASSPHRASE);
        var leaf = issue(before);
        assertThat(before.revoke(leaf.getSerialNumber())).isInstanceOf(Outcome.Success.class);
        var after = authorities.open(folder, PASSPHRASE).orElseThrow();
        assertThat(after.certificate()).isEqualTo(before.certificate());
        assertThat(after.revocations().isRevoked(leaf)).isTrue();
        issue(after).verify(before.certificate().getPublicKey());
    }

    @Test
    void the_private_key_is_encrypted_and_only_its_owner_reads_it() throws Exception {
        assertThat(authorities.found(FOUNDING, folder, PASSPHRASE)).isNotNull();
        var key = folder.resolve("authority.key.pem");
        assertThat(Files.readString(key)).startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_wrong_passphrase_does_not_open_it() throws Exception {
        assertThat(authorities.found(FOUNDING, folder, PASSPHRASE)).isNotNull();
        assertThat(authorities.open(folder, Passphrase.of("another passphrase")))
                .isEqualTo(Outcome.failed(new Fault.Unauthenticated("the passphrase does not open the key")));
    }

    @Test
    void a_folder_without_one_says_so_and_a_folder_with_one_is_not_overwritten() throws Exception {
        assertThat(authorities.open(folder, PASSPHRASE))
                .isEqualTo(Outcome.failed(new Fault.NotFound("an authority in this folder")));
        assertThat(authorities.found(FOUNDING, folder, PASSPHRASE)).isNotNull();
        assertThatThrownBy(() -> authorities.found(FOUNDING, folder, PASSPHRASE))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void a_line_that_a_crash_cut_short_is_dropped_and_the_register_goes_on() throws Exception {
        var before = authorities.found(FOUNDING, folder, PASSPHRASE);
        var leaf = issue(before);
        var register = folder.resolve("register.ndjson");
        Files.writeString(register, "{\"event\":\"issu", StandardCharsets.UTF_8, StandardOpenOption.APPEND);
        var after = authorities.open(folder, PASSPHRASE).orElseThrow();
        assertThat(after.revoke(leaf.getSerialNumber())).isInstanceOf(Outcome.Success.class);
        var again = authorities.open(folder, PASSPHRASE).orElseThrow();
        assertThat(again.revocations().isRevoked(leaf)).isTrue();
    }

    @Test
    void two_processes_share_an_authority_and_each_knows_what_the_other_did() throws Exception {
        var running = authorities.found(FOUNDING, folder, PASSPHRASE);
        var old = running.revocations();
        var command = authorities.open(folder, PASSPHRASE).orElseThrow();
        var leaf = issue(running);
        assertThat(command.revokeHolder("north")).isEqualTo(Outcome.of(1));
        assertThat(running.revocations().isRevoked(leaf)).isTrue();
        assertThat(number(old)).isLessThan(number(running.revocations()));
        assertThat(number(command.revocations())).isGreaterThan(number(running.revocations()));
        var reopened = authorities.open(folder, PASSPHRASE).orElseThrow();
        assertThat(reopened.revocations().getRevokedCertificates()).hasSize(1);
    }

    /** The last octet of the extension's DER, which is a small INTEGER here. */
    private static int number(java.security.cert.X509CRL list) {
        var extension = list.getExtensionValue("2.5.29.20");
        return extension[extension.length - 1];
    }

    private static java.security.cert.X509Certificate issue(CertificateAuthority authority) {
        return authority
                .issue(NORTH, CertificateAuthorityContract.key(3), Duration.ofDays(30))
                .orElseThrow();
    }
}
