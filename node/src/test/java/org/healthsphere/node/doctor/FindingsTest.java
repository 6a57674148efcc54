package org.healthsphere.node.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.node.doctor.Finding.Grade;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FindingsTest {
    private static final long GIB = 1L << 30;
    private static final NodeId EAST = new NodeId("east");
    private static final Duration BOUND = Duration.ofSeconds(5);

    @Test
    void what_is_not_good_has_a_remedy_and_nothing_else_has() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Finding("x", Grade.BAD, "is wrong", Optional.empty()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Finding("x", Grade.GOOD, "is good", Optional.of("do nothing")));
    }

    @ParameterizedTest
    @CsvSource({
        "25, 1073741824, 8589934592, GOOD GOOD GOOD",
        "24, 1073741824, 8589934592, BAD GOOD GOOD",
        "26, 268435456, 8589934592, GOOD BAD GOOD",
        "25, 1073741824, 2147483648, GOOD GOOD WARNING"
    })
    void the_machine(int java, long heap, long memory, String grades) {
        assertThat(grades(new Machine(java, heap, memory).findings())).isEqualTo(grades);
    }

    @Test
    void this_machine_runs_these_tests() {
        assertThat(Machine.here().java()).isGreaterThanOrEqualTo(25);
        assertThat(Machine.here().memory()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "20, 400, GOOD GOOD",
        "5, 400, WARNING GOOD",
        "0, 400, BAD GOOD",
        "20, 60, GOOD WARNING",
        "20, 3, GOOD BAD"
    })
    void the_disk(long gib, double syncs, String grades) {
        assertThat(grades(new Disk(gib * GIB, syncs).findings())).isEqualTo(grades);
    }

    @Test
    void the_disk_is_measured_beside_the_data_and_nothing_stays(@TempDir Path folder) throws IOException {
        var measured = Disk.measured(folder.resolve("not").resolve("there"));
        assertThat(measured.syncs()).isPositive();
        assertThat(measured.free()).isPositive();
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void a_secret_that_others_may_read_or_that_is_gone(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("secret"), "a long passphrase");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(Examination.secrets(file).grade()).isEqualTo(Grade.GOOD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(Examination.secrets(file).remedy()).contains("chmod 600 " + file);
        assertThat(Examination.secrets(folder.resolve("none")).says()).startsWith("there is no file");
    }

    @Test
    void a_port_that_is_free_taken_or_on_no_address_of_this_machine() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var address = new Address("127.0.0.1", taken.getLocalPort());
            assertThat(Doors.port("http", address, false).says()).contains("another program has the port");
            assertThat(Doors.port("http", address, true))
                    .isEqualTo(Finding.good("http", "the node listens at " + address));
        }
        assertThat(Doors.port("http", new Address("127.0.0.1", 0), false).grade())
                .isEqualTo(Grade.GOOD);
        assertThat(Doors.port("http", new Address("192.0.2.1", 0), false).grade())
                .isEqualTo(Grade.BAD);
    }

    @Test
    void a_name_that_is_known_and_one_that_is_not() {
        assertThat(Surroundings.name("here.example", _ -> new InetAddress[] {InetAddress.getLoopbackAddress()}))
                .isEqualTo(Finding.good("name.here.example", "is 127.0.0.1"));
        var unknown = Surroundings.name("nowhere.example", host -> {
            throw new UnknownHostException(host);
        });
        assertThat(unknown.grade()).isEqualTo(Grade.BAD);
        assertThat(unknown.remedy().orElseThrow()).contains("getent hosts nowhere.example");
    }

    @Test
    void a_proxy_on_the_way_out() {
        var member = URI.create("https://east.example:8444");
        assertThat(Surroundings.proxy(member, through(Proxy.NO_PROXY)).grade()).isEqualTo(Grade.GOOD);
        var proxy = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128));
        var found = Surroundings.proxy(member, through(proxy));
        assertThat(found.grade()).isEqualTo(Grade.WARNING);
        assertThat(found.says()).contains("proxy.example");
    }

    private static ProxySelector through(Proxy proxy) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(proxy);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException failure) {
                throw new AssertionError(failure);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "0, 10, GOOD",
        "-900, 10, GOOD",
        "1500, 10, WARNING",
        "1500, 800, GOOD",
        "-5100, 10, BAD",
        "7200000, 10, BAD"
    })
    void a_clock_is_off_by_what_asking_cannot_explain(long aheadMillis, long uncertainMillis, Grade grade) {
        var found = Surroundings.clock(Duration.ofMillis(aheadMillis), Duration.ofMillis(uncertainMillis), BOUND);
        assertThat(found.grade()).isEqualTo(grade);
        assertThat(found.says()).contains(aheadMillis < 0 ? "behind" : "ahead of");
    }

    static Stream<Arguments> heads() {
        return Stream.of(
                Arguments.of(
                        Outcome.of(new LedgerHead(7, Sha256.of("head"), Instant.EPOCH)), Grade.GOOD, "at height 7"),
                Arguments.of(Outcome.failed(new Fault.Unavailable("ledger")), Grade.BAD, "nobody vouches"),
                Arguments.of(
                        Outcome.failed(new Fault.VersionMismatch("of another mode")), Grade.BAD, "of another mode"),
                Arguments.of(
                        Outcome.failed(new Fault.Unauthenticated("revoked")),
                        Grade.BAD,
                        "does not let this member in"));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void the_ledger(Outcome<LedgerHead> head, Grade grade, String says) {
        var found = Surroundings.ledger(head, "ledger.example:7051");
        assertThat(found.grade()).isEqualTo(grade);
        assertThat(found.says()).contains("ledger.example:7051").contains(says);
    }

    @Test
    void a_node_that_is_behind_or_not_started() {
        assertThat(Surroundings.lag(10, Optional.of(9L)).grade()).isEqualTo(Grade.GOOD);
        assertThat(Surroundings.lag(10, Optional.of(3L)).says()).isEqualTo("the node is 7 blocks behind");
        assertThat(Surroundings.lag(10, Optional.empty()).says()).contains("11 blocks");
    }

    @Test
    void what_a_node_that_runs_says_of_itself_is_told() {
        assertThat(Surroundings.health(Optional.empty()).grade()).isEqualTo(Grade.GOOD);
        var said = Surroundings.health(Optional.of("the past of the ledger is in doubt"));
        assertThat(said.grade()).isEqualTo(Grade.WARNING);
        assertThat(said.says()).contains("the past of the ledger is in doubt");
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(new MemberAnswer.NothingToRelease(Bytes.NONE), Grade.GOOD),
                Arguments.of(new MemberAnswer.Answered(List.of(), Bytes.NONE), Grade.BAD),
                Arguments.of(new MemberAnswer.Late(), Grade.WARNING),
                Arguments.of(new MemberAnswer.Unreachable(), Grade.WARNING),
                Arguments.of(new MemberAnswer.Stale(), Grade.WARNING),
                Arguments.of(new MemberAnswer.VersionMismatch(Set.of(2, 3)), Grade.BAD),
                Arguments.of(new MemberAnswer.Refused(401), Grade.BAD),
                Arguments.of(new MemberAnswer.TooLong(), Grade.BAD),
                Arguments.of(new MemberAnswer.Invalid("not its signature"), Grade.BAD));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void what_a_member_says_of_a_patient_who_does_not_exist(MemberAnswer answer, Grade grade) {
        var found = Surroundings.member(EAST, answer, Optional.of(Duration.ofMillis(12)));
        assertThat(found.about()).isEqualTo("member.east");
        assertThat(found.grade()).isEqualTo(grade);
        assertThat(found.remedy().isPresent()).isEqualTo(grade != Grade.GOOD);
    }

    @Test
    void every_answer_a_member_can_give_was_looked_at() {
        assertThat(answers()
                        .<Class<?>>map(arguments ->
                                Objects.requireNonNull(arguments.get()[0]).getClass()))
                .containsExactlyInAnyOrder(MemberAnswer.class.getPermittedSubclasses());
    }

    @Test
    void the_report_says_what_is_wrong_first_and_last() {
        var report = new Report(List.of(
                Finding.good("java", "Java 25"),
                Finding.warning("memory.machine", "little", "more"),
                Finding.bad("clock", "off", "set it")));
        assertThat(report.isFit()).isFalse();
        assertThat(report.text())
                .contains("good     java               Java 25")
                .contains("WRONG    clock              off\n                            → set it")
                .endsWith("Not fit to run: 1 wrong, 1 to see to, 1 good.");
        assertThat(report.json())
                .hasToString(
                        "{\"fit\":false,\"findings\":[{\"about\":\"java\",\"grade\":\"good\",\"says\":\"Java 25\"},{\"about\":\"memory.machine\",\"grade\":\"warning\",\"says\":\"little\",\"remedy\":\"more\"},{\"about\":\"clock\",\"grade\":\"bad\",\"says\":\"off\",\"remedy\":\"set it\"}]}");
        assertThat(new Report(List.of(Finding.good("java", "Java 25"))).text())
                .endsWith("Fit to run: 1 good, 0 to see to.");
    }

    private static String grades(List<Finding> findings) {
        return String.join(
                " ", findings.stream().map(finding -> finding.grade().name()).toList());
    }
}
