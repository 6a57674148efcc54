package org.healthsphere.consent.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import org.healthsphere.keys.Pem;
import org.hyperledger.fabric.protos.common.Capabilities;
import org.hyperledger.fabric.protos.common.Capability;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigPolicy;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.common.ImplicitMetaPolicy;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole;
import org.hyperledger.fabric.protos.common.Policy;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;
import org.hyperledger.fabric.protos.msp.FabricCryptoConfig;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.FabricNodeOUs;
import org.hyperledger.fabric.protos.msp.FabricOUIdentifier;
import org.hyperledger.fabric.protos.msp.MSPConfig;

/** The pieces that a channel's configuration is made of. */
final class ConfigParts {
    static final String ADMINS = "Admins";
    static final String READERS = "Readers";
    static final String WRITERS = "Writers";
    static final String ENDORSEMENT = "Endorsement";

    private ConfigParts() {}

    static ConfigValue value(Message message) {
        return ConfigValue.newBuilder()
                .setValue(message.toByteString())
                .setModPolicy(ADMINS)
                .build();
    }

    static ConfigValue capability(String name) {
        return value(Capabilities.newBuilder()
                .putCapabilities(name, Capability.getDefaultInstance())
                .build());
    }

    static ConfigPolicy signatures(SignaturePolicyEnvelope policy) {
        return policy(Policy.PolicyType.SIGNATURE, policy);
    }

    /** What is asked of the groups below, as many as the rule says. */
    static ConfigPolicy below(ImplicitMetaPolicy.Rule rule, String name) {
        var policy = ImplicitMetaPolicy.newBuilder().setRule(rule).setSubPolicy(name);
        return policy(Policy.PolicyType.IMPLICIT_META, policy.build());
    }

    private static ConfigPolicy policy(Policy.PolicyType type, Message message) {
        return ConfigPolicy.newBuilder()
                .setModPolicy(ADMINS)
                .setPolicy(Policy.newBuilder().setType(type.getNumber()).setValue(message.toByteString()))
                .build();
    }

    /** Somebody of the organization with one of these roles. */
    static ConfigPolicy anyOf(String organization, MSPRole.MSPRoleType... roles) {
        var envelope = SignaturePolicyEnvelope.newBuilder();
        var rule = SignaturePolicy.NOutOf.newBuilder().setN(1);
        for (var i = 0; i < roles.length; i++) {
            var role = MSPRole.newBuilder().setMspIdentifier(organization).setRole(roles[i]);
            envelope.addIdentities(MSPPrincipal.newBuilder()
                    .setPrincipalClassification(MSPPrincipal.Classification.ROLE)
                    .setPrincipal(role.build().toByteString()));
            rule.addRules(SignaturePolicy.newBuilder().setSignedBy(i));
        }
        return signatures(
                envelope.setRule(SignaturePolicy.newBuilder().setNOutOf(rule)).build());
    }

    /** A group whose readers and writers are any one's below, and whose administrators are most of those below. */
    static ConfigGroup.Builder group() {
        return ConfigGroup.newBuilder()
                .setModPolicy(ADMINS)
                .putPolicies(READERS, below(ImplicitMetaPolicy.Rule.ANY, READERS))
                .putPolicies(WRITERS, below(ImplicitMetaPolicy.Rule.ANY, WRITERS))
                .putPolicies(ADMINS, below(ImplicitMetaPolicy.Rule.MAJORITY, ADMINS));
    }

    /** An organization with its roots and the rule that the unit of a certificate is the role of its holder. */
    static ConfigGroup.Builder organization(Organization organization) throws IOException {
        var root = pem(organization.authority());
        var msp = FabricMSPConfig.newBuilder()
                .setName(organization.name())
                .addRootCerts(root)
                .addTlsRootCerts(pem(organization.tlsAuthority()))
                .setCryptoConfig(FabricCryptoConfig.newBuilder()
                        .setSignatureHashFamily("SHA2")
                        .setIdentityIdentifierHashFunction("SHA256"))
                .setFabricNodeOus(FabricNodeOUs.newBuilder()
                        .setEnable(true)
                        .setClientOuIdentifier(unit(root, "client"))
                        .setPeerOuIdentifier(unit(root, "peer"))
                        .setAdminOuIdentifier(unit(root, "admin"))
                        .setOrdererOuIdentifier(unit(root, "orderer")));
        var config = MSPConfig.newBuilder().setConfig(msp.build().toByteString());
        return ConfigGroup.newBuilder().setModPolicy(ADMINS).putValues("MSP", value(config.build()));
    }

    private static FabricOUIdentifier unit(ByteString root, String name) {
        return FabricOUIdentifier.newBuilder()
                .setCertificate(root)
                .setOrganizationalUnitIdentifier(name)
                .build();
    }

    static ByteString pem(X509Certificate certificate) {
        return ByteString.copyFrom(Pem.of(certificate), StandardCharsets.US_ASCII);
    }
}
