package org.healthsphere.consent.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.keys.Pem;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.common.BlockchainInfo;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.MSPConfig;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.orderer.ConsensusType;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;

/**
 * The organizations of a channel that have a peer, with the roots of their certificates, as the channel's configuration has them.
 *
 * @param revoked by organization, the lists of what its roots took back
 */
record ChannelMembers(SortedMap<String, List<X509Certificate>> roots, Map<String, List<X509CRL>> revoked) {

    /** Refused when those who order the channel's transactions are of another kind than the mode says. */
    static Outcome<ChannelMembers> of(byte[] configuration, LedgerMode mode) {
        SortedMap<String, List<X509Certificate>> roots = new TreeMap<>();
        Map<String, List<X509CRL>> revoked = new HashMap<>();
        try {
            var channel = Config.parseFrom(configuration).getChannelGroup();
            if (!ordering(channel).equals(mode == LedgerMode.FABRIC_BFT ? "BFT" : "etcdraft")) {
                return Outcome.failed(HeadStatement.ANOTHER_MODE);
            }
            var application = channel.getGroupsOrDefault("Application", ConfigGroup.getDefaultInstance());
            for (var group : application.getGroupsMap().values()) {
                if (group.containsValues("AnchorPeers")) {
                    var msp = FabricMSPConfig.parseFrom(
                            MSPConfig.parseFrom(group.getValuesOrThrow("MSP").getValue())
                                    .getConfig());
                    roots.put(msp.getName(), certificates(msp));
                    if (msp.getRevocationListCount() > 0) {
                        revoked.put(msp.getName(), lists(msp));
                    }
                }
            }
            return Outcome.of(new ChannelMembers(roots, revoked));
        } catch (InvalidProtocolBufferException | IllegalArgumentException _) {
            return Outcome.failed(new Fault.Unavailable("consent ledger: the configuration of the channel"));
        }
    }

    private static String ordering(ConfigGroup channel) throws InvalidProtocolBufferException {
        var orderer = channel.getGroupsOrThrow("Orderer");
        return ConsensusType.parseFrom(orderer.getValuesOrThrow("ConsensusType").getValue())
                .getType();
    }

    private static List<X509Certificate> certificates(FabricMSPConfig msp) {
        List<X509Certificate> all = new ArrayList<>();
        for (var pem : msp.getRootCertsList()) {
            if (Pem.certificates(pem.toString(StandardCharsets.US_ASCII))
                    instanceof Outcome.Success<List<X509Certificate>>(var found)) {
                all.addAll(found);
            }
        }
        return List.copyOf(all);
    }

    private static List<X509CRL> lists(FabricMSPConfig msp) throws InvalidProtocolBufferException {
        List<X509CRL> all = new ArrayList<>();
        for (var pem : msp.getRevocationListList()) {
            if (!(Pem.revocations(pem.toString(StandardCharsets.US_ASCII))
                    instanceof Outcome.Success<X509CRL>(var list))) {
                throw new InvalidProtocolBufferException("a list of revoked certificates is one");
            }
            all.add(list);
        }
        return List.copyOf(all);
    }

    boolean has(String organization) {
        return roots.containsKey(organization);
    }

    /** In the order of their names, beginning after one's own, so that not all ask the same one first. */
    List<String> othersThan(String self) {
        List<String> others = new ArrayList<>(roots.tailMap(self).keySet());
        others.addAll(roots.headMap(self).keySet());
        others.remove(self);
        return List.copyOf(others);
    }

    int majority() {
        return roots.size() / 2 + 1;
    }

    /** The head that this organization's peer signed for, at the earliest when it was asked. */
    Outcome<LedgerHead> verified(String organization, EndorsedAnswer answer, Instant asked) {
        try {
            var response = ProposalResponsePayload.parseFrom(answer.response());
            var fresh = response.getProposalHash().equals(answer.proposalHash());
            if (!fresh || answer.endorsements().stream().noneMatch(one -> signed(organization, answer, one, asked))) {
                return refused();
            }
            var info = BlockchainInfo.parseFrom(ChaincodeAction.parseFrom(response.getExtension())
                    .getResponse()
                    .getPayload());
            return Outcome.of(new LedgerHead(
                    info.getHeight() - 1,
                    new Sha256(
                            HexFormat.of().formatHex(info.getCurrentBlockHash().toByteArray())),
                    asked));
        } catch (InvalidProtocolBufferException | IllegalArgumentException _) {
            return refused();
        }
    }

    private boolean signed(String organization, EndorsedAnswer answer, Endorsement endorsement, Instant moment) {
        try {
            var identity = SerializedIdentity.parseFrom(endorsement.getEndorser());
            return identity.getMspid().equals(organization)
                    && Pem.certificates(identity.getIdBytes().toString(StandardCharsets.US_ASCII))
                            instanceof Outcome.Success<List<X509Certificate>>(var chain)
                    && isPeer(organization, chain.getFirst(), moment)
                    && verifies(
                            chain.getFirst(),
                            answer.response().concat(endorsement.getEndorser()),
                            endorsement.getSignature());
        } catch (InvalidProtocolBufferException _) {
            return false;
        }
    }

    private boolean isPeer(String organization, X509Certificate leaf, Instant moment) {
        var current = !moment.isBefore(leaf.getNotBefore().toInstant())
                && !moment.isAfter(leaf.getNotAfter().toInstant());
        return current
                && revoked.getOrDefault(organization, List.of()).stream().noneMatch(list -> list.isRevoked(leaf))
                && leaf.getSubjectX500Principal().getName().contains("OU=peer")
                && roots.getOrDefault(organization, List.of()).stream().anyMatch(root -> issued(root, leaf));
    }

    private static boolean issued(X509Certificate root, X509Certificate leaf) {
        try {
            leaf.verify(root.getPublicKey());
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static boolean verifies(X509Certificate signer, ByteString message, ByteString signature) {
        try {
            var verifier = Signature.getInstance("SHA256withECDSA");
            verifier.initVerify(signer.getPublicKey());
            verifier.update(message.asReadOnlyByteBuffer());
            return verifier.verify(signature.toByteArray());
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    private static <T> Outcome<T> refused() {
        return Outcome.failed(new Fault.Unavailable("consent ledger: a head that another member vouches for"));
    }
}
