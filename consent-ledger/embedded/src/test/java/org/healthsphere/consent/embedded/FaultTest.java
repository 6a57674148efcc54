package org.healthsphere.consent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import java.io.IOException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.consent.Patients;
import org.healthsphere.consent.client.GatewayConsentLedger;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.consent.embedded.FaultProxy.Line;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hospital whose view follows the ledger over a line that fails: it never permits after a revocation and the bound. */
@Timeout(300)
class FaultTest {
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final PatientApp patient = new PatientApp(NORTH);
    private TestNetwork network;
    private FaultProxy proxy;
    private ConsentLedger north;
    private ConsentView view;
    private volatile boolean following = true;
    private volatile Instant lastPermit = Instant.MIN;

    private record One(String handle) implements Patients {
        @Override
        public Optional<String> withHandle(String other) {
            return other.equals(handle) ? Optional.of("p1") : Optional.empty();
        }

        @Override
        public Set<String> ownedBy(Requester requester) {
            return Set.of();
        }
    }

    @BeforeEach
    void start() throws IOException {
        begin(Disk.REAL);
    }

    private void begin(Disk disk) throws IOException {
        network = new TestNetwork(folder.resolve("ledger-" + disk.hashCode()), disk, "operator");
        proxy = new FaultProxy(network.port());
        south(ConsentLedgerContract.admission(NORTH));
        south(ConsentLedgerContract.admission(SOUTH));
        var direct = network.connection(network.speaker(NORTH, network.authority), network.authority);
        north = GatewayConsentLedger.connect(
                new LedgerConnection(
                        direct.mode(),
                        new LedgerConnection.Address("127.0.0.1", proxy.port()),
                        direct.network(),
                        direct.tls(),
                        direct.speaker(),
                        PATIENCE),
                network.clock);
        view = view(network.clock);
        threads.execute(() -> {
            while (following) {
                if (!(view.follow(north, Duration.ofMillis(200)) instanceof Outcome.Success<Long>)) {
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
            }
        });
        threads.execute(() -> {
            while (following) {
                var asked = network.clock.instant();
                if (isPermitted()) {
                    lastPermit = asked;
                }
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        });
    }

    private ConsentView view(InstantSource clock) {
        return new ConsentView(
                new ConsentView.Settings(NORTH, NetworkPolicy.standard(), BOUND),
                grant -> Outcome.of(grant.terms()),
                new One(patient.handle()),
                clock);
    }

    @AfterEach
    void stop() throws Exception {
        following = false;
        north.close();
        proxy.close();
        network.close();
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS))
                .as("nobody hangs")
                .isTrue();
    }

    private void south(org.healthsphere.consent.Directive directive) {
        var _ = network.client(SOUTH).submit(directive).orElseThrow();
    }

    private boolean isPermitted() {
        return decide(view, network.clock.instant()) instanceof Decision.Permitted;
    }

    private static Decision decide(ConsentView view, Instant at) {
        return view.decide(
                "p1", new ConsentRequest(new Requester(SOUTH, "someone", Role.CLINICIAN), PurposeOfUse.TREAT, at));
    }

    private static boolean await(BooleanSupplier condition) {
        var end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        return condition.getAsBoolean();
    }

    private Grant permitted() {
        var custodian = network.client(NORTH);
        var _ = custodian.submit(patient.registration());
        var grant = patient.grant();
        var _ = custodian.submit(grant).orElseThrow();
        assertThat(await(this::isPermitted)).as("granted and permitted").isTrue();
        return grant;
    }

    /** A revocation that is on the ledger: at which height, and by when. */
    private record Revoked(long height, Instant at) {
        /** No head that anybody vouched for before it permits any longer. */
        Instant bound() {
            return at.plus(BOUND);
        }
    }

    /** The patient revokes through the other hospital. */
    private Revoked revoked(Grant grant) {
        var event = network.client(SOUTH).submit(patient.revoke(grant.id())).orElseThrow();
        return new Revoked(event.height(), network.clock.instant());
    }

    /** Nothing is permitted later than that, whatever was permitted or stale until now. */
    private void neverAfter(Revoked revoked) {
        assertThat(await(() -> !isPermitted())).isTrue();
        assertThat(lastPermit).isBeforeOrEqualTo(revoked.bound());
    }

