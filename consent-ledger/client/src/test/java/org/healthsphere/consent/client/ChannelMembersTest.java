package org.healthsphere.consent.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.keys.CertificateAuthority;
import org.healthsphere.keys.CertificateProfile.Msp;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.healthsphere.keys.EcdsaDer;
import org.healthsphere.keys.Pem;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.keys.bc.CertificateAuthorities;
import org.healthsphere.keys.bc.Founding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.common.BlockchainInfo;
import org.hyperledger.fabric.protos.common.Config;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.ConfigValue;
import org.hyperledger.fabric.protos.msp.FabricMSPConfig;
import org.hyperledger.fabric.protos.msp.MSPConfig;
import org.hyperledger.fabric.protos.msp.SerializedIdentity;
import org.hyperledger.fabric.protos.orderer.ConsensusType;
import org.hyperledger.fabric.protos.peer.ChaincodeAction;
import org.hyperledger.fabric.protos.peer.Endorsement;
import org.hyperledger.fabric.protos.peer.ProposalResponsePayload;
import org.hyperledger.fabric.protos.peer.Response;
import org.junit.jupiter.api.Test;

class ChannelMembersTest {
    private static final Instant NOW = Instant.parse("2026-06-22T10:00:00Z");
    private static final Sha256 HASH = Sha256.of("head");
    private static final ByteString QUESTION = ByteString.copyFromUtf8("hash of the question");

    private final CertificateAuthority north = authority("north");
    private final CertificateAuthority south = authority("south");
    private final ChannelMembers members = new ChannelMembers(
            new TreeMap<>(Map.of("north", List.of(north.certificate()), "south", List.of(south.certificate()))),
            Map.of());

    private static CertificateAuthority authority(String name) {
        return new CertificateAuthorities(InstantSource.fixed(NOW), new SecureRandom())
                .inMemory(new Founding("ca." + name, name, Duration.ofDays(30)));
    }

    private record Signer(X509Certificate certificate, SigningKey key) {}

    private static Signer signer(CertificateAuthority authority, MspRole role) {
        var pair = pair();
        var certificate = authority
                .issue(new Msp("south", "south", role), VerificationKey.of(pair.getPublic()), Duration.ofDays(1))
                .orElseThrow();
        return new Signer(certificate, new SigningKey(pair));
    }

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ByteString response() {
        var info = BlockchainInfo.newBuilder().setHeight(8).setCurrentBlockHash(ByteString.copyFrom(HASH.bytes()));
        var action = ChaincodeAction.newBuilder()
                .setResponse(Response.newBuilder().setPayload(info.build().toByteString()));
        return ProposalResponsePayload.newBuilder()
                .setProposalHash(QUESTION)
                .setExtension(action.build().toByteString())
                .build()
                .toByteString();
    }

    private static EndorsedAnswer answer(String claimed, Signer signer, ByteString response) {
        var endorser = SerializedIdentity.newBuilder()
                .setMspid(claimed)
                .setIdBytes(ByteString.copyFrom(Pem.of(signer.certificate()), StandardCharsets.US_ASCII))
                .build()
                .toByteString();
        var signature =
                EcdsaDer.of(signer.key().sign(response().concat(endorser).toByteArray()));
        return new EndorsedAnswer(
                QUESTION,
                response,
                List.of(Endorsement.newBuilder()
                        .setEndorser(endorser)
                        .setSignature(ByteString.copyFrom(signature))
                        .build()));
    }

    private static void isRefused(Outcome<LedgerHead> head) {
        assertThat(head)
                .isEqualTo(Outcome.failed(
                        new Fault.Unavailable("consent ledger: a head that another member vouches for")));
    }

    @Test
    void a_head_that_another_members_peer_signed_is_believed_from_the_moment_of_the_question() {
        var answer = answer("south", signer(south, MspRole.PEER), response());
        assertThat(members.verified("south", answer, NOW)).isEqualTo(Outcome.of(new LedgerHead(7, HASH, NOW)));
    }

    @Test
    void an_answer_to_an_older_question_is_not() {
        var answer = answer("south", signer(south, MspRole.PEER), response());
        var other = new EndorsedAnswer(ByteString.copyFromUtf8("another"), answer.response(), answer.endorsements());
        isRefused(members.verified("south", other, NOW));
    }

    @Test
    void nor_is_what_somebody_else_signed_or_nobody() {
        isRefused(members.verified("south", answer("south", signer(north, MspRole.PEER), response()), NOW));
        isRefused(members.verified("south", answer("north", signer(south, MspRole.PEER), response()), NOW));
        isRefused(members.verified("south", answer("south", signer(south, MspRole.CLIENT), response()), NOW));
        isRefused(members.verified("south", new EndorsedAnswer(QUESTION, response(), List.of()), NOW));
        isRefused(members.verified("west", answer("west", signer(south, MspRole.PEER), response()), NOW));
    }

