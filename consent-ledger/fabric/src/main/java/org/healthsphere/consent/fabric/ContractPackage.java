package org.healthsphere.consent.fabric;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.healthsphere.keys.Pem;
import org.healthsphere.specs.Sha256;

/**
 * What a hospital installs at its peer in place of a program: where its contract listens, and how the two show each other who they
 * are. It holds the peer's key for that connection, so it stays with the peer.
 *
 * @param id by which the peer and the contract know each other: the label and the hash of the package
 */
record ContractPackage(String id, ByteString content) {
    private static final String LABEL = "consent";
    private static final JsonMapper JSON = new JsonMapper();

    static ContractPackage of(Organization hospital, Program.Address contract) throws IOException {
        var peer = Credential.read(hospital.tls(Organization.PEER));
        var connection = JSON.createObjectNode()
                .put("address", contract.toString())
                .put("dial_timeout", "3s")
                .put("tls_required", true)
                .put("client_auth_required", true)
                .put("client_key", Pem.exportPrivateKey(peer.key()))
                .put("client_cert", Pem.of(peer.certificate()))
                .put("root_cert", Pem.of(hospital.tlsAuthority()));
        var metadata = JSON.createObjectNode()
                .put("type", ServiceBuilder.KIND)
                .put("label", LABEL)
                .put("path", "");
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("metadata.json", JSON.writeValueAsBytes(metadata));
        files.put("code.tar.gz", Archive.of(Map.of("connection.json", JSON.writeValueAsBytes(connection))));
        var content = Archive.of(files);
        return new ContractPackage(LABEL + ":" + Sha256.of(content).hex(), ByteString.copyFrom(content));
    }
}
