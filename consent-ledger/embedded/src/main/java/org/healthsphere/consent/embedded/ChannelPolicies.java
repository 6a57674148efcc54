package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ImplicitMetaPolicy;
import org.hyperledger.fabric.protos.common.MSPPrincipal;
import org.hyperledger.fabric.protos.common.MSPRole;
import org.hyperledger.fabric.protos.common.Policy;
import org.hyperledger.fabric.protos.common.SignaturePolicy;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;

/** A channel's own policies, asked about those who signed. A policy that is not there or cannot be read is never satisfied. */
record ChannelPolicies(ConfigGroup channel, Set<Signer> signers) {
    private static final String ABSOLUTE = "/";

    /** Somebody whose signature was found good. */
    record Signer(ByteString serialized, Identities.Identity identity) {}

    /**
     * Whether the signers satisfy this policy.
     *
     * @param home the group whose policy a name alone means
     * @param name or the whole path, from the channel on
     */
    boolean allow(List<String> home, String name) {
        if (!name.startsWith(ABSOLUTE)) {
            return group(home).map(group -> isSatisfied(group, name)).orElse(false);
        }
        var parts = Arrays.asList(name.substring(1).split(ABSOLUTE, -1));
        return parts.size() > 1
                && parts.getFirst().equals("Channel")
                && group(parts.subList(1, parts.size() - 1))
                        .map(group -> isSatisfied(group, parts.getLast()))
                        .orElse(false);
    }

    private Optional<ConfigGroup> group(List<String> path) {
        var group = channel;
        for (var name : path) {
            if (!group.containsGroups(name)) {
                return Optional.empty();
            }
            group = group.getGroupsOrThrow(name);
        }
        return Optional.of(group);
    }

    private boolean isSatisfied(ConfigGroup group, String name) {
        var policy = group.getPoliciesMap().get(name);
        if (policy == null) {
            return false;
        }
        try {
            var value = policy.getPolicy().getValue();
            return switch (Policy.PolicyType.forNumber(policy.getPolicy().getType())) {
                case SIGNATURE -> isSigned(SignaturePolicyEnvelope.parseFrom(value));
                case IMPLICIT_META -> isSatisfiedBelow(group, ImplicitMetaPolicy.parseFrom(value));
                case null, default -> false;
            };
        } catch (InvalidProtocolBufferException _) {
            return false;
        }
    }

    private boolean isSatisfiedBelow(ConfigGroup group, ImplicitMetaPolicy policy) {
        var below = group.getGroupsMap().values();
        var satisfied = below.stream()
                .filter(one -> isSatisfied(one, policy.getSubPolicy()))
                .count();
        return switch (policy.getRule()) {
            case ANY -> below.isEmpty() || satisfied >= 1;
            case ALL -> satisfied == below.size();
            case MAJORITY -> below.isEmpty() || satisfied > below.size() / 2;
            case UNRECOGNIZED -> false;
        };
    }

    private boolean isSigned(SignaturePolicyEnvelope policy) throws InvalidProtocolBufferException {
        return takes(policy.getRule(), policy.getIdentitiesList(), new ArrayList<>(signers));
    }

    /** Whether the rule holds; every signer counts once, and who counted is taken away. */
    private static boolean takes(SignaturePolicy rule, List<MSPPrincipal> principals, List<Signer> free)
            throws InvalidProtocolBufferException {
        if (rule.hasNOutOf()) {
            return takesSoMany(rule.getNOutOf(), principals, free);
        }
        if (!rule.hasSignedBy() || rule.getSignedBy() < 0 || rule.getSignedBy() >= principals.size()) {
            return false;
        }
        for (var signer : free) {
            if (is(signer, principals.get(rule.getSignedBy()))) {
                return free.remove(signer);
            }
        }
        return false;
    }

    private static boolean takesSoMany(SignaturePolicy.NOutOf rule, List<MSPPrincipal> principals, List<Signer> free)
            throws InvalidProtocolBufferException {
        var count = 0;
        for (var part : rule.getRulesList()) {
            List<Signer> rest = new ArrayList<>(free);
            if (takes(part, principals, rest)) {
                count++;
                free.retainAll(rest);
            }
        }
        return count >= rule.getN();
    }

    private static boolean is(Signer signer, MSPPrincipal principal) throws InvalidProtocolBufferException {
        return switch (principal.getPrincipalClassification()) {
            case ROLE -> has(signer.identity(), MSPRole.parseFrom(principal.getPrincipal()));
            case IDENTITY -> principal.getPrincipal().equals(signer.serialized());
            case ORGANIZATION_UNIT, ANONYMITY, COMBINED, UNRECOGNIZED -> false;
        };
    }

    private static boolean has(Identities.Identity identity, MSPRole role) {
        return identity.organization().equals(role.getMspIdentifier())
                && switch (role.getRole()) {
                    case MEMBER -> true;
                    case ADMIN -> identity.role() == MspRole.ADMIN;
                    case CLIENT -> identity.role() == MspRole.CLIENT;
                    case PEER -> identity.role() == MspRole.PEER;
                    case ORDERER -> identity.role() == MspRole.ORDERER;
                    case UNRECOGNIZED -> false;
                };
    }
}
