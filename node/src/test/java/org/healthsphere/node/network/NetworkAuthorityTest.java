package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.healthsphere.federation.linkage.oblivious.LinkageKey;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkAuthorityTest {
    private static final Passphrase PASSPHRASE = Passphrase.of("a long passphrase");

    private final MovableClock clock = new MovableClock();
    private final SecureRandom random = new SecureRandom();

    @TempDir
    private Path folder;

    private NetworkAuthority open() {
        return NetworkAuthority.open(folder.resolve("network"), clock, random);
    }

    private NodeFolder home(String name) {
        return new NodeFolder(folder.resolve(name));
    }

    private MemberIdentity admit(NetworkAuthority authority, String name) {
        var applicant = Applicant.create(new NodeId(name), "Hospital " + name, List.of("localhost"), random);
        return authority.admit(applicant, home(name), PASSPHRASE).orElseThrow();
    }

    @Test
    void a_member_finds_in_its_folder_all_that_it_needs() throws IOException {
        var authority = open();
        var north = admit(authority, "north");
        assertThat(north.authority()).isEqualTo(authority.certificate());
        var opened = home("north").vault().open(PASSPHRASE).orElseThrow();
        assertThat(opened.certificate()).isEqualTo(north.certificate());
        var ledger = home("north").ledgerCertificate();
        assertThat(ledger.getSubjectX500Principal().getName()).isEqualTo("O=Hospital north,OU=client,CN=north");
        assertThat(ledger.getPublicKey()).isEqualTo(north.certificate().getPublicKey());
        var standing = Standing.open(home("north"), north.authority(), clock);
        assertThat(standing.member(List.of(north.tlsCertificate()), CertificateUse.TLS_SERVER))
                .isEqualTo(Outcome.of(north.id()));
    }

    @Test
    void members_hold_shares_of_one_key_each_its_own_and_another_network_has_another_key() {
        var authority = open();
        var north = admit(authority, "north");
        var south = admit(open(), "south");
        var held = home("north").linkage(north).orElseThrow();
        assertThat(held.key()).isEqualTo(home("south").linkage(south).orElseThrow().key());
        assertThat(held.key().terms()).isEqualTo(LinkageKey.Terms.USUAL);
        assertThat(held.holder()).isEqualTo(north.id());
        var elsewhere = NetworkAuthority.open(folder.resolve("another"), clock, random);
        var far = admit(elsewhere, "far");
        assertThat(home("far").linkage(far).orElseThrow().key()).isNotEqualTo(held.key());
        assertThat(home("north").linkage(south)).as("sealed for its member").isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void how_many_members_make_a_token_is_decided_once() {
        var terms = new LinkageKey.Terms(3, 100);
        var _ = NetworkAuthority.open(
                folder.resolve("network"),
                clock,
                random,
                new NetworkAuthority.Founded(NetworkAuthority.LEAF_LIFE, terms));
        var north = admit(open(), "north");
        assertThat(home("north").linkage(north).orElseThrow().key().terms()).isEqualTo(terms);
    }

    @Test
    void an_authority_that_is_opened_again_is_the_same() {
        var before = open();
        assertThat(open().certificate()).isEqualTo(before.certificate());
        assertThat(NetworkAuthority.find(folder.resolve("network"), clock, random))
                .isInstanceOfSatisfying(
                        Outcome.Success.class,
                        found -> assertThat(((NetworkAuthority) found.value()).certificate())
                                .isEqualTo(before.certificate()));
    }

    @Test
    void looking_for_an_authority_founds_none() {
        var nowhere = folder.resolve("nowhere");
        assertThat(NetworkAuthority.find(nowhere, clock, random))
                .isEqualTo(Outcome.failed(new Fault.NotFound("a network's authority in " + nowhere)));
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void its_secrets_are_for_its_owner_only() throws IOException {
        var _ = open();
        for (var name :
                List.of("passphrase", "linkage.key", "authority/authority.key.pem", "authority/register.ndjson")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                            folder.resolve("network").resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void with_another_passphrase_or_without_its_files_it_does_not_open() throws IOException {
        var _ = open();
        var passphrase = folder.resolve("network").resolve("passphrase");
        Files.writeString(passphrase, "another long passphrase");
        Assertions.assertThatThrownBy(this::open).hasMessageContaining("the passphrase does not open the key");
        Files.delete(folder.resolve("network").resolve("linkage.key"));
        Assertions.assertThatThrownBy(this::open).isInstanceOf(RuntimeException.class);
    }

    @Test
    void a_members_folder_that_is_damaged_or_not_there_says_what_is_wrong() throws IOException {
        var north = admit(open(), "north");
        var network = folder.resolve("north").resolve("network");
        Files.writeString(network.resolve("ledger.der"), "no certificate");
        assertThatIllegalStateException()
                .isThrownBy(() -> home("north").ledgerCertificate())
                .withMessage("ledger.der in the node's folder is damaged");
        Files.write(network.resolve("linkage.sealed"), new byte[100]);
        assertThat(home("north").linkage(north)).isInstanceOf(Outcome.Failure.class);
        Files.delete(network.resolve("ledger.der"));
        Assertions.assertThatThrownBy(() -> home("north").ledgerCertificate()).isInstanceOf(UncheckedIOException.class);
        assertThat(home("north").vault().open(Passphrase.of("not the passphrase")))
                .isInstanceOf(Outcome.Failure.class);
    }
}
