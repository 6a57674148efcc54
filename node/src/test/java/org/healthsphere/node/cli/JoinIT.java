package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.healthsphere.node.demo.FreePort;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/** Three members run a network; a fourth hospital comes in by the commands alone, and then answers what is asked of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class JoinIT {
    private static final Pattern DIGEST = Pattern.compile("application ([0-9a-f]{64})");
    private static final Pattern PROPOSAL = Pattern.compile("proposal (admit-[A-Za-z0-9_-]+): admit west");
    private static final String PATIENT =
            "{'resourceType':'Patient','id':'p1','gender':'female','birthDate':'1961-07-09','identifier':[{'system':'urn:oid:2.16.840.1.113883.4.1','value':'900-11-2233'}],'name':[{'family':'Testova','given':['Anna','Maria']}],'address':[{'line':['1 Mill Road'],'city':'Springfield','postalCode':'01101'}],'telecom':[{'system':'phone','value':'555-0100-22'}]}";

    private ThreeMembers network;
    private Path home;
    private String invitation = "";
    private Instant began = Instant.MAX;

    @BeforeAll
    void a_network_that_runs(@TempDir Path folder) throws Exception {
        network = new ThreeMembers(folder, NetworkAuthority.LEAF_LIFE);
        home = folder.resolve("west");
        for (var name : new String[] {"north", "south", "east"}) {
            network.found(name);
        }
    }

    @AfterAll
    void close() throws Exception {
        network.close();
    }

    private Ended member(String command, String name, Object... more) {
        var all = new Object[4 + more.length];
        all[0] = "member";
        all[1] = command;
        all[2] = "--config";
        all[3] = network.settings(name);
        System.arraycopy(more, 0, all, 4, more.length);
        return Ended.of(all);
    }

    private Ended join(Object... more) {
        var all = new Object[5 + more.length];
        all[0] = "join";
        all[1] = "--home";
        all[2] = home;
        all[3] = "--wait";
        all[4] = "0";
        System.arraycopy(more, 0, all, 5, more.length);
        return Ended.of(all);
    }

    private static String found(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    /** Goes on until it is said, and says with which code. */
    private int goneOnUntil(String said) {
        var code = new int[1];
        ThreeMembers.await(said, () -> {
            var ended = join();
            code[0] = ended.code();
            return (ended.out() + ended.err()).contains(said);
        });
        return code[0];
    }

    @Test
    @Order(1)
    void the_founder_hands_over_and_a_member_invites() {
        var over = Ended.of("member", "hand-over", "--data", network.network(), "--ledger", network.ledgerAddress());
        assertThat(over.code()).as(over.err()).isZero();
        assertThat(over.out()).isEqualTo("The members decide from now on.\n");
        var invited = member("invite", "north");
        assertThat(invited.code()).as(invited.err()).isZero();
        invitation = invited.out().strip();
        assertThat(invitation).matches("https://127\\.0\\.0\\.1:[0-9]+#[A-Za-z0-9_-]{22}\\.[0-9a-f]{64}");
    }

    @Test
    @Order(2)
    void without_an_invitation_that_is_known_nobody_can_apply() {
        var elsewhere = home.resolveSibling("stranger");
        var bent = invitation.replaceFirst("#.{22}", "#AAAAAAAAAAAAAAAAAAAAAA");
        var refused = Ended.of(
                "join",
                "--home",
                elsewhere,
                "--wait",
                "0",
                "--id",
                "odd",
                "--organization",
                "Odd",
                "--host",
                ThreeMembers.LOCALHOST,
                "--invitation",
                bent);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("the invitation is not known here");
        var other = home.resolveSibling("misled");
        var misled = Ended.of(
                "join",
                "--home",
                other,
                "--wait",
                "0",
                "--id",
                "odd",
                "--organization",
                "Odd",
                "--host",
                ThreeMembers.LOCALHOST,
                "--invitation",
                invitation.replaceFirst("\\.[0-9a-f]{64}$", "." + "ab".repeat(32)));
        assertThat(misled.code()).isEqualTo(1);
        assertThat(misled.err())
                .contains("not a member of the network that the invitation names")
                .contains("proxy");
    }

    @Test
    @Order(3)
    void the_hospital_applies_and_is_told_what_it_waits_for() {
        this.began = Instant.now();
        var began = join(
                "--id",
                "west",
                "--organization",
                "West Clinic",
                "--host",
                ThreeMembers.LOCALHOST,
                "--http-port",
                FreePort.next(),
                "--peers-port",
                FreePort.next(),
                "--relay",
                network.peers("north"),
                "--invitation",
                invitation);
        assertThat(began.code()).as(began.err()).isEqualTo(3);
        assertThat(began.out())
                .contains("New keys were made")
                .contains("The application is with the member that has invited you.")
                .contains("has to bring the application before the members")
                .contains("hie join --home " + home);
        assertThat(join().code()).as("the same again waits for the same").isEqualTo(3);
        var taken = Ended.of(
                "join",
                "--home",
                home.resolveSibling("thief"),
                "--wait",
                "0",
                "--id",
                "thief",
                "--organization",
                "Thief",
                "--host",
                ThreeMembers.LOCALHOST,
                "--invitation",
                invitation);
        assertThat(taken.err()).as("an invitation is for one hospital").contains("was used for another application");
    }

    @Test
    @Order(4)
    void more_than_half_of_the_members_admit_it() throws Exception {
        var listed = member("list", "north").out();
        assertThat(listed)
                .contains("Members: east, north, south")
                .contains("The members decide who is one of them.")
                .contains("west: West Clinic, at https://127.0.0.1:")
                .contains("received");
        var digest = found(DIGEST, listed);
        assertThat(listed).contains("fingerprint " + digest.substring(0, 4) + " " + digest.substring(4, 8));
        var proposed = member("propose", "north", digest);
        assertThat(proposed.code()).as(proposed.err()).isZero();
        assertThat(proposed.out()).contains("it needs more votes");
        assertThat(goneOnUntil("1 of 2 votes that are needed")).isEqualTo(3);
        ThreeMembers.await(
                "the proposal at south", () -> member("list", "south").out().contains("admit west (West Clinic"));
        var proposal = found(PROPOSAL, member("list", "south").out());
        assertThat(member("vote", "south", "admit-nothing").err()).contains("no such proposal");
        var vote = member("vote", "south", proposal);
        assertThat(vote.out()).as(vote.err()).isEqualTo("The vote decided " + proposal + ".\n");
        assertThat(goneOnUntil("the network's authority certifies your keys")).isEqualTo(3);
        assertThat(Files.exists(home.resolve("node.conf"))).isFalse();
    }

    @Test
    @Order(5)
    void its_keys_are_certified_and_its_node_starts() {
        assertThat(network.registrar.work().orElseThrow()).isEqualTo(1);
        assertThat(goneOnUntil("A member. Start the node: hie start --config ")).isZero();
        assertThat(home.resolve("node.conf")).content().contains("node.id = west");
        assertThat(home.resolve("joining").resolve("keys")).doesNotExist();
        assertThat(join().code()).as("once more changes nothing").isZero();
        var other = join(
                "--id",
                "west",
                "--organization",
                "Another",
                "--host",
                ThreeMembers.LOCALHOST,
                "--invitation",
                invitation);
        assertThat(other.err()).contains("joining was begun here with other words");
        assertThat(network.registrar.work().orElseThrow())
                .as("and nothing is certified twice")
                .isZero();
        var _ = network.start("west");
    }

    @Test
    @Order(6)
    void the_newcomer_answers_a_federated_query(TestReporter reporter) {
        for (var hospital : new String[] {"north", "west"}) {
            assertThat(network.call(hospital, Role.SYSTEM, "PUT", "/fhir/Patient/p1", PATIENT))
                    .startsWith("201");
            assertThat(network.call(
                            hospital,
                            Role.SYSTEM,
                            "PUT",
                            "/fhir/Condition/c-" + hospital,
                            "{'resourceType':'Condition','id':'c-" + hospital
                                    + "','subject':{'reference':'Patient/p1'},'code':{'text':'known at " + hospital
                                    + "'}}"))
                    .startsWith("201");
        }
        ThreeMembers.await("west's answer", () -> {
            var record = network.call(
                    "north", Role.CLINICIAN, "POST", "/api/v1/patients/p1/network-record?reason=emergency", "");
            return record.contains("known at west") && record.contains("\"complete\":true");
        });
        var fromWest =
                network.call("west", Role.CLINICIAN, "POST", "/api/v1/patients/p1/network-record?reason=emergency", "");
        assertThat(fromWest).contains("known at north").contains("\"complete\":true");
        assertThat(member("list", "west").out()).contains("Members: east, north, south, west");
        var took = Duration.between(began, Instant.now());
        reporter.publishEntry("from 'hie join' to the first answer", took.toString());
        assertThat(took).as("people who compare a fingerprint have their time").isLessThan(Duration.ofMinutes(5));
    }

    @Test
    @Order(7)
    void the_doctor_finds_it_fit_and_asks_everybody_about_nobody() throws Exception {
        var ended = Ended.of("doctor", "--config", network.settings("west"), "--json");
        var report = new com.fasterxml.jackson.databind.ObjectMapper().readTree(ended.out());
        var grades = new TreeMap<String, String>();
        report.path("findings")
                .forEach(one ->
                        grades.put(one.path("about").asText(), one.path("grade").asText()));
        assertThat(grades)
                .containsEntry("vault", "good")
                .containsEntry("ledger", "good")
                .containsEntry("ledger.lag", "good")
                .containsEntry("clock", "good")
                .containsEntry("certificate.signing", "good")
                .containsEntry("certificate.tls", "good")
                .containsEntry("certificate.ledger", "good")
                .containsEntry("revocations", "good")
                .containsEntry("http", "good")
                .containsEntry("member.east", "good")
                .containsEntry("member.north", "good")
                .containsEntry("member.south", "good")
                .containsKeys("java", "memory.heap", "memory.machine", "disk.space", "disk.sync", "secrets", "proxy");
        assertThat(ended.code()).isEqualTo(report.path("fit").asBoolean() ? 0 : 1);
        network.stop("east");
        var without = Ended.of("doctor", "--config", network.settings("east"));
        assertThat(without.out())
                .contains("the node does not run")
                .contains("member.west        speaks the same protocol");
        assertThat(Ended.of("doctor", "--config", network.settings("west")).out())
                .contains("SEE TO   member.east        cannot be reached");
        var _ = network.start("east");
        Files.move(home.resolve("secret"), home.resolve("secret.away"));
        var shut = Ended.of("doctor", "--config", network.settings("west"));
        assertThat(shut.code()).isEqualTo(1);
        assertThat(shut.out())
                .contains("WRONG    secrets")
                .contains("WRONG    vault")
                .contains("hie restore");
        Files.move(home.resolve("secret.away"), home.resolve("secret"));
    }

    @Test
    @Order(8)
    void who_is_suspended_by_vote_answers_no_longer_and_loses_its_certificates() {
        assertThat(member("suspend", "north", "nobody").err()).contains("a member of this name");
        var proposed = member("suspend", "north", "west");
        assertThat(proposed.code()).as(proposed.err()).isZero();
        var proposal = found(Pattern.compile("(suspend-[A-Za-z0-9_-]+)"), proposed.out());
        for (var voter : new String[] {"south", "east"}) {
            assertThat(member("vote", voter, proposal).code()).isZero();
        }
        ThreeMembers.await(
                "north without west", () -> member("list", "north").out().contains("Members: east, north, south\n"));
        var record = network.call(
                "north", Role.CLINICIAN, "POST", "/api/v1/patients/p1/network-record?reason=emergency", "");
        assertThat(record).doesNotContain("known at west");
        ThreeMembers.await("the ledger refuses west", () -> {
            var _ = network.registrar.work().orElseThrow();
            return !member("vote", "west", proposal).err().isEmpty();
        });
        var before = linkage("west");
        ThreeMembers.await("another key of tokens at all who stay", () -> {
            var _ = network.registrar.work().orElseThrow();
            return linkage("north").equals(linkage("south"))
                    && linkage("south").equals(linkage("east"))
                    && !linkage("north").equals(before);
        });
        ThreeMembers.await(
                "its tokens of all patients",
                () -> network.call(
                                "north",
                                Role.CLINICIAN,
                                "POST",
                                "/api/v1/patients/p1/network-record?reason=emergency",
                                "")
                        .contains("\"complete\":true"));
    }

    private Bytes linkage(String member) {
        return new NodeFolder(network.settings(member).resolveSibling("data")).linkageKey();
    }

    private Ended byHand(Path folder, String pin) {
        return Ended.of(
                "join",
                "--home",
                folder,
                "--id",
                "far",
                "--organization",
                "Far Clinic",
                "--host",
                ThreeMembers.LOCALHOST,
                "--network",
                pin);
    }

    @Test
    @Order(9)
    void without_a_line_to_a_member_application_and_answer_are_carried_by_hand() throws Exception {
        var far = home.resolveSibling("far");
        var pin = invitation.substring(invitation.indexOf('.', invitation.indexOf('#')) + 1);
        var application = far.resolve("joining").resolve("application.json");
        var began = byHand(far, pin);
        assertThat(began.code()).as(began.err()).isEqualTo(3);
        assertThat(began.out()).contains("Bring " + application);
        assertThat(member("propose", "north", "--file", application).code()).isZero();
        ThreeMembers.await(
                "the proposal at east", () -> member("list", "east").out().contains("admit far"));
        var proposal = found(
                Pattern.compile("proposal (admit-[A-Za-z0-9_-]+): admit far"),
                member("list", "east").out());
        assertThat(member("vote", "east", proposal).out()).startsWith("The vote decided");
        assertThat(network.registrar.work().orElseThrow()).isEqualTo(1);
        var digest = Sha256.of(Files.readString(application)).hex();
        ThreeMembers.await(
                "the answer", () -> member("welcome", "north", digest).out().contains("certified"));
        var answer = Files.writeString(
                far.resolve("answer.json"), member("welcome", "north", digest).out());
        var foreign = home.resolveSibling("foreign");
        assertThat(byHand(foreign, pin).code()).isEqualTo(3);
        assertThat(Ended.of("join", "--home", foreign, "--welcome", answer).err())
                .as("an answer is for the keys of one")
                .contains("the answer is for somebody else");
        var joined = Ended.of("join", "--home", far, "--welcome", answer);
        assertThat(joined.code()).as(joined.err()).isZero();
        assertThat(far.resolve("node.conf")).content().contains("node.id = far");
        assertThat(Ended.of("config", "--config", far.resolve("node.conf")).code())
                .isZero();
    }
}
