package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsphere.consent.ConsentLedgerContract.EAST;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;
import static org.healthsphere.consent.GovernanceContract.WEST;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.common.Block;
import org.hyperledger.fabric.protos.common.ConfigEnvelope;
import org.hyperledger.fabric.protos.common.ConfigGroup;
import org.hyperledger.fabric.protos.common.Envelope;
import org.hyperledger.fabric.protos.common.ImplicitMetaPolicy;
import org.hyperledger.fabric.protos.common.Orderers;
import org.hyperledger.fabric.protos.common.Payload;
import org.hyperledger.fabric.protos.common.SignaturePolicyEnvelope;
import org.hyperledger.fabric.protos.orderer.ConsensusType;
import org.hyperledger.fabric.protos.orderer.etcdraft.ConfigMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a network is before anything of it runs: none of this needs Fabric's programs. */
class FoundedNetworkTest {
    private static final List<NodeId> HOSPITALS = List.of(NORTH, SOUTH, EAST);
    private static final Instant TIME = Instant.parse("2026-06-22T10:00:00Z");

    @TempDir
    Path folder;

    private FabricNetwork found(Ordering ordering) throws IOException {
        var machinery = new FabricNetwork.Machinery(
                new FabricPrograms(Path.of("/nowhere/peer"), Path.of("/nowhere/orderer")),
                Path.of("/nowhere/java"),
                "contract.jar");
        return FabricNetwork.found(
                folder,
                FabricPlan.local(HOSPITALS, ordering),
                machinery,
                Passphrase.of("test passphrase"),
                TestFabric.TOOLS);
    }

    private ConfigGroup channel(Ordering ordering) throws IOException {
        var _ = found(ordering);
        var hospitals =
                HOSPITALS.stream().map(name -> Layout.hospital(folder, name)).toList();
        var block = new FirstBlock(Sites.read(folder), Layout.ordering(folder), hospitals)
                .build("consent", TIME, new SecureRandom());
        return config(block);
    }

    private static ConfigGroup config(Block block) throws IOException {
        var data = block.getData().getData(0);
        assertThat(block.getHeader().getDataHash())
                .isEqualTo(ByteString.copyFrom(Sha256.of(data.toByteArray()).bytes()));
        var payload = Payload.parseFrom(Envelope.parseFrom(data).getPayload());
        return ConfigEnvelope.parseFrom(payload.getData()).getConfig().getChannelGroup();
    }

    private static <T> T value(ConfigGroup group, String name, Parser<T> parser) throws IOException {
        return parser.parse(group.getValuesOrThrow(name).getValue());
    }

    private interface Parser<T> {
        T parse(ByteString bytes) throws IOException;
    }

