package org.healthsphere.consent.fabric;

import com.google.protobuf.ByteString;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.hyperledger.fabric.client.GatewayException;
import org.hyperledger.fabric.client.GatewayRuntimeException;
import org.hyperledger.fabric.client.Network;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.BlockMetadataIndex;
import org.hyperledger.fabric.protos.common.BlockchainInfo;

/** Takes a channel's blocks off a peer, one behind the other and each behind its length, as the verifier reads them. */
final class BlockExport {
    /** So long a peer may take for all of them. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private BlockExport() {}

    /** All blocks that the peer has now; how many those are. */
    static long write(PeerLink peer, String channel, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var draft = file.resolveSibling(file.getFileName() + ".draft");
        try (var gateway = peer.gateway();
                var out = new BufferedOutputStream(Files.newOutputStream(draft))) {
            var network = gateway.getNetwork(channel);
            var height = BlockchainInfo.parseFrom(
                            network.getContract("qscc").evaluateTransaction("GetChainInfo", channel))
                    .getHeight();
            copy(network, height, out);
            out.flush();
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            return height;
        } catch (GatewayException | GatewayRuntimeException e) {
            throw new IOException("the peer of " + peer.organization() + " does not hand out its blocks", e);
        }
    }

    private static void copy(Network network, long height, OutputStream out) throws IOException {
        var request = network.newBlockEventsRequest().startBlock(0).build();
        try (var blocks =
                request.getEvents(options -> options.withDeadlineAfter(LONGEST.toMillis(), TimeUnit.MILLISECONDS))) {
            for (var next = 0L; next < height && blocks.hasNext(); next++) {
                bare(blocks.next()).writeDelimitedTo(out);
            }
        }
    }

    /** Of what a peer keeps in a block for itself and nobody signs, only how it judged and what it came to. */
    private static Block bare(Block block) {
        var metadata = BlockMetadata.newBuilder();
        for (var place = 0; place < block.getMetadata().getMetadataCount(); place++) {
            var kept = place == BlockMetadataIndex.TRANSACTIONS_FILTER_VALUE
                    || place == BlockMetadataIndex.COMMIT_HASH_VALUE
                    || (place == BlockMetadataIndex.SIGNATURES_VALUE
                            && block.getHeader().getNumber() > 0);
            metadata.addMetadata(kept ? block.getMetadata().getMetadata(place) : ByteString.EMPTY);
        }
        return block.toBuilder().setMetadata(metadata).build();
    }
}
