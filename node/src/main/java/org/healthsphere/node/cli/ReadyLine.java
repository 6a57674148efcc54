package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.Running;
import org.healthsphere.node.config.NodeConfig;

/** What a started node tells the program that started it. */
record ReadyLine(ObjectNode fields) {

    static ReadyLine of(NodeConfig config, Running running, String ledger, String token) throws IOException {
        var base = "https://" + config.http().host() + ":" + running.ports().http();
        var trust = trustStore(config.data(), running.identity());
        var fields = JsonNodeFactory.instance
                .objectNode()
                .put("fhir", base + "/fhir")
                .put("terminology", base + "/terminology")
                .put("pid", ProcessHandle.current().pid())
                .put("ledger", ledger)
                .put("truststore", trust.file().toString())
                .put("truststorePassword", new String(trust.passphrase().reveal()))
                .put("caPem", pem(config.data(), running.identity()).toString())
                .put("token", token)
                .put("peers", running.ports().peers());
        running.ports().mllp().ifPresent(port -> fields.put("mllp", port));
        return new ReadyLine(fields);
    }

    private record TrustStore(Path file, Passphrase passphrase) {}

    /** For outside clients; the passphrase keeps nothing secret, the format demands one. */
    private static TrustStore trustStore(Path data, MemberIdentity identity) throws IOException {
        var passphrase = Passphrase.generate(new SecureRandom());
        var file = data.toAbsolutePath().resolve("truststore.p12");
        Files.write(file, identity.trustStore(passphrase).array());
        return new TrustStore(file, passphrase);
    }

    private static Path pem(Path data, MemberIdentity identity) throws IOException {
        var file = data.toAbsolutePath().resolve("authority.pem");
        Files.writeString(file, identity.authorityPem());
        return file;
    }

    String json() {
        return fields.toString();
    }

    String words() {
        return "ready: " + fields.path("fhir").asText() + " (process "
                + fields.path("pid").asText() + ")";
    }
}
