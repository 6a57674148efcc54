package org.healthsphere.compose.network;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.embedded.EmbeddedLedger;
import org.healthsphere.federation.linkage.oblivious.LinkageKey;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.node.network.Admission;
import org.healthsphere.node.network.LedgerHost;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.NetworkAuthority.Founded;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Publication;
import org.healthsphere.node.network.Standing;
import org.healthsphere.specs.NodeId;

/**
 * A network on loopback in a folder of its own: an authority and a ledger in this process, and nodes that are processes.
 *
 * <p>Beside honest members there are those whom nobody may let in.
 */
public final class TestNetwork implements AutoCloseable {
    public static final SecureRandom RANDOM = new SecureRandom();

    static final InstantSource CLOCK = InstantSource.system();
    static final String LOCALHOST = "127.0.0.1";

    /** Most tests let one node run, and members who only ask: each makes its tokens by itself. */
    private static final Founded ALONE =
            new Founded(NetworkAuthority.LEAF_LIFE, new LinkageKey.Terms(1, LinkageKey.Terms.USUAL.monthly()));

    private static final Duration LONG_AGO = Duration.ofDays(800);

    private final Path folder;
    private final Member expired;
    private final NetworkAuthority authority;
    private EmbeddedLedger ledger;
    private final ConsentLedger founder;
    private final Publication publication;

    private TestNetwork(Path folder) {
        this.folder = folder;
        var home = folder.resolve("authority");
        this.expired = certified("expired", NetworkAuthority.open(home, TestNetwork::longAgo, RANDOM, ALONE));
        this.authority = NetworkAuthority.open(home, CLOCK, RANDOM);
        this.ledger = ledger(0);
        this.founder = LedgerHost.asFounder(authority, ledger, CLOCK);
        this.publication = new Publication(authority, founder);
        var _ = publication.publish().orElseThrow();
    }

    private EmbeddedLedger ledger(int port) {
        return LedgerHost.start(authority, folder.resolve("ledger"), port, CLOCK);
    }

    /** Runs this while the ledger does not run. */
    public void withoutLedger(Runnable work) {
        var port = ledger.port();
        ledger.close();
        try {
            work.run();
        } finally {
            ledger = ledger(port);
        }
    }

    /** Founds one in an empty folder. */
    public static TestNetwork found(Path folder) {
        return new TestNetwork(folder);
    }

    private static Instant longAgo() {
        return CLOCK.instant().minus(LONG_AGO);
    }

    /** Somebody with keys and certificates, and the folder they lie in. */
    public record Member(MemberIdentity identity, Path home) {
        NodeFolder folder() {
            return new NodeFolder(home.resolve("data"));
        }
    }

    /** Whose certificates ended long ago. */
    public Member expired() {
        return expired;
    }

    /** Who was a member until his certificates were taken back, which is on the ledger. */
    public Member revoked() {
        var member = admitted("revoked");
        var _ = publication.expel(member.identity().id()).orElseThrow();
        return member;
    }

    /** Whose certificates are those of another authority of the same name. */
    public Member foreign() {
        return certified("foreign", NetworkAuthority.open(folder.resolve("another-authority"), CLOCK, RANDOM));
    }

    /** With good certificates, but not on the ledger. */
    public Member certified(String id) {
        return certified(id, authority);
    }

    private Member certified(String id, NetworkAuthority by) {
        try {
            var home = folder.resolve(id);
            var passphrase = Passphrase.generate(RANDOM);
            PrivateFile.write(
                    home.resolve("secret"), new String(passphrase.reveal()).getBytes(StandardCharsets.US_ASCII));
            var applicant = Applicant.create(new NodeId(id), "Hospital " + id, List.of(LOCALHOST, "localhost"), RANDOM);
            var identity = by.admit(applicant, new NodeFolder(home.resolve("data")), passphrase)
                    .orElseThrow();
            return new Member(identity, home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a member on the ledger; the height at which it is there. */
    public long admit(Member member, int peersPort) {
        var id = member.identity();
        return Admission.submit(founder, id, "Hospital " + id.id(), new Address(LOCALHOST, peersPort))
                .orElseThrow()
                .height();
    }

    /** A member with good certificates that is on the ledger, and runs no node. */
    public Member admitted(String id) {
        var member = certified(id);
        // Nobody asks it anything.
        var _ = admit(member, 1);
        return member;
    }

    /** A member whose node runs. */
    public NodeProcess node(String id) {
        return node(id, HieProcess.JVM);
    }

    /** The same, with these settings besides, and these files in its folder. */
    public NodeProcess nodeWith(String id, List<String> settings, Map<String, String> files) {
        return started(new NodeProcess(this, certified(id), settings, files), HieProcess.JVM);
    }

    /**
     * A member whose node runs with a memory of its own.
     *
     * @param jvm flags of its Java virtual machine
     */
    public NodeProcess node(String id, List<String> jvm) {
        return started(new NodeProcess(this, certified(id), List.of(), Map.of()), jvm);
    }

    private NodeProcess started(NodeProcess node, List<String> jvm) {
        node.start(jvm);
        var _ = admit(node.member(), node.peers().getPort());
        node.awaitHeight(height());
        return node;
    }

    public void suspend(NodeId member) {
        var _ = founder.submit(new SuspendMember(member)).orElseThrow();
    }

    /** The register of members as the ledger has it now. */
    Members register(Standing standing) {
        var members = new Members(standing);
        founder.eventsFrom(0).orElseThrow().forEach(event -> {
            standing.apply(event);
            members.apply(event);
        });
        return members;
    }

    public long height() {
        return founder.head().orElseThrow().height();
    }

    public X509Certificate authority() {
        return authority.certificate();
    }

    String ledgerAddress() {
        return LOCALHOST + ":" + ledger.port();
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        founder.close();
        ledger.close();
    }
}
