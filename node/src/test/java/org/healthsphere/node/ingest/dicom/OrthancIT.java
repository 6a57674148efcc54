package org.healthsphere.node.ingest.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.healthsphere.node.demo.FreePort;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.NotedDown;
import org.healthsphere.node.ingest.remote.Remote;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against Orthanc of Debian, where {@code tools/orthanc/fetch} has put it into the folder that {@code -Dorthanc.home} names; {@code hie verify} does both. */
class OrthancIT {
    private static final Path HOME =
            Path.of(System.getProperty("orthanc.home", "target/orthanc")).toAbsolutePath();
    private static final Path PROGRAM = HOME.resolve("usr/sbin/Orthanc");

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private Optional<Process> orthanc = Optional.empty();
    private String address = "";

    @BeforeEach
    void start() throws IOException {
        assumeTrue(Files.isExecutable(PROGRAM), "no Orthanc in " + HOME + ": tools/orthanc/fetch " + HOME);
        var port = FreePort.next();
        address = "http://127.0.0.1:" + port;
        var settings = Files.writeString(folder.resolve("orthanc.json"), """
            {"Name": "test", "StorageDirectory": "%1$s/db", "IndexDirectory": "%1$s/db", "HttpPort": %2$d, "DicomServerEnabled": false,
             "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "Plugins": ["%3$s"], "DicomWeb": {"Enable": true, "Root": "/dicom-web/"}}\
            """.formatted(
                        folder, port, HOME.resolve("usr/share/orthanc/plugins/libOrthancDicomWeb.so")));
        var process = new ProcessBuilder(PROGRAM.toString(), settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("orthanc.log").toFile());
        var libraries = folders("usr/lib", "*-linux-gnu");
        process.environment().put("LD_LIBRARY_PATH", String.join(":", libraries) + ":" + HOME.resolve("usr/lib"));
        process.environment()
                .put("DCMDICTPATH", folders("usr/share", "libdcmtk*").getFirst() + "/dicom.dic");
        orthanc = Optional.of(process.start());
        awaitReady();
    }

    /** What a machine's kind and Debian's release give other names. */
    private static List<String> folders(String in, String named) throws IOException {
        try (var found = Files.newDirectoryStream(HOME.resolve(in), named)) {
            return StreamSupport.stream(found.spliterator(), false)
                    .map(Path::toString)
                    .toList();
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (orthanc.isPresent()) {
            orthanc.get().destroy();
            assertThat(orthanc.get().waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private void awaitReady() throws IOException {
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!isReady()) {
            assertThat(orthanc.orElseThrow().isAlive() && System.nanoTime() < end)
                    .as(Files.readString(folder.resolve("orthanc.log")))
                    .isTrue();
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    private boolean isReady() {
        try {
            return http.send(
                                    HttpRequest.newBuilder(URI.create(address + "/system"))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void image(Map<String, String> tags) throws IOException, InterruptedException {
        var json = tags.entrySet().stream()
                .map(tag -> "\"" + tag.getKey() + "\":\"" + tag.getValue() + "\"")
                .collect(Collectors.joining(",", "{\"Force\":true,\"Tags\":{", "}}"));
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(address + "/tools/create-dicom"))
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void studies_of_a_real_archive_are_imaging_studies() throws IOException, InterruptedException {
        var study = Map.of(
                "PatientID",
                "7",
                "PatientName",
                "Muster^Maria",
                "StudyInstanceUID",
                "1.2.3",
                "StudyDate",
                "20260102",
                "StudyTime",
                "083015",
                "StudyDescription",
                "CT thorax",
                "AccessionNumber",
                "A77");
        var kit = new Kit(folder.resolve("quarantine"), new DicomFeed(Map.of()));
        var place = new Remote.Place(URI.create(address + "/dicom-web"), Optional.empty());
        var archive = new ImageArchive(place, LocalDate.of(2020, 1, 1), 7, Duration.ofMinutes(5));
        var poll = new DicomPoll("north", archive, new Remote(http, place), kit.ingest, new NotedDown(), Kit.CLOCK);
        assertThat(poll.poll()).isEqualTo(Outcome.of(0L));

        image(with(study, "1.2.3.1", "CT", "1.2.3.1.1"));
        assertThat(poll.poll()).isEqualTo(Outcome.of(1L));
        assertThat(poll.poll()).isEqualTo(Outcome.of(0L));
        image(with(study, "1.2.3.2", "SR", "1.2.3.2.1"));
        assertThat(poll.poll()).isEqualTo(Outcome.of(1L));

        var made = kit.the("ImagingStudy");
        assertThat(made.at("/identifier/0/value").asText()).isEqualTo("urn:oid:1.2.3");
        assertThat(made.path("description").asText()).isEqualTo("CT thorax");
        assertThat(made.path("started").asText()).isEqualTo("2026-01-02T08:30:15-05:00");
        assertThat(made.path("series"))
                .extracting(series -> series.path("uid").asText() + " "
                        + series.at("/modality/code").asText() + " "
                        + series.path("numberOfInstances").asInt())
                .containsExactlyInAnyOrder("1.2.3.1 CT 1", "1.2.3.2 SR 1");
        assertThat(kit.quarantine.list()).isEmpty();
    }

    private static Map<String, String> with(Map<String, String> study, String series, String modality, String image) {
        var tags = new TreeMap<>(study);
        tags.put("SeriesInstanceUID", series);
        tags.put("Modality", modality);
        tags.put("SOPInstanceUID", image);
        return tags;
    }
}
