package org.healthsphere.node.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.SocketFactory;
import org.healthsphere.node.demo.feeds.Feeds;
import org.healthsphere.node.demo.feeds.History;
import org.healthsphere.node.demo.feeds.Hospital;
import org.healthsphere.node.demo.feeds.HospitalSplit;
import org.healthsphere.node.demo.feeds.LocalCodes;
import org.healthsphere.node.ingest.mllp.MllpClient;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Role;

/** Each hospital's systems send what they know, in their own language. */
final class Feeding {
    private static final long SEED = 20260101;
    private static final int ENCOUNTERS = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final DemoNetwork network;

    Feeding(DemoNetwork network) {
        this.network = network;
    }

    /** The feeds of these Synthea bundles: equal bundles, equal feeds. */
    static Feeds read(Path patients) {
        try (var files = Files.list(patients.resolve("fhir"))) {
            List<Path> bundles =
                    files.filter(file -> file.toString().endsWith(".json")).toList();
            return Feeds.of(
                    History.read(bundles),
                    new HospitalSplit(SEED, ENCOUNTERS),
                    LocalCodes.bundled("northfield"),
                    LocalCodes.bundled("riverside"));
        } catch (IOException e) {
            throw new UncheckedIOException("no synthetic patients in " + patients, e);
        }
    }

    /** All hospitals at once. */
    void send(Feeds feeds) {
        Together.run(network.hospitals().stream()
                .<Runnable>map(member ->
                        () -> send(member, feeds.messages().getOrDefault(member.hospital(), List.of())))
                .toList());
    }

    private void send(DemoHospital member, List<Bytes> messages) {
        switch (member.hospital()) {
            case NORTH -> mllp(member, messages);
            case RIVER -> http(member, "application/fhir+json", messages);
            case LAKE -> http(member, "application/xml", messages);
        }
    }

    private static void mllp(DemoHospital member, List<Bytes> messages) {
        var address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), member.ports().mllp());
        try (var client = MllpClient.connect(SocketFactory.getDefault(), address, PATIENCE)) {
            for (var message : messages) {
                var acknowledgement = client.send(message);
                if (acknowledgement.isEmpty()) {
                    throw new IllegalStateException("a message was not acknowledged");
                }
            }
        }
    }

    private void http(DemoHospital member, String contentType, List<Bytes> messages) {
        Hospital hospital = member.hospital();
        var client = network.client(hospital);
        var token = network.token(hospital, Role.SYSTEM, "feed");
        var path = "/api/v1/feeds/" + hospital.kind() + "/" + member.source();
        for (var message : messages) {
            var answer = client.post(path, token, contentType, message);
            if (!answer.isGood() && answer.status() != 422) {
                answer.orFail("a message of " + hospital.title());
            }
        }
    }

    DemoReport.Messages report() {
        var sum = new long[3];
        for (var member : network.hospitals()) {
            var hospital = member.hospital();
            var json = network.client(hospital)
                    .get("/api/v1/feeds", network.token(hospital, Role.SYSTEM, "feed"))
                    .orFail("the report of " + hospital.title())
                    .json();
            sum[0] += json.path("received").asLong();
            sum[1] += json.path("stored").asLong();
            sum[2] += json.path("quarantined").asLong();
        }
        return new DemoReport.Messages(sum[0], sum[1], sum[2]);
    }
}
