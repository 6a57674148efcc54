package org.healthsphere.consent.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;

/** What the first block says of its ledger. */
record Founding(
        String network, String orderer, List<String> endorsers, ByteString creator, Envelope envelope, Instant time) {

    static Founding of(Block first) throws InvalidProtocolBufferException {
        if (first.getData().getDataCount() != 1) {
            throw new InvalidProtocolBufferException("the first block holds one transaction");
        }
        var envelope = Envelope.parseFrom(first.getData().getData(0));
        var payload = Payload.parseFrom(envelope.getPayload());
        var channel = ChannelHeader.parseFrom(payload.getHeader().getChannelHeader());
        var creator = SignatureHeader.parseFrom(payload.getHeader().getSignatureHeader());
        var json = json(payload.getData());
        List<String> endorsers = new ArrayList<>();
        json.path("endorsers").forEach(endorser -> endorsers.add(endorser.asText()));
        return new Founding(
                json.path("network").asText(),
                json.path("orderer").asText(),
                List.copyOf(endorsers),
                creator.getCreator(),
                envelope,
                Call.time(channel));
    }

    private static JsonNode json(ByteString data) throws InvalidProtocolBufferException {
        try {
            return new JsonMapper().readTree(data.toStringUtf8());
        } catch (JsonProcessingException e) {
            throw new InvalidProtocolBufferException("the first block does not say what ledger it founds");
        }
    }

    /** Whether a configuration is of the same ledger. */
    boolean isOf(LedgerConfig config) {
        var configured = config.providers().endorsers().stream()
                .map(LedgerIdentity::organization)
                .toList();
        return network.equals(config.network())
                && orderer.equals(config.providers().orderer().organization())
                && endorsers.equals(configured);
    }
}
