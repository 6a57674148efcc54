package org.healthsphere.consent.fabric;

import java.nio.file.Path;
import java.util.Map;

/** What an orderer is told, in a file of its own: addresses, identity, mutual TLS at every port, and where its data lies. */
final class OrdererSettings {
    static final String FILE = "orderer.yaml";

    private static final String TEMPLATE = """
            General:
              ListenAddress: ${host}
              ListenPort: ${port}
              LocalMSPID: ${organization}
              LocalMSPDir: ${home}/msp
              # There is no channel of the system: the operator joins each channel over the admin port.
              BootstrapMethod: none
              TLS:
                Enabled: true
                Certificate: ${home}/tls/cert.pem
                PrivateKey: ${home}/tls/key.pem
                RootCAs: [${authority}]
                ClientAuthRequired: true
                ClientRootCAs: [${authority}]
              # An orderer that was away gets what it missed from one other, and checks that enough have signed it. The other way,
              # which asks several, does not say which TLS certificate it comes with, and is refused over mutual TLS.
              Cluster: {ReplicationPolicy: simple}
              Authentication: {TimeWindow: 15m}
              Keepalive: {ServerMinInterval: 60s, ServerInterval: 7200s, ServerTimeout: 20s}
            ChannelParticipation: {Enabled: true, MaxRequestBodySize: 1 MB}
            Admin:
              ListenAddress: ${host}:${admin}
              TLS:
                Enabled: true
                Certificate: ${home}/tls/cert.pem
                PrivateKey: ${home}/tls/key.pem
                ClientAuthRequired: true
                ClientRootCAs: [${authority}]
            FileLedger: {Location: ${home}/data/ledger}
            Consensus: {WALDir: ${home}/data/wal, SnapDir: ${home}/data/snapshots}
            Operations: {ListenAddress: "127.0.0.1:0"}
            Metrics: {Provider: disabled}
            """;

    private OrdererSettings() {}

    static String of(Sites.OrdererSite site, String host, Organization ordering) {
        return Template.fill(
                TEMPLATE,
                Map.of(
                        "host", host,
                        "port", site.port(),
                        "admin", site.admin(),
                        "organization", ordering.name(),
                        "home", path(ordering.home(site.name())),
                        "authority", path(ordering.tlsAuthorityFile())));
    }

    private static String path(Path path) {
        return path.toAbsolutePath().toString();
    }
}
