package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;
import org.hyperledger.fabric.protos.peer.TxValidationCode;

/**
 * Checks a ledger from its first block, offline, and believes nothing but the certificates of the authorities that it is given:
 * the chain of hashes, the orderer's signature of every block, every creator's and endorser's signature, every policy, every
 * version read, every verdict; and it runs the contract again for every transaction.
 *
 * <p>A ledger whose last blocks were cut off is a shorter ledger that holds by itself: compare {@link Verified#headHash} with
 * what somebody else knows.
 */
public final class LedgerVerifier {
    private final Identities identities;
    private final WorldState state = new WorldState();
    private final Set<String> seen = new HashSet<>();
    private Blocks.Tip tip = Blocks.Tip.START;

    private LedgerVerifier(List<X509Certificate> authorities) {
        this.identities = new Identities(authorities);
    }

    /** What was found to hold. */
    public record Verified(long blocks, long transactions, Sha256 headHash) {}

    /** The folder's ledger, or {@link org.healthsphere.specs.Fault.Invalid} with the first block that does not hold. */
    public static Outcome<Verified> verify(Path folder, List<X509Certificate> authorities) throws IOException {
        try (var records = Records.readOnly(folder.resolve("blocks"))) {
            return new LedgerVerifier(authorities).verify(records);
        } catch (EOFException _) {
            return Outcome.failed(new Fault.Invalid("the last block is cut short"));
        }
    }

    private Outcome<Verified> verify(Records records) throws IOException {
        var transactions = 0L;
        try {
            var first = Blocks.parse(records.count() == 0 ? new byte[0] : records.get(0));
            var founding = Founding.of(first);
            var validator = new Validator(founding.network(), identities, founding.endorsers());
            var rerun = new Rerun(state, KeyPolicies.of(founding.endorsers()));
            for (var i = 0; i < records.count(); i++) {
                var block = Blocks.parse(records.get(i));
                if (!holds(block, founding) || !(i == 0 ? founded(founding) : judged(block, validator, rerun))) {
                    return broken();
                }
                tip = Blocks.Tip.after(block);
                transactions += i == 0 ? 0 : block.getData().getDataCount();
            }
        } catch (InvalidProtocolBufferException _) {
            return broken();
        }
        return Outcome.of(new Verified(tip.next(), transactions, new Sha256(Blocks.hex(tip.hash()))));
    }

    private Outcome<Verified> broken() {
        return Outcome.failed(new Fault.Invalid("block " + tip.next() + " does not hold"));
    }

    /** Hashes and the orderer's signature. */
    private boolean holds(Block block, Founding founding) throws InvalidProtocolBufferException {
        var header = block.getHeader();
        var metadata = block.getMetadata();
        var verdicts = metadata.getMetadata(Blocks.VERDICTS);
        var commitHash = Blocks.commitHash(tip, header, verdicts);
        var signatures = Metadata.parseFrom(metadata.getMetadata(Blocks.SIGNATURES));
        var chained = header.getNumber() == tip.next()
                && header.getPreviousHash().equals(tip.hash())
                && header.getDataHash()
                        .equals(Simulation.hash(
                                ByteString.copyFrom(block.getData().getDataList())))
                && metadata.getMetadata(Blocks.COMMIT_HASH).equals(commitHash)
                && nothingElse(block, signatures);
        return chained && signedByOrderer(block, signatures, founding);
    }

    /** Places that nobody signs hold nothing, and there is one spelling of the signatures. */
    private static boolean nothingElse(Block block, Metadata signatures) {
        return signatures.getSignaturesCount() == 1
                && signatures.toByteString().equals(block.getMetadata().getMetadata(Blocks.SIGNATURES))
                && signatures.getValue().equals(block.getMetadata().getMetadata(Blocks.COMMIT_HASH))
                && block.getMetadata().getMetadata(1).isEmpty()
                && block.getMetadata().getMetadata(3).isEmpty();
    }

    private boolean signedByOrderer(Block block, Metadata signatures, Founding founding)
            throws InvalidProtocolBufferException {
        var signature = signatures.getSignatures(0);
        var creator = SignatureHeader.parseFrom(signature.getSignatureHeader());
        return identities
                .identity(creator.getCreator(), time(block, founding))
                .filter(identity -> identity.role() == MspRole.ORDERER
                        && identity.organization().equals(founding.orderer()))
                .filter(identity -> identity.signed(
                        signature.getSignature(),
                        signatures.getValue(),
                        signature.getSignatureHeader(),
                        Blocks.der(block.getHeader())))
                .isPresent();
    }

    /** Blocks carry no time of their own: that of their first transaction is near enough to judge the orderer's certificate. */
    private static Instant time(Block block, Founding founding) throws InvalidProtocolBufferException {
        if (block.getHeader().getNumber() == 0 || block.getData().getDataCount() == 0) {
            return founding.time();
        }
        var payload =
                Payload.parseFrom(Envelope.parseFrom(block.getData().getData(0)).getPayload());
        return Call.time(ChannelHeader.parseFrom(payload.getHeader().getChannelHeader()));
    }

    private boolean founded(Founding founding) {
        return identities
                .identity(founding.creator(), founding.time())
                .filter(identity -> identity.role() == MspRole.ORDERER
                        && identity.organization().equals(founding.orderer()))
                .filter(identity -> identity.signed(
                        founding.envelope().getSignature(), founding.envelope().getPayload()))
                .isPresent();
    }

    private boolean judged(Block block, Validator validator, Rerun rerun) {
        var batch = state.batch();
        var verdicts = block.getMetadata().getMetadata(Blocks.VERDICTS);
        var number = block.getHeader().getNumber();
        for (var i = 0; i < verdicts.size(); i++) {
            var transaction = validator.check(block.getData().getData(i));
            var code = validator.judge(transaction, batch);
            if (code.getNumber() != verdicts.byteAt(i) || !seen.add(transaction.id())) {
                return false;
            }
            if (code == TxValidationCode.VALID) {
                if (!rerun.agrees(block.getData().getData(i))) {
                    return false;
                }
                batch.apply(
                        transaction,
                        Version.newBuilder().setBlockNum(number).setTxNum(i).build());
            }
        }
        batch.commit();
        return true;
    }
}
