package org.healthsphere.consent.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.keys.Pem;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** A signed statement of what the head is, and when: believed when an orderer's certificate of the right authority signed it. */
final class HeadStatement {
    /** What stands in the configuration is not what is there. */
    static final Fault ANOTHER_MODE = new Fault.VersionMismatch("the ledger is not of the mode that is configured");

    private final LedgerConnection connection;
    private final InstantSource clock;

    HeadStatement(LedgerConnection connection, InstantSource clock) {
        this.connection = connection;
        this.clock = clock;
    }

    Outcome<LedgerHead> verify(byte[] answer) {
        try {
            var json = Wire.parse(Bytes.of(answer).utf8());
            var statement = Bytes.base64url(json.path("statement").asText());
            var signature = Bytes.base64url(json.path("signature").asText());
            return Pem.certificates(json.path("certificate").asText())
                    .then(this::trusted)
                    .then(key -> key.verifies(statement.array(), signature.array())
                            ? head(Wire.parse(statement.utf8()))
                            : refused());
        } catch (IllegalArgumentException _) {
            return refused();
        }
    }

    private Outcome<VerificationKey> trusted(List<X509Certificate> chain) {
        var leaf = chain.getFirst();
        var now = clock.instant();
        try {
            leaf.verify(connection.speaker().authority().getPublicKey());
        } catch (GeneralSecurityException _) {
            return refused();
        }
        var current = !now.isBefore(leaf.getNotBefore().toInstant())
                && !now.isAfter(leaf.getNotAfter().toInstant());
        return current && leaf.getSubjectX500Principal().getName().contains("OU=orderer")
                ? Outcome.of(VerificationKey.of(leaf.getPublicKey()))
                : refused();
    }

    private Outcome<LedgerHead> head(JsonNode statement) {
        if (!statement.path("network").asText().equals(connection.network())) {
            return refused();
        }
        return statement.path("mode").asText().equals(connection.mode().name())
                ? Outcome.of(new LedgerHead(
                        statement.path("height").asLong(),
                        new Sha256(statement.path("hash").asText()),
                        Instant.parse(statement.path("time").asText())))
                : Outcome.failed(ANOTHER_MODE);
    }

    private static <T> Outcome<T> refused() {
        return Outcome.failed(new Fault.Unavailable("consent ledger: a head that an orderer vouches for"));
    }
}
