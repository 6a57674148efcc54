package org.healthsphere.node.doctor;

import static org.healthsphere.node.doctor.Finding.bad;
import static org.healthsphere.node.doctor.Finding.good;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import org.healthsphere.node.config.NodeConfig.Address;

/** Where a node is to listen. */
final class Doors {
    private Doors() {}

    /** A port that nobody has is good, and one that the node itself has. */
    static Finding port(String about, Address address, boolean nodeRuns) {
        if (nodeRuns) {
            return good(about, "the node listens at " + address);
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(address.host()), address.port()));
            return good(about, "port " + address.port() + " is free");
        } catch (UnknownHostException e) {
            return bad(
                    about,
                    "no address is known for " + address.host(),
                    "set " + about + ".host to an address of this machine");
        } catch (IOException e) {
            return bad(
                    about,
                    address
                            + " cannot be listened at: another program has the port, or the address is not this machine's",
                    "find it with 'ss -ltnp', or set " + about + ".port to another");
        }
    }
}
