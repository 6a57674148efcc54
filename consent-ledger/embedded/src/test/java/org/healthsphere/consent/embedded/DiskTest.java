package org.healthsphere.consent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.healthsphere.consent.ConsentLedger.Standing;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that is full, or that fails: nobody hangs, nothing that was acknowledged is lost, nothing else is acknowledged. */
@Timeout(120)
class DiskTest {
    @TempDir
    Path folder;

    private final FaultyDisk disk = new FaultyDisk();
    private final PatientApp patient = new PatientApp(NORTH);
    private final List<Grant> acknowledged = new ArrayList<>();
    private TestNetwork network;

    @BeforeEach
    void start() throws IOException {
        network = new TestNetwork(folder, disk, "operator");
        for (var directive : List.of(
                ConsentLedgerContract.admission(NORTH),
                ConsentLedgerContract.admission(SOUTH),
                patient.registration())) {
            var _ = network.client(NORTH).submit(directive).orElseThrow();
        }
        granted();
    }

    @AfterEach
    void stop() {
        disk.repair();
        network.close();
    }

    private void granted() {
        var grant = patient.grant();
        var _ = network.client(NORTH).submit(grant).orElseThrow();
        acknowledged.add(grant);
    }

    private void everythingIsThere() throws IOException {
        assertThat(network.client(NORTH).eventsFrom(0).orElseThrow())
                .extracting(LedgerEvent::directive)
                .filteredOn(Grant.class::isInstance)
                .containsExactlyElementsOf(acknowledged);
        assertThat(LedgerVerifier.verify(folder, List.of(network.authority.certificate())))
                .isInstanceOf(Outcome.Success.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, 100, 900})
    void a_full_disk_refuses_and_goes_on_when_there_is_room(long room) throws IOException {
        var size = Files.size(folder.resolve("blocks"));
        disk.leave(room);
        var grant = patient.grant();
        assertThat(network.client(NORTH).submit(grant)).isInstanceOf(Outcome.Failure.class);
        assertThat(Files.size(folder.resolve("blocks"))).isEqualTo(size);
        assertThat(network.client(SOUTH).check(acknowledged.getFirst().id())).isEqualTo(Outcome.of(Standing.ACTIVE));
        assertThat(network.client(SOUTH).check(grant.id()))
                .isEqualTo(Outcome.failed(new Fault.NotFound("no such consent")));
        disk.repair();
        var _ = network.client(NORTH).submit(grant).orElseThrow();
        acknowledged.add(grant);
        granted();
        everythingIsThere();
        network.stop();
        network.start();
        everythingIsThere();
    }

    @Test
    void everybody_who_writes_while_the_disk_is_full_is_told_so() throws Exception {
        disk.leave(0);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<java.util.concurrent.Callable<Outcome<LedgerEvent>>>();
            for (var i = 0; i < 8; i++) {
                var grant = patient.grant();
                work.add(() -> network.client(NORTH).submit(grant));
            }
            for (var result : threads.invokeAll(work)) {
                assertThat(result.get()).isInstanceOf(Outcome.Failure.class);
            }
        }
        disk.repair();
        granted();
        everythingIsThere();
    }

    @Test
    void a_disk_that_fails_ends_the_ledger_and_a_restart_has_all_that_was_acknowledged() throws IOException {
        disk.breakDown();
        assertThat(network.client(NORTH).submit(patient.grant())).isInstanceOf(Outcome.Failure.class);
        disk.repair();
        assertThat(network.client(NORTH).submit(patient.grant())).isInstanceOf(Outcome.Failure.class);
        network.stop();
        network.start();
        assertThat(network.client(NORTH).eventsFrom(0).orElseThrow())
                .extracting(LedgerEvent::directive)
                .containsAll(acknowledged);
        assertThat(network.client(NORTH)
                        .submit(patient.revoke(acknowledged.getFirst().id())))
                .isInstanceOf(Outcome.Success.class);
    }

    @Test
    void a_ledger_whose_clock_is_wrong_takes_nothing_and_says_so_in_time() throws IOException {
        network.skew = Duration.ofHours(-1);
        network.stop();
        network.start();
        assertThat(network.client(NORTH).submit(patient.grant())).isInstanceOf(Outcome.Failure.class);
        network.skew = Duration.ZERO;
        network.stop();
        network.start();
        granted();
        everythingIsThere();
    }
}
