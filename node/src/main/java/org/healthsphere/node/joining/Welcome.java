package org.healthsphere.node.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.node.network.MemberCard;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * All that a hospital needs to take part, once it was admitted and certified. None of it is secret: the newcomer's share of the key of tokens is
 * sealed for it on its card.
 *
 * @param card as it is on the ledger
 * @param tls the certificate of its doors
 * @param ledger the certificate that it is known by on the ledger
 * @param authority the network's
 * @param address where the ledger is, as the member that answers reaches it
 */
public record Welcome(
        MemberCard card,
        X509Certificate tls,
        X509Certificate ledger,
        X509Certificate authority,
        Added added,
        At address) {
    /**
     * What the member that answers adds of its own.
     *
     * @param linkage the key of tokens, as everybody may know it
     * @param revocations the authority's list, in DER
     */
    public record Added(Bytes linkage, Bytes revocations) {}

    /** The ledger's address, and what it must say that it is. */
    public record At(String host, int port, LedgerMode mode) {}

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("card", card.text())
                .put("tls", der(tls))
                .put("ledger", der(ledger))
                .put("authority", der(authority))
                .put("linkage", added.linkage().base64url())
                .put("revocations", added.revocations().base64url())
                .put("ledgerHost", address.host())
                .put("ledgerPort", address.port())
                .put("ledgerMode", address.mode().name());
    }

    static Outcome<Welcome> parse(JsonNode json) {
        return MemberCard.parse(json.path("card").asText()).then(card -> {
            try {
                return Outcome.of(new Welcome(
                        card,
                        certificate(json, "tls"),
                        certificate(json, "ledger"),
                        certificate(json, "authority"),
                        new Added(bytes(json, "linkage"), bytes(json, "revocations")),
                        new At(
                                json.path("ledgerHost").asText(),
                                json.path("ledgerPort").asInt(),
                                LedgerMode.valueOf(json.path("ledgerMode").asText()))));
            } catch (CertificateException | IllegalArgumentException e) {
                return Outcome.failed(new Fault.Invalid("what the member answered is not understood"));
            }
        });
    }

    private static Bytes bytes(JsonNode json, String name) {
        return Bytes.base64url(json.path(name).asText());
    }

    private static String der(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded()).base64url();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate has an encoding", e);
        }
    }

    static X509Certificate certificate(Bytes der) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der.array()));
    }

    private static X509Certificate certificate(JsonNode json, String name) throws CertificateException {
        return certificate(bytes(json, name));
    }
}
