package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.BlockMetadata;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Checks a Fabric channel from its first block, offline, and believes nothing but the certificates of the authorities that it is
 * given: the chain of hashes, the orderers' signatures of every block, as many as the channel demands, every creator's and
 * endorser's signature, every policy, every version read, every verdict; every change of the channel's configuration, with the
 * signatures that the configuration before it demands; it runs the consent contract again for every transaction of it, and comes to the
 * commit hash of the peer that wrote the blocks.
 *
 * <p>The blocks stand in one file, each behind its length (Protocol Buffers' delimited form), and of what a peer keeps in them
 * for itself only its commit hash. Which contract it is the hospitals
 * agreed on is read from the chain and not run again. A file whose last blocks were cut off is a shorter channel that holds by itself: compare {@link LedgerVerifier.Verified#headHash}
 * with what somebody else knows.
 */
public final class ChannelVerifier {
    private static final String CONTRACT = "consent";

    private final List<X509Certificate> authorities;
    private Rules rules;
    private final ChannelState state = new ChannelState();
    private final Rerun rerun = new Rerun(state.of(CONTRACT), KeyPolicies.byMembers());
    private final CommitHash commits = new CommitHash();
    private final Set<String> seen = new HashSet<>();
    private long transactions;

    private ChannelVerifier(ChannelConfiguration channel, List<X509Certificate> authorities) {
        this.authorities = List.copyOf(authorities);
        this.rules = Rules.of(channel);
    }

    /** What holds until the next configuration. */
    private record Rules(
            ChannelValidator validator, OrdererSignatures orderers, ChannelReconfiguration reconfiguration) {
        static Rules of(ChannelConfiguration channel) {
            var identities = new Identities(channel.roots(), channel.revoked());
            return new Rules(
                    new ChannelValidator(channel, identities),
                    new OrdererSignatures(channel, identities),
                    new ChannelReconfiguration(channel, identities));
        }
    }

    /** The file's channel, or {@link Fault.Invalid} with the first block that does not hold. */
    public static Outcome<LedgerVerifier.Verified> verify(Path file, List<X509Certificate> authorities)
            throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            return verify(in, authorities);
        }
    }

    private static Outcome<LedgerVerifier.Verified> verify(InputStream in, List<X509Certificate> authorities)
            throws IOException {
        var tip = Blocks.Tip.START;
        Optional<ChannelVerifier> verifier = Optional.empty();
        try {
            for (var block = Block.parseDelimitedFrom(in); block != null; block = Block.parseDelimitedFrom(in)) {
                if (!isChained(block, tip)) {
                    return broken(tip);
                }
                if (verifier.isEmpty()) {
                    var channel = ChannelConfiguration.of(block);
                    if (!channel.isOf(authorities)) {
                        return Outcome.failed(new Fault.Invalid("the channel is not of these authorities"));
                    }
                    verifier = Optional.of(new ChannelVerifier(channel, authorities));
                } else if (!verifier.get().holds(block)) {
                    return broken(tip);
                }
                tip = Blocks.Tip.after(block);
            }
        } catch (InvalidProtocolBufferException _) {
            return broken(tip);
        }
        var last = tip;
        return verifier.map(v -> Outcome.of(
                        new LedgerVerifier.Verified(last.next(), v.transactions, new Sha256(Blocks.hex(last.hash())))))
                .orElse(broken(tip));
    }

    private static Outcome<LedgerVerifier.Verified> broken(Blocks.Tip tip) {
        return Outcome.failed(new Fault.Invalid("block " + tip.next() + " does not hold"));
    }

    private static boolean isChained(Block block, Blocks.Tip tip) {
        var header = block.getHeader();
        return header.getNumber() == tip.next()
                && header.getPreviousHash().equals(tip.hash())
                && header.getDataHash()
                        .equals(Simulation.hash(
                                ByteString.copyFrom(block.getData().getDataList())))
                && nothingElse(block.getMetadata(), tip)
                && block.getMetadata().getMetadata(Blocks.VERDICTS).size()
                        == block.getData().getDataCount();
    }

    /** Places that nobody signs hold nothing; the first block, which nobody orders, has no signatures. */
    private static boolean nothingElse(BlockMetadata metadata, Blocks.Tip tip) {
        return metadata.getMetadataCount() == Blocks.COMMIT_HASH + 1
                && metadata.getMetadata(1).isEmpty()
                && metadata.getMetadata(3).isEmpty()
                && (tip.next() > 0 || isFirst(metadata));
    }

    private static boolean isFirst(BlockMetadata metadata) {
        return metadata.getMetadata(Blocks.SIGNATURES).isEmpty()
                && metadata.getMetadata(Blocks.COMMIT_HASH).isEmpty()
                && metadata.getMetadata(Blocks.VERDICTS).equals(ByteString.copyFrom(new byte[1]));
    }

    private boolean holds(Block block) throws InvalidProtocolBufferException {
        if (block.getData().getDataCount() == 0 || !rules.orderers().hold(block, time(block))) {
            return false;
        }
        return header(block.getData().getData(0)).getType() == HeaderType.CONFIG_VALUE
                ? isReconfigured(block)
                : isJudged(block);
    }

    /** A change of the configuration is alone in its block, and valid: no peer takes another one. */
    private boolean isReconfigured(Block block) throws InvalidProtocolBufferException {
        var next = ChannelConfiguration.of(block);
        var isNext = rules.reconfiguration().holds(block.getData().getData(0))
                && block.getMetadata().getMetadata(Blocks.VERDICTS).byteAt(0) == TxValidationCode.VALID_VALUE
                && next.isOf(authorities);
        if (isNext) {
            rules = Rules.of(next);
        }
        return isNext && isNoted(block, new CommitHash.Updates());
    }

    private boolean isNoted(Block block, CommitHash.Updates updates) throws InvalidProtocolBufferException {
        var metadata = block.getMetadata();
        return commits.follows(
                metadata.getMetadata(Blocks.VERDICTS), updates, metadata.getMetadata(Blocks.COMMIT_HASH));
    }

    /** Blocks carry no time of their own: that of their first transaction is near enough to judge the orderers' certificates. */
    private static Instant time(Block block) throws InvalidProtocolBufferException {
        return Call.time(header(block.getData().getData(0)));
    }

    private static ChannelHeader header(ByteString envelope) throws InvalidProtocolBufferException {
        var payload = Payload.parseFrom(Envelope.parseFrom(envelope).getPayload());
        return ChannelHeader.parseFrom(payload.getHeader().getChannelHeader());
    }

    private boolean isJudged(Block block) throws InvalidProtocolBufferException {
        var batch = state.batch();
        var updates = new CommitHash.Updates();
        for (var i = 0; i < block.getData().getDataCount(); i++) {
            var version = Version.newBuilder()
                    .setBlockNum(block.getHeader().getNumber())
                    .setTxNum(i)
                    .build();
            var verdict = block.getMetadata().getMetadata(Blocks.VERDICTS).byteAt(i);
            if (!isJudged(block.getData().getData(i), verdict, batch, updates, version)) {
                return false;
            }
            transactions++;
        }
        batch.commit();
        return isNoted(block, updates);
    }

    private boolean isJudged(
            ByteString envelope, byte verdict, ChannelState.Batch batch, CommitHash.Updates updates, Version version)
            throws InvalidProtocolBufferException {
        if (header(envelope).getType() != HeaderType.ENDORSER_TRANSACTION_VALUE) {
            return false;
        }
        var transaction = rules.validator().check(envelope);
        var code = seen.add(transaction.id())
                ? rules.validator().judge(transaction, batch)
                : TxValidationCode.DUPLICATE_TXID;
        if (code.getNumber() != verdict) {
            return false;
        }
        if (code == TxValidationCode.VALID) {
            if (transaction.contract().equals(CONTRACT) && !rerun.agrees(envelope)) {
                return false;
            }
            updates.add(transaction, batch, version);
            batch.apply(transaction, version);
        }
        return true;
    }
}
