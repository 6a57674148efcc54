package org.healthsphere.consent.fabric;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a peer is told, in a file of its own. Only what differs from what the program assumes, or what it assumes nothing for:
 * without a provider of cryptography it ends at its start, without the four times of private data it neither sends it nor waits
 * for it, and without limits it takes any number of calls.
 */
final class PeerSettings {
    static final String FILE = "core.yaml";

    private static final String TEMPLATE = """
            peer:
              id: peer.${organization}
              networkId: healthsphere
              address: ${address}
              listenAddress: ${address}
              chaincodeAddress: ${callback}
              chaincodeListenAddress: ${callback}
              localMspId: ${organization}
              mspConfigPath: ${home}/msp
              fileSystemPath: ${home}/data
              BCCSP: {Default: SW, SW: {Hash: SHA2, Security: 256}}
              tls:
                enabled: true
                cert: {file: ${home}/tls/cert.pem}
                key: {file: ${home}/tls/key.pem}
                rootcert: {file: ${authority}}
                clientAuthRequired: true
                clientRootCAs: {files: [${clients}]}
              authentication: {timewindow: 15m}
              gateway: {enabled: true, endorsementTimeout: 10s, broadcastTimeout: 10s, dialTimeout: 5s}
              discovery: {enabled: true, authCacheEnabled: true, authCacheMaxSize: 1000, authCachePurgeRetentionRatio: 0.75}
              limits: {concurrency: {endorserService: 1000, deliverService: 1000, gatewayService: 500}}
              gossip:
                endpoint: ${address}
                externalEndpoint: ${address}
                bootstrap: ${address}
                # One peer a hospital: each reads the blocks from the orderers itself.
                orgLeader: true
                useLeaderElection: false
                state: {enabled: false}
                aliveTimeInterval: 1s
                publishStateInfoInterval: 1s
                requestStateInfoInterval: 1s
                pvtData:
                  pushAckTimeout: 2s
                  pullRetryThreshold: 5s
                  reconciliationEnabled: true
                  # Private values of transactions that were never submitted are let go after so many blocks.
                  transientstoreMaxBlockRetention: 100
              handlers:
                authFilters: [{name: DefaultAuth}, {name: ExpirationCheck}, {name: TimeWindowCheck}]
                decorators: [{name: DefaultDecorator}]
                endorsers: {escc: {name: DefaultEndorsement}}
                validators: {vscc: {name: DefaultValidation}}
            chaincode:
              externalBuilders: [{name: service, path: "${builder}"}]
              # The contract runs already. While it is waited for, the peer makes no blocks.
              startuptimeout: 10s
              executetimeout: 10s
              system: {_lifecycle: enable, cscc: enable, qscc: enable}
            ledger:
              state: {stateDatabase: goleveldb}
              history: {enableHistoryDatabase: true}
              # What was purged is taken out of its history at every block.
              pvtdataStore: {purgeInterval: 1}
            operations: {listenAddress: "127.0.0.1:0"}
            metrics: {provider: disabled}
            """;

    private PeerSettings() {}

    /** With the files of all authorities whose TLS clients may come. */
    static String of(Sites.HospitalSite site, String host, Organization hospital, List<Path> clients) {
        var home = hospital.home(Organization.PEER).toAbsolutePath();
        return Template.fill(
                TEMPLATE,
                Map.of(
                        "organization", hospital.name(),
                        "address", host + ":" + site.port(),
                        "callback", host + ":" + site.callback(),
                        "home", home,
                        "authority", hospital.tlsAuthorityFile().toAbsolutePath(),
                        "clients",
                                clients.stream()
                                        .map(file -> file.toAbsolutePath().toString())
                                        .collect(Collectors.joining(", ")),
                        "builder", home.resolve(ServiceBuilder.FOLDER)));
    }
}
