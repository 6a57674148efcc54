package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.federation.research.MemberKeys;
import org.healthsphere.federation.research.ReleaseCertificate;
import org.healthsphere.federation.research.ReleaseCertificates;
import org.healthsphere.federation.research.study.StudyReleases;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hie release}: checks the certificate of a released statistic, offline. */
@Command(name = "release", mixinStandardHelpOptions = true, description = "Verifies release certificates of studies.")
final class ReleaseCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Says what was released, if all members that were counted signed it.")
    int verify(
            @Parameters(paramLabel = "FILE", description = "The certificate of the release.") Path file,
            @Option(
                            names = "--certificates",
                            required = true,
                            paramLabel = "DIR",
                            description = "The members' certificates: <member>.pem.")
                    Path folder)
            throws IOException {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var document = Bytes.of(Files.readAllBytes(file));
        return Answers.of(verified(document, keys(folder)), command.getOut(), command.getErr(), words -> words);
    }

    @Command(
            name = "consent",
            mixinStandardHelpOptions = true,
            description = "Says whether a patient's consent stood when a hospital froze its records for a release.")
    int consent(
            @Parameters(paramLabel = "FILE", description = "The release of an analysis of a study.") Path file,
            @Option(
                            names = "--participations",
                            required = true,
                            paramLabel = "FILE",
                            description = "What the hospital says of the patient, as /api/v1/participations answers.")
                    Path said,
            @Option(
                            names = "--hospital",
                            required = true,
                            paramLabel = "MEMBER",
                            description = "The hospital that says so.")
                    String member,
            @Option(
                            names = "--certificates",
                            required = true,
                            paramLabel = "DIR",
                            description = "The members' certificates: <member>.pem.")
                    Path folder)
            throws IOException {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var part = new ParticipationCheck(new ObjectMapper().readTree(said.toFile()), member);
        var stood = StudyReleases.verify(Bytes.of(Files.readAllBytes(file)), keys(folder))
                .then(release -> part.in(release.certificate()));
        return Answers.of(
                stood,
                command.getOut(),
                command.getErr(),
                yes -> yes
                        ? "The consent stood: the patient is in the roll that the release carries."
                        : "The consent did not stand: the patient is not in the roll that the release carries.");
    }

    /** What a certificate says, of a single question or of an analysis of a study. */
    private static Outcome<String> verified(Bytes document, MemberKeys keys) {
        return isOfStudy(document)
                ? StudyReleases.verify(document, keys).map(ReleaseCommand::words)
                : ReleaseCertificates.verify(document, keys).map(ReleaseCommand::words);
    }

    private static boolean isOfStudy(Bytes document) {
        try {
            return StudyReleases.isOne(new ObjectMapper().readTree(document.array()));
        } catch (IOException _) {
            return false;
        }
    }

    private static String words(StudyReleases.Verified found) {
        var certificate = found.certificate();
        return "The certificate holds: %s of the study %s (%s), %d members were counted, %d signed."
                        .formatted(
                                certificate.path("analysis").path("name").asText(),
                                found.study(),
                                certificate.path("protection").path("name").asText(),
                                certificate.path("counted").size(),
                                found.signers().size())
                + absent(certificate
                        .path("absent")
                        .valueStream()
                        .map(one -> one.path("member").asText() + " ("
                                + one.path("ground").asText() + ")"));
    }

    /** Who was asked in vain. */
    private static String absent(Stream<String> members) {
        var all = members.collect(Collectors.joining(", "));
        return all.isEmpty() ? "" : " Not counted: " + all + ".";
    }

    private static String words(ReleaseCertificate found) {
        var numbers = found.result().stream().map(ReleaseCommand::words).collect(Collectors.joining(", "));
        return "The certificate holds: %d members were counted; %s; epsilon %s."
                        .formatted(
                                found.counted().size(),
                                numbers,
                                BigDecimal.valueOf(found.question().query().epsilonMicros(), 6)
                                        .stripTrailingZeros()
                                        .toPlainString())
                + (found.result().stream().anyMatch(cell -> cell.value().isPresent())
                        ? " With 95 % probability a true number is within " + found.margin() + " of its own."
                        : "")
                + absent(found.absent().stream()
                        .map(one -> one.member() + " (" + one.ground().code() + ")"));
    }

    private static String words(ReleaseCertificate.Cell cell) {
        return cell.name() + " "
                + (cell.value().isPresent() ? cell.value().getAsLong() : "suppressed, below the threshold");
    }

    private static MemberKeys keys(Path folder) {
        return member -> Certificates.key(folder, member);
    }
}
