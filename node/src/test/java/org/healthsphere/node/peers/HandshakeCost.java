package org.healthsphere.node.peers;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.stream.IntStream;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.MemberTrust;
import org.slf4j.LoggerFactory;

/**
 * What a handshake between members costs, both sides together, each connection a new one: {@code HandshakeCost 2000}. Not part of any build; the
 * figures are in {@code docs/performance.md}.
 */
public final class HandshakeCost {
    private static final int AT_ONCE = 4;
    private static final int ROUNDS = 4;

    private HandshakeCost() {}

    public static void main(String[] arguments) {
        var many = Integer.parseInt(arguments[0]);
        try (var network = new Network()) {
            var trust = new MemberTrust(network.authority.certificate());
            var random = new SecureRandom();
            PeerTls.Check check =
                    (chain, use) -> trust.verify(chain, network.authority.revocations(), use, network.clock.instant());
            var serving = new NetServerOptions().setClientAuth(ClientAuth.REQUIRED);
            new PeerTls(network.member("south"), check, random).configure(serving, CertificateUse.TLS_CLIENT, _ -> {});
            var asking = new NetClientOptions().setHostnameVerificationAlgorithm("");
            new PeerTls(network.member("north"), check, random).configure(asking, CertificateUse.TLS_SERVER, _ -> {});
            var server = network.vertx
                    .createNetServer(serving)
                    .connectHandler(socket -> socket.handler(socket::write))
                    .listen(0, "127.0.0.1")
                    .await();
            var client = network.vertx.createNetClient(asking);
            for (var round = 0; round < ROUNDS; round++) {
                var before = cpu();
                for (var i = 0; i < many / AT_ONCE; i++) {
                    var open = IntStream.range(0, AT_ONCE)
                            .mapToObj(_ -> client.connect(server.actualPort(), "127.0.0.1"))
                            .toList();
                    open.forEach(one -> one.await().close().await());
                }
                var spent = Duration.ofNanos(cpu() - before);
                LoggerFactory.getLogger(HandshakeCost.class)
                        .info(
                                "{} handshakes, both sides: {} per second of a core",
                                many,
                                many * 1_000L / spent.toMillis());
            }
        }
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
