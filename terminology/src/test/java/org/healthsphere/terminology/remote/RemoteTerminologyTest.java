package org.healthsphere.terminology.remote;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.Terminology;
import org.healthsphere.terminology.TerminologyContract;
import org.healthsphere.terminology.fhir.OperationsServer;
import org.healthsphere.terminology.fhir.TerminologyOperations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemoteTerminologyTest implements TerminologyContract {
    private final HttpClient client = HttpClient.newHttpClient();
    private OperationsServer server;
    private Terminology terminology;

    @BeforeAll
    void start() {
        var clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
        server = new OperationsServer(new TerminologyOperations(Samples.terminology(), clock, "1"));
        terminology = new RemoteTerminology(client, new RemoteServer(server.base(), Duration.ofSeconds(20), 1 << 20));
    }

    @AfterAll
    void stop() {
        server.close();
        client.close();
    }

    @Override
    public Terminology terminology() {
        return terminology;
    }
}
