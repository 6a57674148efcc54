package org.healthsphere.consent.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.util.List;
import org.healthsphere.keys.Pem;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.hyperledger.fabric.protos.common.BlockchainInfo;

/**
 * What can be asked of the ledger itself: Fabric's {@code qscc} as far as clients need it, and {@code vouch}, in which the orderer
 * states, signed and with the time, what the head is.
 */
final class SystemQueries {
    private final LedgerConfig config;
    private final Chain chain;

    SystemQueries(LedgerConfig config, Chain chain) {
        this.config = config;
        this.chain = chain;
    }

    /**
     * Answers.
     *
     * @param last block that the caller may read
     */
    ByteString answer(Call call, long last) {
        var isOfNow = call.chaincode().equals("vouch") || call.function().equals("GetChainInfo");
        if (isOfNow && last != Gatekeeper.EVERY_BLOCK) {
            throw Gatekeeper.stranger();
        }
        return call.chaincode().equals("vouch") ? vouch(call) : qscc(call.function(), call.parameters(), last);
    }

    private ByteString qscc(String function, List<String> parameters, long last) {
        return switch (function) {
            case "GetChainInfo" ->
                BlockchainInfo.newBuilder()
                        .setHeight(chain.tip().next())
                        .setCurrentBlockHash(chain.tip().hash())
                        .build()
                        .toByteString();
            case "GetBlockByNumber" -> block(number(parameters), last).toByteString();
            case "GetBlockByTxID" ->
                block(
                                chain.outcome(parameters.size() < 2 ? "" : parameters.get(1))
                                        .orElseThrow(() -> Refused.of(Status.UNKNOWN, "no such transaction"))
                                        .block(),
                                last)
                        .toByteString();
            default -> throw Refused.of(Status.UNIMPLEMENTED, "the embedded ledger does not answer this query");
        };
    }

    private static long number(List<String> parameters) {
        try {
            return Long.parseLong(parameters.get(1));
        } catch (NumberFormatException | IndexOutOfBoundsException _) {
            throw Refused.of(Status.INVALID_ARGUMENT, "not a block number");
        }
    }

    private org.hyperledger.fabric.protos.common.Block block(long number, long last) {
        if (number > last) {
            throw Gatekeeper.stranger();
        }
        if (number < 0 || number >= chain.tip().next()) {
            throw Refused.of(Status.UNKNOWN, "no such block");
        }
        return chain.block(number);
    }

    private ByteString vouch(Call call) {
        if (!call.function().equals("head")) {
            throw Refused.of(Status.UNIMPLEMENTED, "the embedded ledger vouches for its head, and for nothing else");
        }
        return head();
    }

    private ByteString head() {
        // The time first: however long it takes from there, at that time nothing was above this head.
        var time = config.clock().instant();
        var tip = chain.tip();
        var statement = JsonNodeFactory.instance
                .objectNode()
                .put("network", config.network())
                .put("mode", "EMBEDDED")
                .put("height", tip.next() - 1)
                .put("hash", Blocks.hex(tip.hash()))
                .put("time", time.toString());
        var orderer = config.providers().orderer();
        var signed = CanonicalJson.of(statement);
        var answer = JsonNodeFactory.instance
                .objectNode()
                .put("statement", Bytes.of(signed).base64url())
                .put("signature", Bytes.of(orderer.signer().sign(signed)).base64url())
                .put("certificate", Pem.of(orderer.certificate()));
        return ByteString.copyFrom(CanonicalJson.of(answer));
    }
}
