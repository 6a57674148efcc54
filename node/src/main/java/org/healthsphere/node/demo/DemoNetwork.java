package org.healthsphere.node.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.healthsphere.consent.fabric.FabricNetwork;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.node.Environment;
import org.healthsphere.node.access.AccessTokens;
import org.healthsphere.node.access.AccessTokens.Audience;
import org.healthsphere.node.access.AccessTokens.Wanted;
import org.healthsphere.node.access.Scope;
import org.healthsphere.node.demo.feeds.Hospital;
import org.healthsphere.specs.Role;

/** A ledger and three nodes, each a process of its own. */
public final class DemoNetwork implements AutoCloseable {
    private static final List<String> NODE_JVM = List.of("-Xmx640m", "-XX:+UseSerialGC");
    private static final Duration TOKEN_LIFE = Duration.ofDays(1);

    private final Path folder;
    private final Environment environment;
    private final List<DemoHospital> hospitals;
    private final DemoLedger ledger;
    private final Map<Hospital, ChildProcess> nodes = new EnumMap<>(Hospital.class);
    private final Map<Hospital, DemoClient> clients = new EnumMap<>(Hospital.class);

    private DemoNetwork(Path folder, Environment environment, List<DemoHospital> hospitals, DemoLedger ledger) {
        this.folder = folder;
        this.environment = environment;
        this.hospitals = hospitals;
        this.ledger = ledger;
    }

    /** Founds the network in an empty folder over the embedded ledger and starts that; no node runs yet. */
    public static DemoNetwork found(Path folder, Environment environment) {
        return found(folder, environment, Optional.empty());
    }

    /** Founds it over a Fabric network made of these programs, where there are some. */
    static DemoNetwork found(Path folder, Environment environment, Optional<FabricNetwork.Machinery> fabric) {
        // The authority's folder is made here, before the ledger's process and this one both open it.
        var founding = new DemoFounding(folder, environment);
        var ledger = fabric.<DemoLedger>map(machinery -> new FabricDemoLedger(folder, machinery, environment))
                .orElseGet(() -> new EmbeddedDemoLedger(folder, founding.authority(), environment));
        try {
            return new DemoNetwork(folder, environment, founding.found(ledger), ledger);
        } catch (RuntimeException e) {
            ledger.close();
            throw e;
        }
    }

    /** Starts every node that does not run, all at once. */
    public void startNodes() {
        Together.run(hospitals.stream()
                .filter(hospital -> !nodes.containsKey(hospital.hospital()))
                .<Runnable>map(hospital -> () -> startNode(hospital))
                .toList());
    }

    private void startNode(DemoHospital hospital) {
        var node = ChildProcess.start(
                        hospital.folder().resolve("node.log"),
                        NODE_JVM,
                        List.of("start", "--json", "--config", hospital.config().toString()))
                .orElseThrow();
        synchronized (nodes) {
            nodes.put(hospital.hospital(), node);
        }
    }

    /** Stops the ledger: no node can reach it. */
    public void stopLedger() {
        ledger.stop();
    }

    public void startLedgerAgain() {
        ledger.startAgain();
    }

    List<DemoHospital> hospitals() {
        return hospitals;
    }

    DemoHospital at(Hospital hospital) {
        return hospitals.stream()
                .filter(member -> member.hospital() == hospital)
                .findFirst()
                .orElseThrow();
    }

    Path folder() {
        return folder;
    }

    DemoLedger ledger() {
        return ledger;
    }

    /** One client for each hospital, so that its connections are kept. */
    synchronized DemoClient client(Hospital hospital) {
        return clients.computeIfAbsent(hospital, h -> new DemoClient(trust(at(h)), at(h).base()));
    }

    /** A token of this hospital's own for somebody in this role. */
    String token(Hospital hospital, Role role, String subject) {
        var member = at(hospital);
        var audience = new Audience(member.id(), "https://" + member.id() + ".healthsphere.org");
        return new AccessTokens(audience, member.identity(), environment.clock(), environment.random())
                .issue(new Wanted(subject, role, Set.of(new Scope("*", "cruds")), TOKEN_LIFE));
    }

    private SSLContext trust(DemoHospital member) {
        try {
            var passphrase = Passphrase.generate(environment.random());
            var store = KeyStore.getInstance("PKCS12");
            store.load(
                    new ByteArrayInputStream(
                            member.identity().trustStore(passphrase).array()),
                    passphrase.reveal());
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(null, trust.getTrustManagers(), environment.random());
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the network's authority can be trusted", e);
        }
    }

    @Override
    public void close() {
        synchronized (nodes) {
            nodes.values().forEach(ChildProcess::close);
            nodes.clear();
        }
        ledger.close();
    }
}
