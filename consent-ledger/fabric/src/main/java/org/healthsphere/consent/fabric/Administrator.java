package org.healthsphere.consent.fabric;

import com.google.protobuf.ByteString;
import java.io.IOException;
import org.healthsphere.keys.EcdsaDer;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;

/** Who speaks for an organization on the ledger, and signs what it agrees to. */
record Administrator(String organization, Credential self) {
    static Administrator of(Organization organization) throws IOException {
        return new Administrator(
                organization.name(), organization.msp(Organization.ADMIN).self());
    }

    ByteString creator() {
        return SerializedIdentity.newBuilder()
                .setMspid(organization)
                .setIdBytes(ConfigParts.pem(self.certificate()))
                .build()
                .toByteString();
    }

    ByteString sign(ByteString message) {
        return ByteString.copyFrom(EcdsaDer.of(self.signer().sign(message.toByteArray())));
    }
}
