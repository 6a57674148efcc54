package org.healthsphere.node.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.Receipt;
import org.healthsphere.consent.Receipts;
import org.healthsphere.consent.transparency.LogProof;
import org.healthsphere.federation.research.MemberKeys;
import org.healthsphere.federation.research.ReleaseCertificates;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.node.audit.AuditVerifier;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** Everything that can be checked offline is checked, and checked again after one bit was flipped. */
final class Proofs {
    private final DemoNetwork network;

    Proofs(DemoNetwork network) {
        this.network = network;
    }

    DemoReport.Verified verify(List<Bytes> receipts, Collection<Bytes> logProofs, Bytes certificate) {
        try {
            var ledger = network.ledger().verify(network.ledger().folder()).orElseThrow();
            var entries = 0L;
            for (var member : network.hospitals()) {
                entries += AuditVerifier.verify(audit(member)).orElseThrow().entries();
            }
            var held = receipts.stream().filter(this::holds).count();
            var certified = ReleaseCertificates.verify(certificate, keys()) instanceof Outcome.Success<?>;
            return new DemoReport.Verified(
                    (int) held,
                    (int) logProofs.stream().filter(this::isInLog).count(),
                    ledger.blocks(),
                    entries,
                    certified
                            && logProofs.stream().noneMatch(proof -> isInLog(flipped(proof)))
                            && isTamperingFound(receipts, certificate));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isTamperingFound(List<Bytes> receipts, Bytes certificate) throws IOException {
        var receiptsFound = receipts.stream().noneMatch(receipt -> holds(flipped(receipt)));
        var certificateFound =
                !(ReleaseCertificates.verify(flipped(certificate), keys()) instanceof Outcome.Success<?>);
        return receiptsFound && certificateFound && isLedgerTamperingFound() && isAuditTamperingFound();
    }

    private boolean isLedgerTamperingFound() throws IOException {
        var copy = Files.createTempDirectory(network.folder(), "tampered");
        copy(network.ledger().folder(), copy);
        try (var files = Files.walk(copy.resolve("blocks"))) {
            var largest = largest(files);
            Files.write(largest, flipped(Bytes.of(Files.readAllBytes(largest))).array());
        }
        return !(network.ledger().verify(copy) instanceof Outcome.Success<?>);
    }

    private boolean isAuditTamperingFound() throws IOException {
        var copy = Files.createTempFile(network.folder(), "tampered", ".log");
        Files.write(
                copy,
                flipped(Bytes.of(Files.readAllBytes(audit(network.hospitals().getFirst()))))
                        .array());
        return !(AuditVerifier.verify(copy) instanceof Outcome.Success<?>);
    }

    private static Path largest(Stream<Path> files) {
        return files.filter(Files::isRegularFile)
                .max((a, b) -> Long.compare(a.toFile().length(), b.toFile().length()))
                .orElseThrow();
    }

    /** One bit in the middle. */
    private static Bytes flipped(Bytes bytes) {
        var copy = bytes.array().clone();
        copy[copy.length / 2] ^= 1;
        return Bytes.of(copy);
    }

    private boolean holds(Bytes receipt) {
        return network.hospitals().stream()
                .anyMatch(member -> Receipts.verify(receipt, key(member)) instanceof Outcome.Success<Receipt>);
    }

    private boolean isInLog(Bytes paper) {
        Map<NodeId, VerificationKey> all =
                network.hospitals().stream().collect(Collectors.toMap(DemoHospital::id, Proofs::key));
        return LogProof.decode(paper).then(proof -> proof.verified(all, 2)) instanceof Outcome.Success<Bytes>;
    }

    private MemberKeys keys() {
        return id -> network.hospitals().stream()
                .filter(member -> member.id().equals(id))
                .map(Proofs::key)
                .findFirst()
                .or(Optional::empty);
    }

    private static VerificationKey key(DemoHospital member) {
        return member.identity().verificationKey();
    }

    private static Path audit(DemoHospital member) {
        return member.data().resolve("audit").resolve("audit.log");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                var target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
