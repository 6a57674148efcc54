package org.healthsphere.consent.fabric;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A process of the network.
 *
 * @param name under which its number and its log are kept
 * @param folder where it runs
 * @param environment what it is told beside the inherited environment, from which Fabric's own variables are taken away
 * @param address once something listens there, it is up
 */
record Program(String name, Path folder, List<String> command, Map<String, String> environment, Address address) {
    record Address(String host, int port) {
        @Override
        public String toString() {
            return host + ":" + port;
        }
    }
}
