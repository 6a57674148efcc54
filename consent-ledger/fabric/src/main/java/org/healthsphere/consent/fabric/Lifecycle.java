package org.healthsphere.consent.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hyperledger.fabric.client.CommitException;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.gateway.ErrorDetail;
import org.hyperledger.fabric.protos.peer.ChannelQueryResponse;
import org.hyperledger.fabric.protos.peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs;
import org.hyperledger.fabric.protos.peer.lifecycle.ChaincodeSource;
import org.hyperledger.fabric.protos.peer.lifecycle.CommitChaincodeDefinitionArgs;
import org.hyperledger.fabric.protos.peer.lifecycle.InstallChaincodeArgs;
import org.hyperledger.fabric.protos.peer.lifecycle.InstallChaincodeResult;
import org.hyperledger.fabric.protos.peer.lifecycle.QueryInstalledChaincodesArgs;
import org.hyperledger.fabric.protos.peer.lifecycle.QueryInstalledChaincodesResult;

/**
 * Brings a peer into a channel and the contract to the peer, and the hospitals to agree on it.
 *
 * <p>The definition names no collections: every organization has one of its own without being asked, which only its own peers hold,
 * and the contract keeps a custodian's private terms there.
 */
final class Lifecycle {
    static final String CONTRACT = "consent";
    private static final String ITSELF = "_lifecycle";
    private static final String VERSION = "1";
    private static final long SEQUENCE = 1;
    /** Peers of a new channel need some seconds until they know each other. */
    private static final Duration ACQUAINTED = Duration.ofSeconds(60);

    private final Proposals proposals;

    Lifecycle(Proposals proposals) {
        this.proposals = proposals;
    }

    void join(PeerLink peer, Block first) throws IOException {
        var _ = peer.call(proposals, "cscc", ByteString.copyFromUtf8("JoinChain"), first.toByteString());
    }

    boolean hasJoined(PeerLink peer, String channel) throws IOException {
        var answer = peer.call(proposals, "cscc", ByteString.copyFromUtf8("GetChannels"));
        return ChannelQueryResponse.parseFrom(answer).getChannelsList().stream()
                .anyMatch(joined -> joined.getChannelId().equals(channel));
    }

    /** A package stays installed, whatever channels come and go. */
    boolean isInstalled(PeerLink peer, ContractPackage contract) throws IOException {
        var answer = peer.call(
                proposals,
                ITSELF,
                ByteString.copyFromUtf8("QueryInstalledChaincodes"),
                QueryInstalledChaincodesArgs.getDefaultInstance().toByteString());
        return QueryInstalledChaincodesResult.parseFrom(answer).getInstalledChaincodesList().stream()
                .anyMatch(installed -> installed.getPackageId().equals(contract.id()));
    }

    void install(PeerLink peer, ContractPackage contract) throws IOException {
        var arguments = InstallChaincodeArgs.newBuilder()
                .setChaincodeInstallPackage(contract.content())
                .build();
        var answer =
                peer.call(proposals, ITSELF, ByteString.copyFromUtf8("InstallChaincode"), arguments.toByteString());
        if (!InstallChaincodeResult.parseFrom(answer).getPackageId().equals(contract.id())) {
            throw new IOException("the peer of " + peer.organization() + " has another name for the package");
        }
    }

    /** The hospital says that this is the contract it will run. */
    void approve(PeerLink peer, String channel, String packageId) throws IOException {
        var local = ChaincodeSource.Local.newBuilder().setPackageId(packageId);
        var arguments = ApproveChaincodeDefinitionForMyOrgArgs.newBuilder()
                .setName(CONTRACT)
                .setVersion(VERSION)
                .setSequence(SEQUENCE)
                .setSource(ChaincodeSource.newBuilder().setLocalPackage(local));
        submit(peer, channel, "ApproveChaincodeDefinitionForMyOrg", arguments.build(), List.of(peer.organization()));
    }

    /** From here on the contract runs on the channel; most hospitals must have approved it before. */
    void commit(PeerLink peer, String channel, List<String> hospitals) throws IOException {
        var arguments = CommitChaincodeDefinitionArgs.newBuilder()
                .setName(CONTRACT)
                .setVersion(VERSION)
                .setSequence(SEQUENCE);
        submit(peer, channel, "CommitChaincodeDefinition", arguments.build(), hospitals);
    }

    private static void submit(
            PeerLink peer, String channel, String function, Message arguments, List<String> endorsers)
            throws IOException {
        List<GatewayException> failures = new ArrayList<>();
        try (var gateway = peer.gateway()) {
            var contract = gateway.getNetwork(channel).getContract(ITSELF);
            var done = Waiting.until(
                    () -> {
                        try {
                            var _ = contract.newProposal(function)
                                    .addArguments(arguments.toByteArray())
                                    .setEndorsingOrganizations(endorsers.toArray(String[]::new))
                                    .build()
                                    .endorse()
                                    .submit();
                            return true;
                        } catch (GatewayException e) {
                            failures.add(e);
                            return wasDoneBefore(e);
                        } catch (CommitException e) {
                            throw new IOException(function + " was not valid for " + peer.organization(), e);
                        }
                    },
                    ACQUAINTED);
            if (!done) {
                throw new IOException(
                        function + " of " + peer.organization() + " finds not all the peers", failures.getLast());
            }
        }
    }

    /** An attempt whose end was not seen may have been one: a peer then has nothing to change, or waits for the next definition. */
    private static boolean wasDoneBefore(GatewayException e) {
        return e.getDetails().stream()
                .map(ErrorDetail::getMessage)
                .anyMatch(said -> said.contains("with unchanged content")
                        || (said.contains("attempted to redefine the current committed sequence")
                                && !said.contains("different"))
                        || said.contains("new definition must be sequence " + (SEQUENCE + 1)));
    }
}
