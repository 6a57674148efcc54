package org.healthsphere.node.peers;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.healthsphere.federation.exchange.ReleasedRecords;
import org.healthsphere.federation.exchange.Spool;
import org.healthsphere.keys.MemberTrust;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.identity.VaultFile;
import org.healthsphere.node.http.UseCases;
import org.healthsphere.node.peers.PeerEndpoint.Address;
import org.healthsphere.node.peers.PeerEndpoint.Answerer;
import org.healthsphere.specs.Bytes;

/**
 * A member in a process of its own, which has a long answer: {@code LongAnswerMember FOLDER PASSPHRASE PORT MEGABYTES}. It says its port when it
 * listens, and ends when its input does.
 */
final class LongAnswerMember {
    static final Bytes RECEIPT = Bytes.utf8("{\"receipt\":true}");
    private static final int PIECE = 512 * 1024;

    private final Path folder;
    private final Passphrase passphrase;

    private LongAnswerMember(Path folder, Passphrase passphrase) {
        this.folder = folder;
        this.passphrase = passphrase;
    }

    public static void main(String[] arguments) throws IOException {
        var member = new LongAnswerMember(Path.of(arguments[0]), Passphrase.of(arguments[1]));
        var endpoint = member.listen(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        System.out.println("listens " + endpoint.port());
        while (System.in.read() >= 0) {
            // Whoever started it is still there.
        }
        Runtime.getRuntime().halt(0);
    }

    /** What a member and its asker need of each other, for a process that is started later. */
    static void write(Path folder, Passphrase passphrase, List<MemberIdentity> members, X509CRL revocations) {
        try {
            for (var member : members) {
                new VaultFile(folder.resolve(member.id().value())).write(member, passphrase, new SecureRandom());
            }
            Files.write(folder.resolve("revocations"), revocations.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private PeerEndpoint listen(int port, int megabytes) throws IOException {
        var clock = new MovableClock();
        var random = new SecureRandom();
        var south = member("south");
        var north = member("north");
        var spool = new Spool(
                folder.resolve("spool"), new Spool.Bounds(PIECE, 1L << 30, 4, Duration.ofMinutes(5)), clock, random);
        ReleasedRecords records =
                _ -> new ReleasedRecords.PermittedAtLength(() -> LongAnswerIT.records(megabytes), RECEIPT, () -> true);
        var responder = new SealedMember(south, Map.of(north.id(), north, south.id(), south), clock)
                .answering(records, List.of(Network.peer(north, 1)))
                .keeping(spool);
        var trust = new MemberTrust(south.authority());
        var revocations = revocations();
        var vertx = Vertx.vertx();
        return PeerEndpoint.listen(
                        vertx,
                        new Address("127.0.0.1", port),
                        new PeerTls(
                                south, (chain, use) -> trust.verify(chain, revocations, use, clock.instant()), random),
                        PeerLimits.DEFAULT,
                        new Answerer(new UseCases(vertx), responder::answer, refusal -> {
                            throw new IllegalStateException("refused: " + refusal);
                        }))
                .await();
    }

    private MemberIdentity member(String name) throws IOException {
        return new VaultFile(folder.resolve(name)).open(passphrase).orElseThrow();
    }

    private X509CRL revocations() throws IOException {
        try (var in = Files.newInputStream(folder.resolve("revocations"))) {
            return (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(in);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
