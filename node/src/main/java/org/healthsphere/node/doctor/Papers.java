package org.healthsphere.node.doctor;

import static org.healthsphere.node.doctor.Finding.bad;
import static org.healthsphere.node.doctor.Finding.good;
import static org.healthsphere.node.doctor.Finding.warning;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.node.network.Standing;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * The certificates of this member.
 *
 * @param ledger the one that it is known by on the ledger
 * @param standing what the network's authority says about them, as this node knows it
 */
record Papers(NodeId self, X509Certificate signing, X509Certificate tls, X509Certificate ledger, Standing standing) {
    private static final int P256_BITS = 256;
    private static final int PART = 4;
    private static final String NEW_LIST =
            "whoever runs the network's authority must have 'hie ledger up' running; a new list comes by the ledger";

    List<Finding> findings(Instant now) {
        List<Finding> findings = new ArrayList<>();
        findings.add(of("certificate.signing", signing, Optional.of(CertificateUse.SIGNING), now));
        findings.add(of("certificate.tls", tls, Optional.of(CertificateUse.TLS_SERVER), now));
        findings.add(of("certificate.ledger", ledger, Optional.empty(), now));
        findings.add(standing.complaint()
                .map(words -> bad("revocations", words, NEW_LIST))
                .or(() -> standing.warning().map(words -> warning("revocations", words, NEW_LIST)))
                .orElseGet(() -> good(
                        "revocations",
                        "the list of revoked certificates holds for %d more hours"
                                .formatted(standing.left().toHours()))));
        return findings;
    }

    private Finding of(String about, X509Certificate certificate, Optional<CertificateUse> use, Instant now) {
        var problem = curve(certificate).or(() -> use.flatMap(wanted -> usage(certificate, wanted)));
        if (problem.isPresent()) {
            return bad(about, problem.get(), "this node cannot take part with it; join anew with 'hie join'");
        }
        return lifetime(about, certificate, now)
                .or(() -> use.flatMap(wanted -> refused(about, certificate, wanted)))
                .orElseGet(() -> good(
                        about,
                        "on P-256, holds until " + certificate.getNotAfter().toInstant()));
    }

    private static Optional<String> curve(X509Certificate certificate) {
        var fits = certificate.getPublicKey() instanceof ECPublicKey key
                && key.getParams().getCurve().getField().getFieldSize() == P256_BITS;
        return fits ? Optional.empty() : Optional.of("its key is not on the curve P-256");
    }

    private static Optional<String> usage(X509Certificate certificate, CertificateUse use) {
        try {
            var uses = certificate.getExtendedKeyUsage();
            return uses != null && uses.contains(use.extendedKeyUsage())
                    ? Optional.empty()
                    : Optional.of("it was not issued for this use (" + use.extendedKeyUsage() + ")");
        } catch (CertificateParsingException e) {
            return Optional.of("its use cannot be read");
        }
    }

    private static Optional<Finding> lifetime(String about, X509Certificate certificate, Instant now) {
        var from = certificate.getNotBefore().toInstant();
        var until = certificate.getNotAfter().toInstant();
        if (now.isBefore(from)) {
            return Optional.of(bad(
                    about,
                    "it holds from " + from + " on, and this machine says it is " + now,
                    "set this machine's clock"));
        }
        if (now.isAfter(until)) {
            return Optional.of(bad(
                    about,
                    "it ran out at " + until,
                    "it was not renewed in time: ask the members to suspend you, and join anew with 'hie join'"));
        }
        var left = Duration.between(now, until);
        return left.compareTo(Duration.between(from, until).dividedBy(PART)) < 0
                ? Optional.of(
                        warning(
                                about,
                                "it runs out in %d days and should have been renewed by now".formatted(left.toDays()),
                                "let the node run with the ledger in reach: it renews by itself; and 'hie ledger up' must run at the authority"))
                : Optional.empty();
    }

    /** Without a current list nobody is let in, and that is a finding of its own. */
    private Optional<Finding> refused(String about, X509Certificate certificate, CertificateUse use) {
        return switch (standing.member(List.of(certificate), use)) {
            case Outcome.Failure<NodeId>(Fault.Unavailable _) -> Optional.empty();
            case Outcome.Failure<NodeId>(var fault) ->
                Optional.of(bad(
                        about,
                        "the network's authority does not stand by it: " + fault,
                        "ask who runs the network; a revoked member joins anew with 'hie join'"));
            case Outcome.Success<NodeId>(var member) when member.equals(self) -> Optional.empty();
            case Outcome.Success<NodeId>(var member) ->
                Optional.of(bad(
                        about,
                        "it is that of " + member + ", and the settings say node.id = " + self,
                        "set node.id to " + member));
        };
    }
}
