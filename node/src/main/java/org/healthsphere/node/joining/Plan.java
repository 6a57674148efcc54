package org.healthsphere.node.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.node.peers.RelayAddress;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * Who joins and how: said once, kept in the home folder, so that every later run of the command needs the folder only.
 *
 * @param host under which others reach the node
 * @param relay the member, as host:port, by way of which others reach it; empty: they connect to {@code host}
 * @param invitation without one, the application is carried by hand
 * @param authority SHA-256 of the certificate of the network's authority, from the invitation or from whoever answers for it
 */
public record Plan(
        NodeId member,
        String organization,
        String host,
        Ports ports,
        Optional<String> relay,
        Optional<Invitation> invitation,
        Sha256 authority) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> OWN = List.of("127.0.0.1", "localhost");
    private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,64}");
    private static final Pattern HOST = Pattern.compile("[0-9A-Za-z.-]{1,253}");
    private static final Pattern RELAY = Pattern.compile("[0-9A-Za-z.-]{1,253}:[1-9][0-9]{0,4}");
    private static final int HIGHEST_PORT = 65_535;

    public Plan {
        if (!NAME.matcher(organization).matches() || organization.isBlank()) {
            throw new IllegalArgumentException("--organization is the hospital's name, 1 to 64 characters");
        }
        if (!HOST.matcher(host).matches()) {
            throw new IllegalArgumentException("--host is the name or the address under which others reach the node");
        }
        if (relay.filter(at -> !RELAY.matcher(at).matches()).isPresent()) {
            throw new IllegalArgumentException("--relay is host:port of a member that relays");
        }
    }

    /** For people and programs, and for other members. */
    public record Ports(int http, int peers) {
        public Ports {
            if (http < 1 || http > HIGHEST_PORT || peers < 1 || peers > HIGHEST_PORT || http == peers) {
                throw new IllegalArgumentException("--http-port and --peers-port are two ports from 1 to 65535");
            }
        }
    }

    /** The names that the TLS certificate is for. */
    List<String> hosts() {
        return Stream.concat(Stream.of(host), OWN.stream()).distinct().toList();
    }

    /** Whether the node is reached from this machine only. */
    boolean isLocal() {
        return OWN.contains(host);
    }

    URI endpoint() {
        return relay.map(at -> RelayAddress.of(URI.create("https://" + at), member))
                .orElseGet(() -> URI.create("https://" + host + ":" + ports.peers()));
    }

    static Optional<Plan> read(Path file) throws IOException {
        return Files.exists(file) ? Optional.of(of(JSON.readTree(file.toFile()))) : Optional.empty();
    }

    private static Plan of(JsonNode json) {
        return new Plan(
                new NodeId(json.path("member").asText()),
                json.path("organization").asText(),
                json.path("host").asText(),
                new Ports(json.path("httpPort").asInt(), json.path("peersPort").asInt()),
                Optional.ofNullable(json.path("relay").textValue()),
                Optional.ofNullable(json.path("invitation").textValue())
                        .map(text -> Invitation.parse(text).orElseThrow()),
                new Sha256(json.path("authority").asText()));
    }

    void write(Path file) throws IOException {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("member", member.value())
                .put("organization", organization)
                .put("host", host)
                .put("httpPort", ports.http())
                .put("peersPort", ports.peers())
                .put("authority", authority.hex());
        relay.ifPresent(at -> json.put("relay", at));
        invitation.ifPresent(invited -> json.put("invitation", invited.text()));
        PrivateFile.write(file, Bytes.utf8(json.toString()).array());
    }

    /** The same plan, or why it is another: keys and application were made for the one that was begun. */
    Outcome<Plan> begunAs(Plan other) {
        return equals(other)
                ? Outcome.of(this)
                : Outcome.failed(
                        new Fault.Conflict(
                                "joining was begun here with other words; run 'hie join' with --home only to go on, or take another folder"));
    }
}
