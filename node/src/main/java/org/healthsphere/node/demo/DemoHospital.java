package org.healthsphere.node.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.demo.feeds.Hospital;
import org.healthsphere.specs.NodeId;

/** One hospital of the demo: where its node lies, and where it listens. */
record DemoHospital(Hospital hospital, MemberIdentity identity, Path folder, Ports ports) {
    static final String LOCALHOST = "127.0.0.1";

    record Ports(int http, int peers, int mllp) {}

    static NodeId idOf(Hospital hospital) {
        return new NodeId(
                hospital.title().substring(0, hospital.title().indexOf(' ')).toLowerCase(Locale.ROOT));
    }

    NodeId id() {
        return identity.id();
    }

    /** The feed's name at its node. */
    String source() {
        return hospital.source().name();
    }

    URI base() {
        return URI.create("https://" + LOCALHOST + ":" + ports.http());
    }

    /** As its pages are known to browsers, whose passkeys know no addresses of numbers. */
    String origin() {
        return "https://localhost:" + ports.http();
    }

    Path data() {
        return folder.resolve("data");
    }

    Path config() {
        return folder.resolve("node.conf");
    }

    /** The lines of its configuration file. */
    List<String> settings(List<String> ledger) {
        List<String> lines = new ArrayList<>(List.of(
                "# Written by 'hie demo'; all on this machine, nothing real.",
                "node.id = " + id(),
                "node.organization = " + hospital.title(),
                "data = data",
                "secrets = secret",
                "http.port = " + ports.http(),
                "peers.port = " + ports.peers(),
                "mllp.port = " + (hospital == Hospital.NORTH ? Integer.toString(ports.mllp()) : "off"),
                "demo.accounts = on"));
        lines.addAll(ledger);
        return lines;
    }
}
