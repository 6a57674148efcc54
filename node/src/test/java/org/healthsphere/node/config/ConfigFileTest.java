package org.healthsphere.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.node.config.NodeConfig.Ledger;
import org.healthsphere.node.config.NodeConfig.Research;
import org.healthsphere.specs.DataUse;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {
    private static final Path FOLDER = Path.of("/etc/hie");
    private static final List<String> SMALLEST = List.of(
            "# what has no default",
            "node.id = northfield",
            "node.organization = Northfield General",
            "data = data",
            "secrets = /run/secrets/hie",
            "ledger.address = localhost:7051");

    @Test
    void what_is_not_given_has_its_default() {
        assertThat(ConfigFile.read(SMALLEST, FOLDER, Map.of()))
                .isEqualTo(Outcome.of(new NodeConfig(
                        new NodeId("northfield"),
                        "Northfield General",
                        Path.of("/etc/hie/data"),
                        Path.of("/run/secrets/hie"),
                        NodeConfig.Upkeep.NONE,
                        new Address("127.0.0.1", 8443),
                        Optional.empty(),
                        new Address("127.0.0.1", 8444),
                        false,
                        NodeConfig.Mllp.OFF,
                        new Ledger(new Address("localhost", 7051), LedgerMode.EMBEDDED, Duration.ofSeconds(5)),
                        new NodeConfig.Records(Duration.ofSeconds(5), 200_000, 128),
                        new Research(
                                new Research.Limits(5_000_000, 10_000_000, 50_000_000),
                                2_000_000,
                                10,
                                Set.of(DataUse.HMB),
                                1),
                        NodeConfig.Fhir.PLAIN,
                        NodeConfig.Portal.PLAIN,
                        false,
                        Optional.empty())));
    }

    @Test
    void the_address_from_outside_is_one_of_a_server_and_nothing_after_it() {
        var url = "HIE_HTTP_URL";
        assertThat(ConfigFile.read(SMALLEST, FOLDER, Map.of(url, "https://hie.example.org:8443"))
                        .orElseThrow()
                        .url())
                .contains("https://hie.example.org:8443");
        for (var wrong : List.of("http://hie.example.org", "https://hie.example.org/", "https://", "hie.example.org")) {
            assertThat(ConfigFile.read(SMALLEST, FOLDER, Map.of(url, wrong)))
                    .as(wrong)
                    .isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void the_environment_wins() {
        assertThat(ConfigFile.read(
                        SMALLEST,
                        FOLDER,
                        Map.of("HIE_HTTP_PORT", "9000", "HIE_MLLP_PORT", "2575", "HIE_MLLP_TLS", "on")))
                .satisfies(outcome -> {
                    assertThat(outcome.orElseThrow().http()).isEqualTo(new Address("127.0.0.1", 9000));
                    assertThat(outcome.orElseThrow().mllp()).isEqualTo(new NodeConfig.Mllp(OptionalInt.of(2575), true));
                });
    }

    @Test
    void all_problems_are_told_at_once() {
        var lines = List.of(
                "node.id = North Field",
                "colour = blue",
                "http.port = 70000",
                "http.port = 1",
                "what",
                "data = d",
                "demo.accounts = yes");
        assertThat(ConfigFile.read(lines, FOLDER, Map.of("HIE_RESEARCH_STUDY", "-1")))
                .isEqualTo(Outcome.failed(new Fault.Invalid(List.of(
                        new Problem("colour", "is not a setting; 'hie config --help' lists them"),
                        new Problem("http.port", "is given twice"),
                        new Problem("line 5", "has no '='; a setting reads 'key = value'"),
                        new Problem(
                                "node.id", "must be lower-case letters, digits and hyphens, beginning with a letter"),
                        new Problem("node.organization", "is missing. " + Setting.NODE_ORGANIZATION.meaning()),
                        new Problem("secrets", "is missing. " + Setting.SECRETS.meaning()),
                        new Problem("ledger.address", "is missing. " + Setting.LEDGER_ADDRESS.meaning()),
                        new Problem("research.study", "must be a number above 0 with at most 6 decimals"),
                        new Problem("demo.accounts", "must be on or off")))));
    }

    @Test
    void three_processes_are_named_in_one_order() {
        var given = Map.of("HIE_CLUSTER_MEMBERS", "a:7001, b:7002,c:7003", "HIE_CLUSTER_SELF", "2");
        var cluster = new NodeConfig.Cluster(
                2, List.of(new Address("a", 7001), new Address("b", 7002), new Address("c", 7003)));
        assertThat(ConfigFile.read(SMALLEST, FOLDER, given).map(NodeConfig::cluster))
                .isEqualTo(Outcome.of(Optional.of(cluster)));
        assertThat(cluster.own()).isEqualTo(new Address("b", 7002));
        assertThat(cluster.others()).containsExactly(1, 3);
    }

    @Test
    void two_processes_or_one_twice_are_not_three() {
        for (var members : List.of("a:7001,b:7002", "a:7001,b:7002,a:7001", "a:7001,b:7002,c")) {
            assertThat(ConfigFile.read(SMALLEST, FOLDER, Map.of("HIE_CLUSTER_MEMBERS", members)))
                    .isEqualTo(Outcome.failed(new Fault.Invalid(
                            List.of(new Problem("cluster.members", "must be three times host:port, or off")))));
        }
    }

    @Test
    void the_hospitals_provider_of_identities_is_named_with_its_secret_and_roles(@TempDir Path folder)
            throws Exception {
        Files.writeString(folder.resolve("provider"), "a secret\n");
        var given = Map.of(
                "HIE_STAFF_ISSUER", "https://login.hospital.example/realms/staff",
                "HIE_STAFF_SECRET", "provider",
                "HIE_STAFF_ROLES_CLAIM", "realm_access.roles",
                "HIE_STAFF_ROLES", "data-steward = steward, doctor=clinician",
                "HIE_STAFF_ACR", "gold",
                "HIE_STAFF_PRACTITIONER_CLAIM", "practitioner");
        var roles = new LinkedHashMap<String, Role>();
        roles.put("data-steward", Role.STEWARD);
        roles.put("doctor", Role.CLINICIAN);
        var staff =
                ConfigFile.read(SMALLEST, folder, given).orElseThrow().staff().orElseThrow();
        assertThat(staff)
                .isEqualTo(new NodeConfig.StaffLogin(
                        "https://login.hospital.example/realms/staff",
                        "healthsphere",
                        new NodeConfig.StaffLogin.Secret("a secret"),
                        "realm_access.roles",
                        roles,
                        Optional.of("gold"),
                        Optional.of("practitioner")));
        assertThat(staff.roles().keySet()).containsExactly("data-steward", "doctor");
        assertThat(staff.toString()).doesNotContain("a secret");
    }

    @Test
    void a_provider_without_tls_without_a_secret_or_with_roles_that_are_none_is_refused(@TempDir Path folder)
            throws Exception {
        Files.writeString(folder.resolve("provider"), "a secret");
        for (var wrong : List.of(
                Map.of("HIE_STAFF_ISSUER", "http://login.hospital.example", "HIE_STAFF_SECRET", "provider"),
                Map.of("HIE_STAFF_ISSUER", "https://login.hospital.example?x=y", "HIE_STAFF_SECRET", "provider"),
                Map.of("HIE_STAFF_ISSUER", "https://login.hospital.example"),
                Map.of("HIE_STAFF_SECRET", "no such file"),
                Map.of("HIE_STAFF_ROLES", "doctor"),
                Map.of("HIE_STAFF_ROLES", "doctor=patient"),
                Map.of("HIE_STAFF_ROLES", "doctor=system"),
                Map.of("HIE_STAFF_ROLES", "doctor=clinician,doctor=steward"))) {
            assertThat(ConfigFile.read(SMALLEST, folder, wrong))
                    .as(wrong.toString())
                    .isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void strict_is_the_default() {
        assertThat(Setting.DEMO_ACCOUNTS.byDefault()).contains("off");
    }

    @Test
    void the_settings_page_says_what_the_code_says() throws Exception {
        assertThat(Files.readString(Path.of("..", "docs", "settings.md"))).isEqualTo(SettingsReference.markdown());
    }
}
