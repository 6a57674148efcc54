package org.healthsphere.consent.fabric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * Where each program of a network listens: the plan with its ports, as it stands in the network's folder.
 *
 * @param former the hospitals that were of it once; their blocks are still there, and their names are not given again
 */
record Sites(
        Ordering ordering,
        String host,
        Duration batch,
        List<OrdererSite> orderers,
        List<HospitalSite> hospitals,
        List<NodeId> former) {
    /** The name of the organization that runs the orderers. */
    static final String ORDERING = "ordering";

    private static final String FILE = "network.json";
    private static final JsonMapper JSON = new JsonMapper();
    private static final int PORTS_OF_AN_ORDERER = 2;
    private static final int PORTS_OF_A_HOSPITAL = 3;

    /**
     * One orderer.
     *
     * @param admin the port at which it is told of channels
     */
    record OrdererSite(String name, int number, int port, int admin) {}

    /**
     * One hospital.
     *
     * @param callback a port that a peer insists on: contracts that are not services would connect there
     * @param contract the port of its contract
     */
    record HospitalSite(NodeId name, int port, int callback, int contract) {}

    static Sites of(FabricPlan plan) throws IOException {
        var ordering = plan.ordering();
        var count = ordering.orderers() * PORTS_OF_AN_ORDERER + plan.hospitals().size() * PORTS_OF_A_HOSPITAL;
        var ports = ports(plan.host(), plan.firstPort(), count).iterator();
        List<OrdererSite> orderers = new ArrayList<>();
        for (var number = 1; number <= ordering.orderers(); number++) {
            orderers.add(new OrdererSite("orderer" + number, number, ports.next(), ports.next()));
        }
        List<HospitalSite> hospitals = new ArrayList<>();
        for (var hospital : plan.hospitals()) {
            hospitals.add(hospital(hospital, ports));
        }
        return new Sites(ordering, plan.host(), plan.batch(), List.copyOf(orderers), List.copyOf(hospitals), List.of());
    }

    private static HospitalSite hospital(NodeId name, Iterator<Integer> ports) {
        return new HospitalSite(name, ports.next(), ports.next(), ports.next());
    }

    /**
     * With one more hospital, the last of them.
     *
     * @param firstPort of its programs; 0 takes free ones
     */
    Sites with(NodeId hospital, int firstPort) throws IOException {
        List<HospitalSite> more = new ArrayList<>(hospitals);
        more.add(hospital(hospital, ports(host, firstPort, PORTS_OF_A_HOSPITAL).iterator()));
        return new Sites(ordering, host, batch, orderers, List.copyOf(more), former);
    }

    /** Without one of its orderers, which is away. */
    Sites withoutOrderer(OrdererSite away) {
        List<OrdererSite> rest = new ArrayList<>(orderers);
        rest.remove(away);
        return new Sites(ordering, host, batch, List.copyOf(rest), hospitals, former);
    }

    /** Without one of its hospitals, which was one of it once. */
    Sites without(NodeId hospital) {
        List<HospitalSite> rest = new ArrayList<>(hospitals);
        rest.removeIf(site -> site.name().equals(hospital));
        List<NodeId> gone = new ArrayList<>(former);
        gone.add(hospital);
        return new Sites(ordering, host, batch, orderers, List.copyOf(rest), List.copyOf(gone));
    }

    private static List<Integer> ports(String host, int firstPort, int count) throws IOException {
        return firstPort == 0
                ? free(host, count)
                : IntStream.range(firstPort, firstPort + count).boxed().toList();
    }

    /** Held all together before they are let go, so that none is found twice. */
    private static List<Integer> free(String host, int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (var i = 0; i < count; i++) {
                held.add(new ServerSocket(0, 1, InetAddress.getByName(host)));
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (var socket : held) {
                socket.close();
            }
        }
    }

    Outcome<HospitalSite> hospital(NodeId name) {
        return hospitals.stream()
                .filter(site -> site.name().equals(name))
                .findFirst()
                .map(Outcome::of)
                .orElse(Outcome.failed(new Fault.NotFound("a hospital of this name in the network")));
    }

    void write(Path folder) throws IOException {
        var json = JSON.createObjectNode()
                .put("ordering", ordering.name())
                .put("host", host)
                .put("batch", batch.toString());
        ArrayNode there = json.putArray("orderers");
        orderers.forEach(site -> there.addObject()
                .put("name", site.name())
                .put("number", site.number())
                .put("port", site.port())
                .put("admin", site.admin()));
        ArrayNode here = json.putArray("hospitals");
        hospitals.forEach(site -> here.addObject()
                .put("name", site.name().value())
                .put("port", site.port())
                .put("callback", site.callback())
                .put("contract", site.contract()));
        ArrayNode gone = json.putArray("former");
        former.forEach(name -> gone.add(name.value()));
        Files.createDirectories(folder);
        var draft = folder.resolve(FILE + ".draft");
        Files.writeString(draft, json.toPrettyString() + "\n");
        Files.move(draft, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    static Sites read(Path folder) throws IOException {
        var json = JSON.readTree(Files.readString(folder.resolve(FILE)));
        List<OrdererSite> orderers = new ArrayList<>();
        json.path("orderers")
                .forEach(site -> orderers.add(new OrdererSite(
                        site.path("name").asText(), port(site, "number"), port(site, "port"), port(site, "admin"))));
        List<HospitalSite> hospitals = new ArrayList<>();
        json.path("hospitals")
                .forEach(site -> hospitals.add(new HospitalSite(
                        new NodeId(site.path("name").asText()),
                        port(site, "port"),
                        port(site, "callback"),
                        port(site, "contract"))));
        List<NodeId> former = new ArrayList<>();
        json.path("former").forEach(name -> former.add(new NodeId(name.asText())));
        return new Sites(
                Ordering.valueOf(json.path("ordering").asText()),
                json.path("host").asText(),
                Duration.parse(json.path("batch").asText()),
                List.copyOf(orderers),
                List.copyOf(hospitals),
                List.copyOf(former));
    }

    private static int port(JsonNode site, String name) {
        return site.path(name).asInt();
    }
}
