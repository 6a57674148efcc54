package org.healthsphere.keys.bc;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.CertificateProfile;
import org.healthsphere.keys.CertificateProfile.Member;
import org.healthsphere.keys.CertificateProfile.Msp;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.healthsphere.keys.CertificateProfile.Tls;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.MemberTrust;
import org.healthsphere.keys.MovableClock;
import org.healthsphere.keys.SeededRandom;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

class MemberTrustTest {
    private static final NodeId NORTH = new NodeId("north");
    private static final CertificateProfile SIGNING = new Member(NORTH, "North Hospital");
    private static final CertificateProfile TLS = new Tls("north", "North Hospital", List.of("localhost"));
    private static final Duration MONTH = Duration.ofDays(30);

    private final MovableClock clock = new MovableClock("2026-03-01T08:00:00Z");
    private final CertificateAuthorities authorities = new CertificateAuthorities(clock, new SeededRandom(6));
    private final CertificateAuthority authority =
            authorities.inMemory(new Founding("ca.network", "network", Duration.ofDays(3650)));
    private final MemberTrust trust = new MemberTrust(authority.certificate());

    @Test
    void a_current_certificate_names_its_member() {
        assertThat(verify(issue(SIGNING), CertificateUse.SIGNING)).isEqualTo(Outcome.of(NORTH));
        assertThat(verify(issue(TLS), CertificateUse.TLS_CLIENT)).isEqualTo(Outcome.of(NORTH));
        assertThat(verify(issue(TLS), CertificateUse.TLS_SERVER)).isEqualTo(Outcome.of(NORTH));
    }

    @Test
    void a_chain_may_carry_the_authority_and_nothing_else() {
        var leaf = issue(SIGNING);
        assertThat(verify(List.of(leaf, authority.certificate()))).isEqualTo(Outcome.of(NORTH));
        assertThat(verify(List.of(leaf, leaf))).isEqualTo(foreign());
        assertThat(verify(List.of(leaf, authority.certificate(), authority.certificate())))
                .isEqualTo(foreign());
        assertThat(verify(List.of())).isEqualTo(refused("no certificate was presented"));
    }

    @Test
    void an_expired_certificate_is_refused() {
        var leaf = issue(SIGNING);
        clock.advance(MONTH);
        assertThat(verify(leaf, CertificateUse.SIGNING)).isEqualTo(Outcome.of(NORTH));
        clock.advance(Duration.ofSeconds(1));
        assertThat(verify(leaf, CertificateUse.SIGNING)).isEqualTo(refused("the certificate has expired"));
    }

    @Test
    void a_certificate_of_the_future_is_refused() {
        var list = authority.revocations();
        var early = clock.instant().minus(Duration.ofMinutes(6));
        assertThat(trust.verify(List.of(issue(SIGNING)), list, CertificateUse.SIGNING, early))
                .isEqualTo(refused("the certificate is not valid yet"));
    }

    @Test
    void a_certificate_of_another_authority_is_refused_even_one_of_the_same_name() {
        var other = authorities.inMemory(new Founding("ca.network", "network", Duration.ofDays(3650)));
        var leaf =
                other.issue(SIGNING, CertificateAuthorityContract.key(1), MONTH).orElseThrow();
        assertThat(verify(leaf, CertificateUse.SIGNING)).isEqualTo(foreign());
        assertThat(verify(List.of(leaf, other.certificate()))).isEqualTo(foreign());
    }

    @Test
    void a_revoked_certificate_is_refused() {
        var leaf = issue(SIGNING);
        assertThat(authority.revoke(leaf.getSerialNumber())).isInstanceOf(Outcome.Success.class);
        assertThat(verify(leaf, CertificateUse.SIGNING)).isEqualTo(refused("the certificate has been revoked"));
    }

    @Test
    void a_certificate_for_one_use_is_refused_for_another() {
        var wrong = refused("the certificate is not for this use");
        assertThat(verify(issue(SIGNING), CertificateUse.TLS_CLIENT)).isEqualTo(wrong);
        assertThat(verify(issue(TLS), CertificateUse.SIGNING)).isEqualTo(wrong);
        assertThat(verify(issue(new Msp("north", "north", MspRole.ADMIN)), CertificateUse.SIGNING))
                .isEqualTo(wrong);
        assertThat(verify(authority.certificate(), CertificateUse.SIGNING)).isEqualTo(wrong);
    }

    @Test
    void a_certificate_that_names_no_node_is_refused() {
        var leaf = issue(new Tls("peer0.north", "North Hospital", List.of("localhost")));
        assertThat(verify(leaf, CertificateUse.TLS_CLIENT))
                .isEqualTo(refused("the certificate does not name a member"));
    }

    @Test
    void without_a_current_list_nobody_is_let_in() {
        var leaf = issue(SIGNING);
        var list = authority.revocations();
        clock.advance(Duration.ofHours(24).plusSeconds(1));
        assertThat(trust.verify(List.of(leaf), list, CertificateUse.SIGNING, clock.instant()))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("a current list of revoked certificates")));
    }

    @Test
    void a_list_of_another_authority_counts_for_nothing() {
        var other = authorities.inMemory(new Founding("ca.network", "network", Duration.ofDays(3650)));
        assertThat(trust.verify(List.of(issue(SIGNING)), other.revocations(), CertificateUse.SIGNING, clock.instant()))
                .isEqualTo(Outcome.failed(
                        new Fault.Unavailable("a list of revoked certificates signed by the authority")));
    }

    @Test
    void nobody_is_trusted_longer_than_the_authority_itself() {
        var leaf = issue(SIGNING);
        var late = Instant.parse("2040-01-01T00:00:00Z");
        assertThat(trust.verify(List.of(leaf), authority.revocations(), CertificateUse.SIGNING, late))
                .isInstanceOf(Outcome.Failure.class);
    }

    private X509Certificate issue(CertificateProfile profile) {
        return authority
                .issue(profile, CertificateAuthorityContract.key(1), MONTH)
                .orElseThrow();
    }

    private Outcome<NodeId> verify(X509Certificate leaf, CertificateUse use) {
        return trust.verify(List.of(leaf), authority.revocations(), use, clock.instant());
    }

    private Outcome<NodeId> verify(List<X509Certificate> chain) {
        return trust.verify(chain, authority.revocations(), CertificateUse.SIGNING, clock.instant());
    }

    private static Outcome<NodeId> foreign() {
        return refused("the certificate was not issued by this network's authority");
    }

    private static Outcome<NodeId> refused(String ground) {
        return Outcome.failed(new Fault.Unauthenticated(ground));
    }
}
