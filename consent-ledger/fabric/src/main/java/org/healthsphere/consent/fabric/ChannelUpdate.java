package org.healthsphere.consent.fabric;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import org.hyperledger.fabric.protos.common.ChannelHeader;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigSignature;
import org.hyperledger.fabric.protos.common.ConfigUpdate;
import org.hyperledger.fabric.protos.common.ConfigUpdateEnvelope;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.Header;
import org.hyperledger.fabric.protos.common.HeaderType;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignatureHeader;

/** A change of a channel's configuration, which those sign who have to agree to it. */
record ChannelUpdate(String channel, ConfigUpdate update) {
    private static final int NONCE_BYTES = 24;

    /** From what the channel is to what it should be. */
    static ChannelUpdate to(String channel, ConfigGroup present, ConfigGroup wanted) {
        var difference = ConfigDifference.between(present, wanted);
        return new ChannelUpdate(
                channel,
                ConfigUpdate.newBuilder()
                        .setChannelId(channel)
                        .setReadSet(difference.read())
                        .setWriteSet(difference.written())
                        .build());
    }

    /** With the signatures of these, the first of whom hands it in. */
    Envelope signed(List<Administrator> administrators, Instant time, SecureRandom random) {
        var content = update.toByteString();
        var signatures = ConfigUpdateEnvelope.newBuilder().setConfigUpdate(content);
        for (var administrator : administrators) {
            var header = header(administrator, random);
            signatures.addSignatures(ConfigSignature.newBuilder()
                    .setSignatureHeader(header)
                    .setSignature(administrator.sign(header.concat(content))));
        }
        var first = administrators.getFirst();
        var payload = Payload.newBuilder()
                .setHeader(Header.newBuilder()
                        .setChannelHeader(ChannelHeader.newBuilder()
                                .setType(HeaderType.CONFIG_UPDATE_VALUE)
                                .setChannelId(channel)
                                .setTimestamp(Timestamp.newBuilder().setSeconds(time.getEpochSecond()))
                                .build()
                                .toByteString())
                        .setSignatureHeader(header(first, random)))
                .setData(signatures.build().toByteString())
                .build()
                .toByteString();
        return Envelope.newBuilder()
                .setPayload(payload)
                .setSignature(first.sign(payload))
                .build();
    }

    private static ByteString header(Administrator administrator, SecureRandom random) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return SignatureHeader.newBuilder()
                .setCreator(administrator.creator())
                .setNonce(ByteString.copyFrom(nonce))
                .build()
                .toByteString();
    }
}