    /** It has read what the ledger says, and goes by it. */
    private void isInTheView(Revoked revoked) {
        assertThat(await(() -> view.height() >= revoked.height()
                        && view.age().filter(age -> age.compareTo(BOUND) < 0).isPresent()))
                .as("it finds its way back")
                .isTrue();
        assertThat(isPermitted()).isFalse();
        assertThat(lastPermit).as("not for a moment while it caught up").isBeforeOrEqualTo(revoked.bound());
    }

    @ParameterizedTest
    @EnumSource(
            value = Line.class,
            names = {"SLOW", "CUT", "SILENT"})
    void whatever_is_wrong_with_the_line_nothing_is_permitted_after_a_revocation_and_the_bound(Line fault) {
        var grant = permitted();
        proxy.be(fault);
        var revoked = revoked(grant);
        neverAfter(revoked);
        proxy.be(Line.WHOLE);
        isInTheView(revoked);
        var _ = permitted();
    }

    @ParameterizedTest
    @EnumSource(
            value = Line.class,
            names = {"CUT", "SILENT"})
    void who_submits_over_a_line_that_is_down_is_told_so_and_loses_nothing(Line fault) {
        var _ = permitted();
        var other = patient.grant();
        proxy.be(fault);
        assertThat(north.submit(other)).isInstanceOf(Outcome.Failure.class);
        proxy.be(Line.WHOLE);
        assertThat(await(() -> north.submit(other) instanceof Outcome.Success<?>))
                .isTrue();
        assertThat(network.client(NORTH).eventsFrom(0).orElseThrow().stream()
                        .filter(event -> event.directive().equals(other)
                                || (event.directive() instanceof Grant grant
                                        && grant.id().equals(other.id()))))
                .as("once, however often it was sent")
                .hasSize(1);
    }

    @Test
    void a_line_that_comes_and_goes_never_shows_an_older_state() {
        var grant = permitted();
        for (var i = 0; i < 6; i++) {
            proxy.be(i % 2 == 0 ? Line.CUT : Line.WHOLE);
            LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
        }
        var revoked = revoked(grant);
        neverAfter(revoked);
        for (var i = 0; i < 6; i++) {
            proxy.be(i % 2 == 0 ? Line.SILENT : Line.WHOLE);
            LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
        }
        isInTheView(revoked);
    }

    @Test
    void a_ledger_that_stops_and_starts_again_is_followed_again_and_denied_meanwhile() throws IOException {
        var grant = permitted();
        network.stop();
        assertThat(await(() -> !isPermitted())).as("nobody vouches any more").isTrue();
        network.start();
        assertThat(await(this::isPermitted)).as("the consent is still there").isTrue();
        neverAfter(revoked(grant));
    }

    @Test
    void a_hospital_whose_clock_is_wrong_by_more_than_the_bound_denies() {
        var _ = permitted();
        for (var wrong :
                new Duration[] {BOUND.plusSeconds(60), BOUND.plusSeconds(60).negated()}) {
            InstantSource clock = () -> network.clock.instant().plus(wrong);
            var skewed = view(clock);
            var _ = skewed.follow(network.client(NORTH), Duration.ZERO).orElseThrow();
            assertThat(decide(skewed, clock.instant()))
                    .isEqualTo(new Decision.Denied(Decision.Ground.LEDGER_STALE, Optional.empty(), skewed.height()));
        }
    }

    @Test
    void a_slow_disk_delays_a_revocation_and_does_not_lose_it() throws Exception {
        stop();
        following = true;
        threads = Executors.newVirtualThreadPerTaskExecutor();
        begin(new SlowDisk(Duration.ofMillis(150)));
        neverAfter(revoked(permitted()));
    }

    /** Takes its time to say that something is on disk. */
    private record SlowDisk(Duration delay) implements Disk {
        @Override
        public File open(Path path, OpenOption... options) throws IOException {
            var file = Disk.REAL.open(path, options);
            return new File() {
                @Override
                public long size() throws IOException {
                    return file.size();
                }

                @Override
                public int read(java.nio.ByteBuffer into, long at) throws IOException {
                    return file.read(into, at);
                }

                @Override
                public int write(java.nio.ByteBuffer from, long at) throws IOException {
                    return file.write(from, at);
                }

                @Override
                public void truncate(long size) throws IOException {
                    file.truncate(size);
                }

                @Override
                public void force() throws IOException {
                    LockSupport.parkNanos(delay.toNanos());
                    file.force();
                }

                @Override
                public void close() throws IOException {
                    file.close();
                }
            };
        }
    }
}
