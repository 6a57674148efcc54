package org.healthsphere.keys.bc;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.CertificateProfile;
import org.healthsphere.keys.CertificateProfile.Member;
import org.healthsphere.keys.CertificateProfile.Msp;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.healthsphere.keys.CertificateProfile.Tls;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.MovableClock;
import org.healthsphere.keys.SeededRandom;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every authority owes, wherever it keeps its register. */
interface CertificateAuthorityContract {
    Founding FOUNDING = new Founding("ca.network", "network", Duration.ofDays(3650));
    Duration YEAR = Duration.ofDays(365);
    NodeId NORTH = new NodeId("north");

    MovableClock clock();

    CertificateAuthority authority();

    @Test
    default void the_root_may_issue_leaves_and_lists_only() {
        var root = authority().certificate();
        assertThat(root.getBasicConstraints()).as("path length").isZero();
        assertThat(root.getKeyUsage()).containsExactly(false, false, false, false, false, true, true, false, false);
        assertThat(root.getExtensionValue("2.5.29.14"))
                .as("subject key identifier")
                .isNotNull();
        assertThat(root.getSubjectX500Principal().getName()).isEqualTo("O=network,CN=ca.network");
        assertThat(root.getNotBefore().toInstant()).isEqualTo(clock().instant().minus(Duration.ofMinutes(5)));
        assertThat(root.getNotAfter().toInstant()).isEqualTo(clock().instant().plus(Duration.ofDays(3650)));
    }

