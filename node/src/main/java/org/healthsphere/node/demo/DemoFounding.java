package org.healthsphere.node.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.Pem;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.node.Environment;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.node.config.SourcesFile;
import org.healthsphere.node.demo.feeds.Hospital;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.upload.Uploads;
import org.healthsphere.node.network.Admission;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.NodeFolder;

/** Founds the network: every hospital gets its keys, its certificates, its folder, and its place in the register on the ledger. */
final class DemoFounding {
    private final Path folder;
    private final NetworkAuthority authority;
    private final Environment environment;

    DemoFounding(Path folder, Environment environment) {
        this.folder = folder;
        this.authority = NetworkAuthority.open(
                folder.resolve("network").resolve("authority"), environment.clock(), environment.random());
        this.environment = environment;
    }

    /** What the public may have: certificates, each by its member's name. */
    static Path publicFolder(Path folder) {
        return folder.resolve("public");
    }

    NetworkAuthority authority() {
        return authority;
    }

    List<DemoHospital> found(DemoLedger ledger) {
        try (var founder = ledger.asFounder()) {
            write(publicFolder(folder).resolve("authority.pem"), Pem.of(authority.certificate()));
            return Stream.of(Hospital.values())
                    .map(hospital -> {
                        var admitted = found(hospital, ledger);
                        var peers = new Address(
                                DemoHospital.LOCALHOST, admitted.ports().peers());
                        return Admission.submit(founder, admitted.identity(), hospital.title(), peers)
                                .map(_ -> admitted)
                                .orElseThrow();
                    })
                    .toList();
        }
    }

    private DemoHospital found(Hospital hospital, DemoLedger ledger) {
        try {
            var id = DemoHospital.idOf(hospital);
            var home = folder.resolve(id.value());
            var passphrase = Passphrase.generate(environment.random());
            PrivateFile.write(
                    home.resolve("secret"), new String(passphrase.reveal()).getBytes(StandardCharsets.US_ASCII));
            var applicant = Applicant.create(
                    id, hospital.title(), List.of(DemoHospital.LOCALHOST, "localhost"), environment.random());
            var data = new NodeFolder(home.resolve("data"));
            var identity = authority.admit(applicant, data, passphrase).orElseThrow();
            ledger.enrol(identity, data);
            var member = new DemoHospital(
                    hospital,
                    identity,
                    home,
                    new DemoHospital.Ports(FreePort.next(), FreePort.next(), FreePort.next()));
            write(member.config(), String.join("\n", member.settings(ledger.settings(id))) + "\n");
            write(
                    member.data().resolve("sources.json"),
                    SourcesFile.write(List.of(hospital.source(), brought(hospital.source())))
                            .utf8());
            write(publicFolder(folder).resolve(id + ".pem"), Pem.of(identity.certificate()));
            return member;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What patients bring is read as what the hospital's own systems send. */
    private static Source brought(Source own) {
        return new Source(Uploads.SOURCE, own.zone(), own.identifierSystems(), own.codeSystems(), own.translations());
    }

    private static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