    @Test
    void of_four_byzantine_orderers_three_sign_a_block() throws IOException {
        var channel = channel(Ordering.BFT_4);
        var orderer = channel.getGroupsOrThrow("Orderer");
        assertThat(value(orderer, "ConsensusType", ConsensusType::parseFrom).getType())
                .isEqualTo("BFT");
        assertThat(value(orderer, "Orderers", Orderers::parseFrom).getConsenterMappingList())
                .hasSize(4);
        var policy = SignaturePolicyEnvelope.parseFrom(
                orderer.getPoliciesOrThrow("BlockValidation").getPolicy().getValue());
        assertThat(policy.getRule().getNOutOf().getN()).isEqualTo(3);
        assertThat(policy.getIdentitiesList()).hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void three_crash_tolerant_orderers_know_each_others_certificates() throws IOException {
        var orderer = channel(Ordering.RAFT_3).getGroupsOrThrow("Orderer");
        var consensus = value(orderer, "ConsensusType", ConsensusType::parseFrom);
        assertThat(consensus.getType()).isEqualTo("etcdraft");
        var consenters = ConfigMetadata.parseFrom(consensus.getMetadata()).getConsentersList();
        assertThat(consenters).hasSize(3);
        assertThat(consenters)
                .allMatch(
                        consenter -> consenter.getServerTlsCert().toStringUtf8().startsWith("-----BEGIN CERTIFICATE"))
                .extracting(consenter -> consenter.getServerTlsCert())
                .doesNotHaveDuplicates();
    }

    @Test
    void most_of_the_hospitals_endorse_and_each_has_a_root_of_its_own() throws IOException {
        var application = channel(Ordering.RAFT_1).getGroupsOrThrow("Application");
        assertThat(application.getGroupsMap()).containsOnlyKeys("north", "south", "east");
        var policy = ImplicitMetaPolicy.parseFrom(
                application.getPoliciesOrThrow("Endorsement").getPolicy().getValue());
        assertThat(policy.getRule()).isEqualTo(ImplicitMetaPolicy.Rule.MAJORITY);
        assertThat(application.getGroupsMap().values())
                .extracting(hospital -> hospital.getValuesOrThrow("MSP"))
                .doesNotHaveDuplicates();
    }

    @Test
    void keys_are_for_their_owner_alone_and_those_of_the_authorities_are_locked() throws IOException {
        var _ = found(Ordering.RAFT_1);
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var text = Files.readString(file, StandardCharsets.ISO_8859_1);
                if (text.contains("PRIVATE KEY")) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .isEqualTo("rw-------");
                    assertThat(text.contains("ENCRYPTED"))
                            .isEqualTo(file.getFileName().toString().equals("authority.key.pem"));
                }
            }
        }
    }

    @Test
    void one_network_lives_in_a_folder_and_is_opened_again() throws IOException {
        assertThat(FabricNetwork.isIn(folder)).isFalse();
        var network = found(Ordering.BFT_4);
        assertThat(FabricNetwork.isIn(folder)).isTrue();
        assertThatThrownBy(() -> found(Ordering.RAFT_1)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(network.hospitals()).isEqualTo(HOSPITALS);
        assertThat(network.processes())
                .containsExactly(
                        "orderer1",
                        "orderer2",
                        "orderer3",
                        "orderer4",
                        "peer.north",
                        "peer.south",
                        "peer.east",
                        "contract.north",
                        "contract.south",
                        "contract.east");
        assertThat(network.isRunning("peer.north")).isFalse();
        assertThatThrownBy(() -> network.kill("peer.west")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobody_comes_twice_or_into_a_network_that_does_not_run() throws IOException {
        var network = found(Ordering.RAFT_1);
        var passphrase = Passphrase.of("test passphrase");
        for (var taken : List.of(SOUTH, new NodeId("ordering"))) {
            assertThat(network.addHospital("consent", new FabricNetwork.Joining(taken, 0, List.of()), passphrase))
                    .isEqualTo(Outcome.failed(new Fault.Conflict("an organization of this name is in the network")));
        }
        assertThat(network.addHospital("consent", new FabricNetwork.Joining(WEST, 0, List.of()), passphrase))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("all of the network; orderer1 does not run")));
        assertThat(Files.exists(Layout.hospital(folder, WEST).folder())).isFalse();
    }

    @Test
    void it_ends_the_processes_of_a_hospital_that_came_meanwhile() throws IOException {
        var network = found(Ordering.RAFT_1);
        var processes = new Processes(folder);
        var address = new Program.Address("127.0.0.1", 9);
        processes.start(new Program("peer.west", folder, List.of("sleep", "60"), Map.of(), address));
        assertThat(processes.isRunning("peer.west")).isTrue();
        network.stop();
        assertThat(processes.isRunning("peer.west")).isFalse();
        assertThat(processes.noted()).isEmpty();
    }

    @Test
    void a_hospitals_node_reaches_its_own_peer_as_itself() throws IOException {
        var network = found(Ordering.BFT_4);
        var connection = network.connection(SOUTH, "consent", Duration.ofSeconds(1));
        assertThat(connection.mode()).isEqualTo(LedgerMode.FABRIC_BFT);
        assertThat(connection.network()).isEqualTo("consent");
        assertThat(connection.address().port())
                .isEqualTo(Sites.read(folder).hospital(SOUTH).orElseThrow().port());
        var speaker = connection.speaker();
        assertThat(speaker.member()).isEqualTo(SOUTH);
        assertThat(speaker.certificate().getSubjectX500Principal().getName()).isEqualTo("O=south,OU=client,CN=south");
        assertThat(speaker.signer().verificationKey().publicKey())
                .isEqualTo(speaker.certificate().getPublicKey());
    }

    @Test
    void the_package_of_a_contract_is_the_same_each_time_and_another_at_each_hospital() throws IOException {
        var _ = found(Ordering.RAFT_1);
        var address = new Program.Address("127.0.0.1", 9_999);
        var north = ContractPackage.of(Layout.hospital(folder, NORTH), address);
        assertThat(ContractPackage.of(Layout.hospital(folder, NORTH), address)).isEqualTo(north);
        assertThat(ContractPackage.of(Layout.hospital(folder, SOUTH), address).id())
                .isNotEqualTo(north.id());
        assertThat(north.id())
                .isEqualTo("consent:" + Sha256.of(north.content().toByteArray()).hex());
        var files = ArchiveTest.files(north.content().toByteArray());
        assertThat(files).containsOnlyKeys("metadata.json", "code.tar.gz");
        assertThat(text(files, "metadata.json")).isEqualTo("{\"type\":\"ccaas\",\"label\":\"consent\",\"path\":\"\"}");
        var code = ArchiveTest.files(files.getOrDefault("code.tar.gz", new byte[0]));
        assertThat(text(code, "connection.json"))
                .contains("\"address\":\"127.0.0.1:9999\"")
                .contains("\"tls_required\":true")
                .contains("\"client_auth_required\":true");
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
    }
}