    @Test
    default void a_tls_leaf_serves_both_ends_and_names_its_hosts() throws Exception {
        var leaf = issue(new Tls("north", "North Hospital", List.of("localhost", "127.0.0.1", "::1")));
        leaf.verify(authority().certificate().getPublicKey());
        assertThat(leaf.getExtendedKeyUsage())
                .containsExactly(
                        CertificateUse.TLS_SERVER.extendedKeyUsage(), CertificateUse.TLS_CLIENT.extendedKeyUsage());
        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactly(List.of(2, "localhost"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1"));
        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(clock().instant().plus(YEAR));
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
    }

    @Test
    default void a_member_leaf_names_the_node_and_its_organization_and_signs() throws Exception {
        var leaf = issue(new Member(NORTH, "North Hospital"));
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("O=North Hospital,CN=north");
        assertThat(leaf.getExtendedKeyUsage()).containsExactly(CertificateUse.SIGNING.extendedKeyUsage());
        assertThat(leaf.getKeyUsage()).startsWith(true, false);
    }

    @ParameterizedTest
    @EnumSource
    default void a_leaf_for_the_ledger_has_its_role_as_organizational_unit(MspRole role) throws Exception {
        var leaf = issue(new Msp("p0.north", "north", role));
        var unit = role.name().toLowerCase(Locale.ROOT);
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("O=north,OU=" + unit + ",CN=p0.north");
        assertThat(leaf.getExtendedKeyUsage()).isNull();
    }

    @Test
    default void a_name_cannot_smuggle_in_another_part_of_the_subject() throws Exception {
        var leaf = issue(new Msp("p0,OU=admin", "north+CN=ca", MspRole.CLIENT));
        assertThat(leaf.getSubjectX500Principal().getName())
                .isEqualTo("O=north\\+CN\\=ca,OU=client,CN=p0\\,OU\\=admin");
    }

    @Test
    default void a_request_that_shows_the_key_is_answered() {
        var profile = new Member(NORTH, "North Hospital");
        var pair = pair(1);
        var request = new BcCertificateRequests().request(profile, pair);
        var leaf = authority().issue(profile, request, YEAR).orElseThrow();
        assertThat(leaf.getPublicKey()).isEqualTo(pair.getPublic());
    }

    @Test
    default void a_request_for_another_subject_than_agreed_is_refused() {
        var request = new BcCertificateRequests().request(new Member(new NodeId("south"), "South"), pair(1));
        assertThat(authority().issue(new Member(NORTH, "North Hospital"), request, YEAR))
                .isEqualTo(Outcome.failed(new Fault.Forbidden("the request names another subject than was agreed")));
    }

    @Test
    default void no_flipped_bit_of_a_request_gets_another_key_or_name_certified() {
        var profile = new Member(NORTH, "North Hospital");
        var pair = pair(1);
        var request = new BcCertificateRequests().request(profile, pair).array();
        for (var at = 0; at < request.length; at++) {
            var altered = request.clone();
            altered[at] ^= (byte) (1 << (at % 8));
            switch (authority().issue(profile, Bytes.of(altered), YEAR)) {
                case Outcome.Success<X509Certificate>(var leaf) ->
                    assertThat(leaf.getPublicKey()).as("byte %s", at).isEqualTo(pair.getPublic());
                case Outcome.Failure<X509Certificate>(var fault) ->
                    assertThat(fault).isNotInstanceOf(Fault.Conflict.class);
            }
        }
    }

    @Test
    default void what_is_no_request_is_refused() {
        for (var bytes : List.of(
                new byte[0], new byte[] {0x30}, "no request".getBytes(StandardCharsets.US_ASCII), new byte[20_000])) {
            assertThat(authority().issue(new Member(NORTH, "North"), Bytes.of(bytes), YEAR))
                    .isEqualTo(Outcome.failed(new Fault.Invalid("not a PKCS#10 certification request")));
        }
    }

    @Test
    default void no_leaf_outlives_its_authority_and_none_ends_before_it_begins() {
        var refused = Outcome.failed(new Fault.Conflict("a certificate ends after now and before its authority's own"));
        assertThat(authority().issue(new Member(NORTH, "North"), key(1), Duration.ofDays(3651)))
                .isEqualTo(refused);
        assertThat(authority().issue(new Member(NORTH, "North"), key(1), Duration.ZERO))
                .isEqualTo(refused);
    }

    @Test
    default void serial_numbers_are_positive_distinct_and_at_most_twenty_octets() throws Exception {
        var first = issue(new Member(NORTH, "North")).getSerialNumber();
        var second = issue(new Member(NORTH, "North")).getSerialNumber();
        assertThat(first).isPositive().isNotEqualTo(second);
        assertThat(first.toByteArray()).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    default void a_revoked_certificate_is_on_the_list_from_then_on() throws Exception {
        var kept = issue(new Member(NORTH, "North"));
        var lost = issue(new Member(NORTH, "North"));
        assertThat(authority().revocations().isRevoked(lost)).isFalse();
        clock().advance(Duration.ofHours(1));
        var at = clock().instant();
        assertThat(authority().revoke(lost.getSerialNumber())).isEqualTo(Outcome.of(at));
        clock().advance(Duration.ofHours(1));
        assertThat(authority().revoke(lost.getSerialNumber()))
                .as("the first time counts")
                .isEqualTo(Outcome.of(at));
        var list = authority().revocations();
        list.verify(authority().certificate().getPublicKey());
        assertThat(list.isRevoked(lost)).isTrue();
        assertThat(list.isRevoked(kept)).isFalse();
        assertThat(list.getRevokedCertificate(lost).getRevocationDate().toInstant())
                .isEqualTo(at);
    }

    @Test
    default void only_its_own_certificates_can_be_revoked() {
        assertThat(authority().revoke(BigInteger.TEN))
                .isEqualTo(Outcome.failed(new Fault.NotFound("a certificate of this serial number")));
    }

    @Test
    default void a_holder_loses_everything_that_was_ever_issued_to_it_and_nobody_else_loses_anything()
            throws Exception {
        var signing = issue(new Member(NORTH, "North"));
        var tls = issue(new Tls("north", "North", List.of("localhost")));
        var ledger = issue(new Msp("north", "North", MspRole.CLIENT));
        var other = issue(new Member(new NodeId("north2"), "North"));
        assertThat(authority().revoke(tls.getSerialNumber())).isInstanceOf(Outcome.Success.class);
        assertThat(authority().revokeHolder("north")).isEqualTo(Outcome.of(2));
        assertThat(authority().revokeHolder("north")).as("once is enough").isEqualTo(Outcome.of(0));
        assertThat(List.of(signing, tls, ledger)).allMatch(authority().revocations()::isRevoked);
        assertThat(authority().revocations().isRevoked(other)).isFalse();
        assertThat(authority().revokeHolder("nobody"))
                .isEqualTo(Outcome.failed(new Fault.NotFound("a certificate of this holder")));
    }

    @Test
    default void a_list_is_renewed_at_half_of_its_lifetime_under_a_higher_number() throws Exception {
        var first = authority().revocations();
        clock().advance(Duration.ofHours(11));
        assertThat(authority().revocations()).isSameAs(first);
        clock().advance(Duration.ofHours(1));
        var second = authority().revocations();
        assertThat(second.getNextUpdate().toInstant())
                .isEqualTo(clock().instant().plus(Duration.ofHours(24)));
        assertThat(second.getExtensionValue("2.5.29.20")).isNotEqualTo(first.getExtensionValue("2.5.29.20"));
    }

    default X509Certificate issue(CertificateProfile profile) {
        return authority().issue(profile, key(7), YEAR).orElseThrow();
    }

    static VerificationKey key(long seed) {
        return VerificationKey.of(pair(seed).getPublic());
    }

    static KeyPair pair(long seed) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), new SeededRandom(seed));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
