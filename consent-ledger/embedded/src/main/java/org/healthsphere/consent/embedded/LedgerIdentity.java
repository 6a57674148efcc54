package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import java.io.ByteArrayOutputStream;
import java.security.cert.X509Certificate;
import org.healthsphere.keys.EcdsaDer;
import org.healthsphere.keys.Pem;
import org.healthsphere.keys.Signer;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/**
 * An identity that signs on the ledger.
 *
 * @param organization its membership service provider: the common name of its certificate
 */
public record LedgerIdentity(String organization, X509Certificate certificate, Signer signer) {

    /** As it stands in Fabric's messages. */
    ByteString serialized() {
        return SerializedIdentity.newBuilder()
                .setMspid(organization)
                .setIdBytes(ByteString.copyFromUtf8(Pem.of(certificate)))
                .build()
                .toByteString();
    }

    ByteString sign(ByteString... parts) {
        var message = new ByteArrayOutputStream();
        for (var part : parts) {
            message.writeBytes(part.toByteArray());
        }
        return ByteString.copyFrom(EcdsaDer.of(signer.sign(message.toByteArray())));
    }
}
