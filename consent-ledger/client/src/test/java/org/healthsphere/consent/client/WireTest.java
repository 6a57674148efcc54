package org.healthsphere.consent.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.consent.Directive;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WireTest {
    private static final NodeId NORTH = new NodeId("north");
    private static final Sha256 DIGEST = Sha256.of("digest");

    static Stream<Directive> directives() {
        return Stream.concat(Stream.concat(common(), later()), Stream.concat(certificates(), Stream.of(legalBasis())));
    }

    private static Stream<Directive> common() {
        return Stream.of(
                new Directive.RegisterKey(
                        NORTH, SigningKey.generate(new SecureRandom()).verificationKey()),
                grant(Bytes.NONE),
                new Directive.Revoke("ab".repeat(16), DIGEST, Bytes.of(new byte[64])),
                new Directive.BreakGlass("g", NORTH, "handle", new NodeId("south"), DIGEST),
                new Directive.AdmitMember(
                        NORTH, "Hospital \"North\" ü", "https://north.example", DIGEST, "{\"keys\":[]}"),
                new Directive.SuspendMember(NORTH),
                new Directive.PublishRevocations(Bytes.utf8("list")),
                new Directive.Debit("d", "s", NORTH, 1, (1L << 53) - 1),
                new Directive.Release("r", "s", DIGEST),
                new Directive.AnchorLog(NORTH, "access", 0, DIGEST));
    }

    private static Stream<Directive> certificates() {
        return Stream.of(
                new Directive.RequestCertificates(NORTH, "{\"renewal\":1}"),
                new Directive.CertifyMember(NORTH, DIGEST, "{\"card\":1}", Bytes.utf8("tls"), Bytes.NONE));
    }

    private static Directive legalBasis() {
        return new Directive.LegalBasisRelease(
                "ab".repeat(16),
                NORTH,
                "handle-0123456789",
                "Act, § 6",
                "Authority",
                Set.of("Immunization", "Condition"),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2027-01-01T00:00:00Z"),
                List.of(
                        new Directive.LegalBasisRelease.Approval(
                                Role.AUDITOR,
                                SigningKey.generate(new SecureRandom()).verificationKey(),
                                Bytes.of(new byte[64])),
                        new Directive.LegalBasisRelease.Approval(
                                Role.STEWARD,
                                SigningKey.generate(new SecureRandom()).verificationKey(),
                                Bytes.of(new byte[64]))));
    }

    private static Stream<Directive> later() {
        return Stream.of(
                new Directive.RotateKey(
                        NORTH,
                        DIGEST,
                        SigningKey.generate(new SecureRandom()).verificationKey(),
                        Optional.of(DIGEST),
                        Bytes.of(new byte[64])),
                new Directive.RetireKey(NORTH, DIGEST),
                Directive.Amend.of(grant(Bytes.NONE), 2, DIGEST),
                new Directive.OptOut(
                        "ab".repeat(16),
                        NORTH,
                        "handle-0123456789",
                        Set.of(PurposeOfUse.TREAT),
                        DIGEST,
                        Optional.of("cd".repeat(16)),
                        Bytes.of(new byte[64])),
                new Directive.Delegate(
                        "ab".repeat(16),
                        NORTH,
                        "handle-0123456789",
                        DIGEST,
                        DIGEST,
                        Set.of(Directive.Right.GRANT, Directive.Right.REVOKE),
                        Instant.parse("2099-01-01T00:00:00Z"),
                        Bytes.of(new byte[64])),
                new Directive.Guardian(
                        "ab".repeat(16),
                        NORTH,
                        "handle-0123456789",
                        DIGEST,
                        DIGEST,
                        Instant.parse("2099-01-01T00:00:00Z")),
                new Directive.Erase("ab".repeat(16), NORTH),
                new Directive.HandOver(NORTH),
                new Directive.Propose("p", new Directive.SuspendMember(NORTH), Instant.parse("2099-01-01T00:00:00Z")),
                new Directive.Vote("p", NORTH),
                new Directive.RegisterStudy("s", NORTH, DIGEST, DIGEST, 7, Instant.parse("2099-01-01T00:00:00Z")));
    }

    private static Directive.Grant grant(Bytes terms) {
        return new Directive.Grant(
                "ab".repeat(16),
                NORTH,
                "handle-0123456789",
                DIGEST,
                Set.of(PurposeOfUse.TREAT, PurposeOfUse.HRESCH),
                Instant.parse("2099-01-01T00:00:00Z"),
                DIGEST,
                Optional.empty(),
                Bytes.of(new byte[64]),
                terms);
    }

    @ParameterizedTest
    @MethodSource("directives")
    void a_directive_comes_back_as_it_went(Directive directive) {
        var wire = Wire.of(directive);
        assertThat(WireReader.directive(wire.operation(), wire.json())).isEqualTo(directive);
    }

    @Test
    void every_kind_of_directive_is_tried() {
        assertThat(directives().map(Object::getClass))
                .containsExactlyInAnyOrder(Directive.class.getPermittedSubclasses());
    }

    @Test
    void terms_go_beside_the_document() {
        var wire = Wire.of(grant(Bytes.utf8("sealed")));
        assertThat(wire.terms()).isEqualTo(Bytes.utf8("sealed"));
        assertThat(wire.json())
                .doesNotContain("sealed")
                .doesNotContain(Bytes.utf8("sealed").base64url());
    }

    @Test
    void what_this_version_does_not_know_is_not_passed_over() {
        assertThatIllegalArgumentException().isThrownBy(() -> WireReader.directive("unheardOf", "{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> WireReader.directive("revoke", "{}"));
        assertThatIllegalArgumentException().isThrownBy(() -> WireReader.directive("revoke", "no json"));
    }
}
