package org.healthsphere.consent.fabric;

import com.google.protobuf.ByteString;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.healthsphere.keys.EcdsaDer;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.client.Gateway;
import org.hyperledger.fabric.client.Hash;
import org.hyperledger.fabric.client.identity.X509Identity;
import org.hyperledger.fabric.protos.peer.EndorserGrpc;

/** A hospital's administrator at his own peer. Every call has a deadline. */
final class PeerLink implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int SUCCESS = 200;

    private final Administrator self;
    private final Credential tls;
    private final ManagedChannel channel;

    private PeerLink(Administrator self, Credential tls, ManagedChannel channel) {
        this.self = self;
        this.tls = tls;
        this.channel = channel;
    }

    static PeerLink open(Organization hospital, Program.Address peer) throws IOException {
        var place = hospital.tls(Organization.ADMIN);
        var credentials = TlsChannelCredentials.newBuilder()
                .keyManager(place.certificate().toFile(), place.key().toFile())
                .trustManager(hospital.tlsAuthorityFile().toFile())
                .build();
        return new PeerLink(
                Administrator.of(hospital),
                Credential.read(place),
                Grpc.newChannelBuilderForAddress(peer.host(), peer.port(), credentials)
                        .build());
    }

    String organization() {
        return self.organization();
    }

    ManagedChannel channel() {
        return channel;
    }

    /** By which a peer knows a connection under a signed request: the SHA-256 of the certificate of this end. */
    ByteString tlsHash() {
        try {
            return ByteString.copyFrom(Sha256.of(tls.certificate().getEncoded()).bytes());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("was read from its encoding", e);
        }
    }

    ByteString creator() {
        return self.creator();
    }

    ByteString sign(ByteString message) {
        return self.sign(message);
    }

    /** Calls a function of the peer itself, on no channel; what it answers. */
    ByteString call(Proposals proposals, String contract, ByteString... arguments) throws IOException {
        var signed = proposals.signed(this, contract, arguments);
        try {
            var response = EndorserGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .processProposal(signed)
                    .getResponse();
            if (response.getStatus() != SUCCESS) {
                throw new IOException("the peer of " + organization() + " refuses: " + response.getMessage());
            }
            return response.getPayload();
        } catch (StatusRuntimeException e) {
            throw new IOException("the peer of " + organization() + " does not answer", e);
        }
    }

    Gateway gateway() {
        var millis = PATIENCE.toMillis();
        return Gateway.newInstance()
                .identity(new X509Identity(organization(), self.self().certificate()))
                .hash(Hash.NONE)
                .tlsClientCertificateHash(tlsHash().toByteArray())
                .signer(message -> EcdsaDer.of(self.self().signer().sign(message)))
                .evaluateOptions(options -> options.withDeadlineAfter(millis, TimeUnit.MILLISECONDS))
                .endorseOptions(options -> options.withDeadlineAfter(millis, TimeUnit.MILLISECONDS))
                .submitOptions(options -> options.withDeadlineAfter(millis, TimeUnit.MILLISECONDS))
                .commitStatusOptions(options -> options.withDeadlineAfter(millis, TimeUnit.MILLISECONDS))
                .connection(channel)
                .connect();
    }

    @Override
    public void close() {
        var _ = channel.shutdownNow();
    }
}
