package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthsphere.specs.NodeId;

/** The processes that make up a network: how each is started, and where it listens. */
record Programs(Path folder, Sites sites, FabricNetwork.Machinery machinery) {
    private static final String CHANNELS = "channels";
    private static final String FIRST_BLOCK = ".block";
    private static final String SETTINGS = "FABRIC_CFG_PATH";
    private static final String CONTRACT = "org.healthsphere.consent.chaincode.ConsentChaincode";
    /** It ends with its network and is not worth the optimizing compiler. */
    private static final List<String> SMALL = List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    Organization ordering() {
        return Layout.ordering(folder);
    }

    Organization hospital(NodeId name) {
        return Layout.hospital(folder, name);
    }

    static String peer(NodeId hospital) {
        return "peer." + hospital;
    }

    static String contract(NodeId hospital) {
        return "contract." + hospital;
    }

    /** The first block of a channel, which says that the channel is there. */
    Path firstBlock(String channel) {
        return folder.resolve(CHANNELS).resolve(channel + FIRST_BLOCK);
    }

    /** The channels that were made. */
    List<String> channels() throws IOException {
        if (!Files.exists(folder.resolve(CHANNELS))) {
            return List.of();
        }
        try (var files = Files.list(folder.resolve(CHANNELS))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(FIRST_BLOCK))
                    .map(name -> name.substring(0, name.length() - FIRST_BLOCK.length()))
                    .sorted()
                    .toList();
        }
    }

    /** Orderers first, then the peers, then the contracts. */
    List<Program> all() throws IOException {
        List<Program> all = new ArrayList<>();
        sites.orderers().forEach(site -> all.add(orderer(site)));
        sites.hospitals().forEach(site -> all.add(peer(site)));
        for (var site : sites.hospitals()) {
            all.add(contract(site));
        }
        return all;
    }

    Program named(String name) throws IOException {
        return all().stream()
                .filter(program -> program.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no process of the network is called " + name));
    }

    private Program orderer(Sites.OrdererSite site) {
        var home = ordering().home(site.name());
        return new Program(
                site.name(),
                home,
                List.of(machinery.fabric().orderer().toString()),
                Map.of(SETTINGS, home.toString()),
                address(site.admin()));
    }

    private Program peer(Sites.HospitalSite site) {
        var home = hospital(site.name()).home(Organization.PEER);
        return new Program(
                peer(site.name()),
                home,
                List.of(machinery.fabric().peer().toString(), "node", "start"),
                Map.of(SETTINGS, home.toString()),
                address(site.port()));
    }

    private Program contract(Sites.HospitalSite site) throws IOException {
        var hospital = hospital(site.name());
        var tls = hospital.tls(Organization.CONTRACT);
        List<String> command = new ArrayList<>();
        command.add(machinery.java().toString());
        command.addAll(SMALL);
        command.addAll(List.of("-cp", machinery.contractClassPath(), CONTRACT));
        return new Program(
                contract(site.name()),
                hospital.home(Organization.CONTRACT),
                command,
                Map.of(
                        "CORE_CHAINCODE_ID_NAME", contractPackage(site.name()).id(),
                        "CORE_CHAINCODE_LOGGING_LEVEL", "WARNING",
                        "CORE_CHAINCODE_LOGGING_SHIM", "WARNING",
                        "CHAINCODE_SERVER_ADDRESS", address(site.contract()).toString(),
                        "CHAINCODE_TLS_CERT", tls.certificate().toString(),
                        "CHAINCODE_TLS_KEY", tls.key().toString(),
                        "CHAINCODE_CLIENT_CA_CERT", hospital.tlsAuthorityFile().toString()),
                address(site.contract()));
    }

    /** Made anew each time: the same certificates make the same package. */
    ContractPackage contractPackage(NodeId hospital) throws IOException {
        var site = sites.hospital(hospital).orElseThrow();
        return ContractPackage.of(hospital(hospital), address(site.contract()));
    }

    private Program.Address address(int port) {
        return new Program.Address(sites.host(), port);
    }
}
