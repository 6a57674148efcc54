package org.healthsphere.consent.chaincode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.Map;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;
import org.hyperledger.fabric.protos.peer.ChaincodeID;
import org.hyperledger.fabric.protos.peer.ChaincodeMessage;
import org.hyperledger.fabric.protos.peer.Response;
import org.hyperledger.fabric.shim.ChaincodeServerProperties;
import org.hyperledger.fabric.shim.NettyChaincodeServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract behind the real shim, over the real protocol; only the peer stands in. */
class ConsentChaincodeIT {
    private static final String DIGEST = "ab".repeat(32);
    private static NettyChaincodeServer server;
    private static PeerStandIn peer;

    @BeforeAll
    static void start() throws Exception {
        var port = freePort();
        var properties = new ChaincodeServerProperties();
        properties.setServerAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        server = ConsentChaincode.server("consent:1", properties);
        Thread.ofVirtual().start(() -> {
            try {
                server.start();
            } catch (java.io.IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        peer = new PeerStandIn(port);
        var register = peer.next();
        assertThat(register.getType()).isEqualTo(ChaincodeMessage.Type.REGISTER);
        assertThat(ChaincodeID.parseFrom(register.getPayload()).getName()).isEqualTo("consent:1");
        peer.registered();
    }

    /** One below those that the system hands out, so that nobody is given it before the server has it. */
    private static int freePort() throws java.io.IOException {
        for (var port = 20_000 + new SecureRandom().nextInt(6_000); port < 32_000; port++) {
            try (var free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (BindException _) {
                // Somebody is there.
            }
        }
        throw new java.io.IOException("no port is free");
    }

    @AfterAll
    static void stop() {
        peer.close();
        server.stop();
    }

    private static Response response(ChaincodeMessage message) throws Exception {
        assertThat(message.getType()).isEqualTo(ChaincodeMessage.Type.COMPLETED);
        return Response.parseFrom(message.getPayload());
    }

    private static void admit(String member) throws Exception {
        var directive =
                "{\"member\":\"%s\",\"organization\":\"H\",\"endpoint\":\"https://h.example\",\"certificate\":\"%s\",\"card\":\"{}\"}"
                        .formatted(member, DIGEST);
        var message = peer.call("north", Map.of(), "admitMember", directive);
        assertThat(message.getType()).isEqualTo(ChaincodeMessage.Type.COMPLETED);
    }

    @Test
    void what_the_contract_writes_and_emits_reaches_the_peer() throws Exception {
        admit("north");
        var directive = "{\"certificate\":\"%s\",\"id\":\"r-1\",\"study\":\"s-1\"}".formatted(DIGEST);
        var message = peer.call("north", Map.of(), "release", directive);
        assertThat(response(message).getStatus()).isEqualTo(200);
        assertThat(message.getChaincodeEvent().getEventName()).isEqualTo("release");
        assertThat(message.getChaincodeEvent().getPayload().toStringUtf8()).isEqualTo(directive);
        assertThat(peer.text("X:r-1"))
                .isEqualTo(
                        "{\"at\":\"2027-01-15T08:00:00Z\",\"by\":\"north\",\"directive\":%s,\"operation\":\"release\",\"tx\":\"%s\"}"
                                .formatted(directive, message.getTxid()));
    }

    @Test
    void a_refusal_reaches_the_peer_with_its_code_and_without_an_event() throws Exception {
        admit("north");
        var message = peer.call("stranger", Map.of(), "release", "{\"id\":\"r-2\"}");
        assertThat(response(message).getStatus()).isEqualTo(500);
        assertThat(response(message).getMessage())
                .startsWith("refused 400: ")
                .contains("study")
                .contains("certificate");
        var foreign = "{\"certificate\":\"%s\",\"id\":\"r-2\",\"study\":\"s-1\"}".formatted(DIGEST);
        message = peer.call("stranger", Map.of(), "release", foreign);
        assertThat(response(message).getMessage()).isEqualTo("refused 403: not a member of the network");
        assertThat(message.getChaincodeEvent().getEventName()).isEmpty();
        assertThat(response(peer.call("north", Map.of(), "check", "nothing")).getMessage())
                .isEqualTo("refused 404: no such consent");
    }

    @Test
    void a_grant_puts_its_terms_into_the_custodians_collection_and_lets_any_member_endorse_its_end() throws Exception {
        admit("north");
        admit("south");
        var signed = SignedGrant.make();
        assertThat(response(peer.call("north", Map.of(), "registerKey", signed.registration()))
                        .getStatus())
                .isEqualTo(200);
        var terms = ByteString.copyFromUtf8("sealed terms");
        assertThat(response(peer.call("north", Map.of("terms", terms), "grant", signed.grant()))
                        .getStatus())
                .isEqualTo(200);
        assertThat(peer.privates).containsEntry("_implicit_org_north" + signed.id(), terms);
        assertThat(peer.state.toString()).doesNotContain("sealed terms");
        var policy = SignaturePolicyEnvelope.parseFrom(peer.policies.get("R:" + signed.id()));
        assertThat(policy.getRule().getNOutOf().getN()).isEqualTo(1);
        assertThat(policy.getIdentitiesList()).hasSize(2);
        assertThat(response(peer.call("south", Map.of(), "revoke", signed.revoke()))
                        .getStatus())
                .isEqualTo(200);
        assertThat(response(peer.call("south", Map.of(), "check", signed.id()))
                        .getPayload()
                        .toStringUtf8())
                .contains("\"status\":\"revoked\"");
        assertThat(response(peer.call("north", Map.of(), "terms", signed.id())).getPayload())
                .isEqualTo(terms);
    }
}
