package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;

/** Fabric's signature policies over organizations. */
final class Policies {
    /** The name of the metadata entry that holds a key's own policy. */
    static final String VALIDATION_PARAMETER = "VALIDATION_PARAMETER";

    private Policies() {}

    /** So many of these organizations' peers. */
    static ByteString outOf(int count, Collection<String> organizations) {
        var envelope = SignaturePolicyEnvelope.newBuilder();
        var rule = SignaturePolicy.NOutOf.newBuilder().setN(count);
        var index = 0;
        for (var organization : organizations) {
            envelope.addIdentities(peer(organization));
            rule.addRules(SignaturePolicy.newBuilder().setSignedBy(index++));
        }
        return envelope.setRule(SignaturePolicy.newBuilder().setNOutOf(rule))
                .build()
                .toByteString();
    }

    /** This organization's peer, and one of the others' where there are any. */
    static ByteString oneAndAnother(String organization, Collection<String> others) {
        if (others.isEmpty()) {
            return outOf(1, List.of(organization));
        }
        var envelope = SignaturePolicyEnvelope.newBuilder().addIdentities(peer(organization));
        var another = SignaturePolicy.NOutOf.newBuilder().setN(1);
        var index = 1;
        for (var other : others) {
            envelope.addIdentities(peer(other));
            another.addRules(SignaturePolicy.newBuilder().setSignedBy(index++));
        }
        var both = SignaturePolicy.NOutOf.newBuilder()
                .setN(2)
                .addRules(SignaturePolicy.newBuilder().setSignedBy(0))
                .addRules(SignaturePolicy.newBuilder().setNOutOf(another));
        return envelope.setRule(SignaturePolicy.newBuilder().setNOutOf(both))
                .build()
                .toByteString();
    }

    private static MSPPrincipal peer(String organization) {
        var role = MSPRole.newBuilder()
                .setMspIdentifier(organization)
                .setRole(MSPRole.MSPRoleType.PEER)
                .build();
        return MSPPrincipal.newBuilder()
                .setPrincipalClassification(MSPPrincipal.Classification.ROLE)
                .setPrincipal(role.toByteString())
                .build();
    }

    /** More than half of these organizations. */
    static ByteString majority(Collection<String> organizations) {
        return outOf(organizations.size() / 2 + 1, organizations);
    }

    /** Whether these endorsers are enough; a policy that cannot be read is never satisfied. */
    static boolean isSatisfied(ByteString policy, Set<String> endorsers) {
        try {
            var envelope = SignaturePolicyEnvelope.parseFrom(policy);
            List<String> organizations = new ArrayList<>();
            for (var identity : envelope.getIdentitiesList()) {
                organizations.add(MSPRole.parseFrom(identity.getPrincipal()).getMspIdentifier());
            }
            return holds(envelope.getRule(), organizations, endorsers);
        } catch (InvalidProtocolBufferException _) {
            return false;
        }
    }

    private static boolean holds(SignaturePolicy rule, List<String> organizations, Set<String> endorsers) {
        if (rule.hasNOutOf()) {
            return rule.getNOutOf().getRulesList().stream()
                            .filter(part -> holds(part, organizations, endorsers))
                            .count()
                    >= rule.getNOutOf().getN();
        }
        return rule.hasSignedBy()
                && rule.getSignedBy() < organizations.size()
                && endorsers.contains(organizations.get(rule.getSignedBy()));
    }
}
