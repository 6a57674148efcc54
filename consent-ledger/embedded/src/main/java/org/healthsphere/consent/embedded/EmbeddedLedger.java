package org.healthsphere.consent.embedded;

import io.grpc.Server;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import org.healthsphere.keys.Pem;
import org.healthsphere.specs.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consent ledger in this process: Fabric's Gateway protocol, messages, endorsements and hash-chained signed blocks, without
 * Fabric's distribution of trust. Tamper-evident; one operator orders.
 *
 * <p>A block that was acknowledged is on disk, and is there again after any crash. It refuses to start on a folder whose blocks
 * were altered, or that is another network's.
 */
public final class EmbeddedLedger implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedLedger.class);
    private static final long FAREWELL_SECONDS = 5;

    private final Chain chain;
    private final Server server;

    private EmbeddedLedger(Chain chain, Server server) {
        this.chain = chain;
        this.server = server;
    }

    /** Opens the folder, or founds a ledger in it, and listens. */
    public static EmbeddedLedger start(LedgerConfig config) throws IOException {
        return start(config, Chain.Storage.USUAL);
    }

    static EmbeddedLedger start(LedgerConfig config, Chain.Storage storage) throws IOException {
        var identities = new Identities(config.trust().authorities());
        var endorsers = config.providers().endorsers().stream()
                .map(LedgerIdentity::organization)
                .toList();
        var validator = new Validator(config.network(), identities, endorsers);
        var state = new WorldState();
        var chain = Chain.open(config, storage, validator, state);
        try {
            var gatekeeper = new Gatekeeper(config, identities, state);
            var service = new GatewayService(config, gatekeeper, validator, chain, state);
            var server = NettyServerBuilder.forAddress(config.address(), credentials(config.tls()))
                    .addService(service)
                    .build()
                    .start();
            LOG.info(
                    "embedded ledger of {} at height {}: tamper-evident; one operator orders; trust is not distributed",
                    config.network(),
                    chain.tip().next() - 1);
            return new EmbeddedLedger(chain, server);
        } catch (IOException e) {
            chain.close();
            throw e;
        }
    }

    private static io.grpc.ServerCredentials credentials(LedgerConfig.Tls tls) throws IOException {
        return TlsServerCredentials.newBuilder()
                .keyManager(stream(pem(tls.certificate())), stream(pem(tls.key())))
                .trustManager(stream(pem(tls.authority())))
                .clientAuth(TlsServerCredentials.ClientAuth.REQUIRE)
                .build();
    }

    private static String pem(X509Certificate certificate) {
        return Pem.of(certificate);
    }

    /** Stays in memory: gRPC takes keys in PEM only. */
    private static String pem(PrivateKey key) {
        return Pem.exportPrivateKey(key);
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** Where it listens. */
    public int port() {
        return server.getPort();
    }

    /** The number of its newest block. */
    public long height() {
        return chain.tip().next() - 1;
    }

    /** The hash of its newest block. */
    public Sha256 headHash() {
        return new Sha256(Blocks.hex(chain.tip().hash()));
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            if (!server.awaitTermination(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("calls of the ledger did not end in time");
            }
            chain.close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
