package org.healthsphere.keys.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.MemberTrust;
import org.healthsphere.keys.MovableClock;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.Pem;
import org.healthsphere.keys.SeededRandom;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.keys.bc.CertificateAuthorities;
import org.healthsphere.keys.bc.Founding;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberIdentityTest {
    private static final NodeId NORTH = new NodeId("north");
    private static final Passphrase PASSPHRASE = Passphrase.of("a long passphrase");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Bytes MESSAGE = Bytes.utf8("message");

    private final MovableClock clock = new MovableClock("2026-03-01T08:00:00Z");
    private final SeededRandom random = new SeededRandom(51);
    private final CertificateAuthorities authorities = new CertificateAuthorities(clock, random);
    private final CertificateAuthority authority =
            authorities.inMemory(new Founding("ca.network", "network", Duration.ofDays(3650)));

    @TempDir
    Path folder;

    @Test
    void an_applicant_becomes_a_member_whom_the_others_trust() {
        var identity = admit(applicant());
        var trust = new MemberTrust(identity.authority());
        var list = authority.revocations();
        assertThat(trust.verify(List.of(identity.certificate()), list, CertificateUse.SIGNING, clock.instant()))
                .isEqualTo(Outcome.of(NORTH));
        assertThat(trust.verify(List.of(identity.tlsCertificate()), list, CertificateUse.TLS_SERVER, clock.instant()))
                .isEqualTo(Outcome.of(NORTH));
        assertThat(identity.verificationKey().verifies(MESSAGE.array(), identity.sign(MESSAGE.array())))
                .isTrue();
    }

    @Test
    void a_certificate_for_other_keys_or_of_another_authority_is_refused() {
        var applicant = applicant();
        var other = admit(applicant());
        assertThat(applicant.admitted(other.certificate(), other.tlsCertificate(), authority.certificate()))
                .isEqualTo(Outcome.failed(new Fault.Conflict("a certificate is for another key than this node's")));
        var stranger = authorities.inMemory(new Founding("ca.other", "other", Duration.ofDays(3650)));
        assertThat(applicant.admitted(other.certificate(), other.tlsCertificate(), stranger.certificate()))
                .isEqualTo(Outcome.failed(new Fault.Conflict("a certificate is of another authority than was named")));
    }

    @Test
    void a_vault_opened_again_holds_the_same_keys() throws Exception {
        var before = admit(applicant());
        var vault = new VaultFile(folder.resolve("keys/vault.json"));
        vault.write(before, PASSPHRASE, random);
        var after = vault.open(PASSPHRASE).orElseThrow();
        assertThat(after.id()).isEqualTo(NORTH);
        assertThat(after.certificate()).isEqualTo(before.certificate());
        assertThat(after.tlsCertificate()).isEqualTo(before.tlsCertificate());
        assertThat(after.authority()).isEqualTo(before.authority());
        assertThat(before.verificationKey().verifies(MESSAGE.array(), after.sign(MESSAGE.array())))
                .isTrue();
        assertThat(after.unseal(before.recipientKey().seal(MESSAGE, Bytes.NONE, random), Bytes.NONE))
                .isEqualTo(Outcome.of(MESSAGE));
        var sealed = before.secretBox("sessions").seal(MESSAGE, Bytes.NONE, random);
        assertThat(after.secretBox("sessions").open(sealed, Bytes.NONE)).isEqualTo(Outcome.of(MESSAGE));
        assertThat(after.secretBox("tokens").open(sealed, Bytes.NONE)).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_vault_is_unreadable_without_its_passphrase_and_for_anybody_but_its_owner() throws Exception {
        var file = folder.resolve("vault.json");
        new VaultFile(file).write(admit(applicant()), PASSPHRASE, random);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain("\"north\"", "-----BEGIN");
        assertThat(new VaultFile(file).open(Passphrase.of("another passphrase")))
                .isEqualTo(locked());
    }

    @Test
    void an_altered_vault_does_not_open() throws Exception {
        var file = folder.resolve("vault.json");
        new VaultFile(file).write(admit(applicant()), PASSPHRASE, random);
        var content = Files.readString(file);
        Files.writeString(file, content.replace("\"sealed\":\"A", "\"sealed\":\"B"));
        assertThat(new VaultFile(file).open(PASSPHRASE)).isEqualTo(locked());
        Files.writeString(file, content.replace("\"vault\":1", "\"vault\":2"));
        assertThat(new VaultFile(file).open(PASSPHRASE))
                .isEqualTo(Outcome.failed(new Fault.VersionMismatch("the key vault is of a later version")));
        for (var other : List.of(
                "", "{}", "[1]", content.replace("600000", "1"), content.replace("\"salt\":\"", "\"salt\":\"*"))) {
            Files.writeString(file, other);
            assertThat(new VaultFile(file).open(PASSPHRASE)).isInstanceOf(Outcome.Failure.class);
        }
        Files.write(file, new byte[300_000]);
        assertThat(new VaultFile(file).open(PASSPHRASE))
                .isEqualTo(Outcome.failed(new Fault.Invalid("not a key vault")));
    }

    @Test
    void where_there_is_no_vault_it_says_so() throws Exception {
        var vault = new VaultFile(folder.resolve("vault.json"));
        assertThat(vault.exists()).isFalse();
        assertThat(vault.open(PASSPHRASE)).isEqualTo(Outcome.failed(new Fault.NotFound("a key vault in this place")));
    }

    @Test
    void outside_clients_get_the_authority_and_servers_their_key() throws Exception {
        var identity = admit(applicant());
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(new ByteArrayInputStream(identity.trustStore(PASSPHRASE).array()), PASSPHRASE.reveal());
        assertThat(trusted.getCertificate("authority")).isEqualTo(authority.certificate());
        assertThat(Pem.certificates(identity.authorityPem())).isEqualTo(Outcome.of(List.of(authority.certificate())));
        var own = identity.exportTlsKeyStore(PASSPHRASE);
        assertThat(own.getCertificateChain("tls")).containsExactly(identity.tlsCertificate(), authority.certificate());
        assertThat(own.getKey("tls", PASSPHRASE.reveal())).isNotNull();
        assertThat(identity.tlsFingerprint())
                .isEqualTo(Sha256.of(identity.tlsCertificate().getEncoded()));
    }

    @Test
    void nothing_secret_is_printed() throws Exception {
        var identity = admit(applicant());
        assertThat(identity).hasToString("MemberIdentity[north]");
        assertThat(identity.keys()).hasToString("NodeKeys[REDACTED]");
        assertThat(PASSPHRASE).hasToString("[REDACTED]");
        var file = folder.resolve("passphrase");
        Files.writeString(file, "from a mounted secret\nsecond line\n", StandardCharsets.UTF_8);
        assertThat(Passphrase.read(file).reveal()).isEqualTo("from a mounted secret".toCharArray());
        assertThat(Passphrase.generate(random).reveal()).hasSize(32);
    }

    private Applicant applicant() {
        return Applicant.create(NORTH, "North Hospital", List.of("localhost", "127.0.0.1"), random);
    }

    private MemberIdentity admit(Applicant applicant) {
        var requests = new BcCertificateRequests();
        var signing = authority
                .issue(applicant.signingProfile(), applicant.signingRequest(requests), YEAR)
                .orElseThrow();
        var tls = authority
                .issue(applicant.tlsProfile(), applicant.tlsRequest(requests), YEAR)
                .orElseThrow();
        return applicant.admitted(signing, tls, authority.certificate()).orElseThrow();
    }

    private static Outcome<MemberIdentity> locked() {
        return Outcome.failed(new Fault.Unauthenticated("the passphrase does not open the key vault"));
    }
}