    @Test
    void nor_is_what_was_changed_afterwards_or_signed_with_a_certificate_that_has_run_out() {
        var signer = signer(south, MspRole.PEER);
        var changed =
                ProposalResponsePayload.newBuilder().setProposalHash(QUESTION).build();
        isRefused(members.verified("south", answer("south", signer, changed.toByteString()), NOW));
        var answer = answer("south", signer, response());
        isRefused(members.verified("south", answer, NOW.plus(Duration.ofDays(2))));
    }

    @Test
    void the_members_are_the_organizations_with_a_peer_that_the_configuration_names() {
        var config = configuration(organization("south", south, true));
        assertThat(ChannelMembers.of(config, LedgerMode.FABRIC_BFT)).isEqualTo(Outcome.of(members));
        assertThat(ChannelMembers.of(config, LedgerMode.FABRIC_RAFT))
                .isEqualTo(
                        Outcome.failed(new Fault.VersionMismatch("the ledger is not of the mode that is configured")));
        for (var odd : new byte[][] {{1, 2, 3}, {}}) {
            assertThat(ChannelMembers.of(odd, LedgerMode.FABRIC_BFT))
                    .isEqualTo(
                            Outcome.failed(new Fault.Unavailable("consent ledger: the configuration of the channel")));
        }
    }

    @Test
    void nobody_believes_a_peer_whose_certificate_was_taken_back_and_others_of_its_organization_still() {
        var peer = signer(south, MspRole.PEER);
        var another = signer(south, MspRole.PEER);
        var _ = south.revoke(peer.certificate().getSerialNumber()).orElseThrow();
        var list = Pem.of(south.revocations());
        var now = ChannelMembers.of(
                        configuration(with(organization("south", south, true), list)), LedgerMode.FABRIC_BFT)
                .orElseThrow();
        isRefused(now.verified("south", answer("south", peer, response()), NOW));
        assertThat(now.verified("south", answer("south", another, response()), NOW))
                .isInstanceOf(Outcome.Success.class);
        assertThat(ChannelMembers.of(
                        configuration(with(organization("south", south, true), "no list")), LedgerMode.FABRIC_BFT))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("consent ledger: the configuration of the channel")));
    }

    private static ConfigGroup with(ConfigGroup organization, String list) {
        try {
            var config =
                    MSPConfig.parseFrom(organization.getValuesOrThrow("MSP").getValue());
            var msp = FabricMSPConfig.parseFrom(config.getConfig()).toBuilder()
                    .addRevocationList(ByteString.copyFromUtf8(list));
            var changed = config.toBuilder().setConfig(msp.build().toByteString());
            return organization.toBuilder()
                    .putValues(
                            "MSP",
                            ConfigValue.newBuilder()
                                    .setValue(changed.build().toByteString())
                                    .build())
                    .build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] configuration(ConfigGroup second) {
        var application = ConfigGroup.newBuilder()
                .putGroups("one", organization("north", north, true))
                .putGroups("two", second)
                .putGroups("three", organization("visitor", south, false));
        var consensus = ConsensusType.newBuilder().setType("BFT").build();
        var orderer = ConfigGroup.newBuilder()
                .putValues(
                        "ConsensusType",
                        ConfigValue.newBuilder()
                                .setValue(consensus.toByteString())
                                .build());
        var channel = ConfigGroup.newBuilder()
                .putGroups("Application", application.build())
                .putGroups("Orderer", orderer.build());
        return Config.newBuilder().setChannelGroup(channel).build().toByteArray();
    }

    private static ConfigGroup organization(String name, CertificateAuthority authority, boolean hasPeer) {
        var msp = FabricMSPConfig.newBuilder()
                .setName(name)
                .addRootCerts(ByteString.copyFrom(Pem.of(authority.certificate()), StandardCharsets.US_ASCII));
        var config =
                MSPConfig.newBuilder().setConfig(msp.build().toByteString()).build();
        var group = ConfigGroup.newBuilder()
                .putValues(
                        "MSP",
                        ConfigValue.newBuilder().setValue(config.toByteString()).build());
        return hasPeer
                ? group.putValues("AnchorPeers", ConfigValue.getDefaultInstance())
                        .build()
                : group.build();
    }

    @Test
    void not_everybody_asks_the_same_member_first() {
        var four = new ChannelMembers(
                new TreeMap<>(Map.of("east", List.of(), "north", List.of(), "south", List.of(), "west", List.of())),
                Map.of());
        assertThat(four.othersThan("north")).containsExactly("south", "west", "east");
        assertThat(four.othersThan("west")).containsExactly("east", "north", "south");
        assertThat(four.majority()).isEqualTo(3);
        assertThat(members.majority()).isEqualTo(2);
    }
}
