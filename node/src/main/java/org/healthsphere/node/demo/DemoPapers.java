package org.healthsphere.node.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.healthsphere.consent.Receipt;
import org.healthsphere.consent.Receipts;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** What the story leaves for whoever wants to check it: receipts, certificate and summary as files, and how to verify them. */
final class DemoPapers {
    private final DemoNetwork network;
    private final Path folder;

    DemoPapers(DemoNetwork network) {
        this.network = network;
        this.folder = network.folder().resolve("papers");
    }

    void keep(List<Bytes> receipts, Map<String, Bytes> logProofs) {
        try {
            Files.createDirectories(folder);
            for (var receipt : receipts) {
                Files.write(receiptOf(signer(receipt)), receipt.array());
            }
            for (var proof : logProofs.entrySet()) {
                Files.write(inLog(proof.getKey()), proof.getValue().array());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void keep(Bytes certificate, Bytes summary) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve("release-certificate.json"), certificate.array());
            Files.write(folder.resolve("patient-summary.json"), summary.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String signer(Bytes receipt) {
        return network.hospitals().stream()
                .map(DemoHospital::identity)
                .filter(member ->
                        Receipts.verify(receipt, member.verificationKey()) instanceof Outcome.Success<Receipt>)
                .map(MemberIdentity::id)
                .findFirst()
                .orElseThrow()
                .value();
    }

    private Path receiptOf(String member) {
        return folder.resolve("receipt-" + member + ".jws");
    }

    private Path inLog(String what) {
        return folder.resolve(what + "-lakeside-in-log.json");
    }

    /** The commands that check everything offline. */
    String words() {
        var root = network.folder();
        var known = DemoFounding.publicFolder(root);
        return """
                Check it yourself, without any of the hospitals:
                  ./hie receipt verify %s --certificate %s
                  ./hie receipt verify %s --certificates %s
                  ./hie receipt verify %s --certificates %s
                  ./hie release verify %s --certificates %s
                  ./hie ledger verify %s
                  ./hie audit verify %s
                """.formatted(
                        receiptOf("lakeside"),
                        known.resolve("lakeside.pem"),
                        inLog("receipt"),
                        known,
                        inLog("consent"),
                        known,
                        folder.resolve("release-certificate.json"),
                        known,
                        network.ledger().verification(),
                        network.hospitals().getFirst().data().resolve("audit").resolve("audit.log"));
    }
}
