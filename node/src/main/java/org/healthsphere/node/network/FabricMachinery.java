package org.healthsphere.node.network;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.healthsphere.consent.fabric.FabricNetwork;
import org.healthsphere.consent.fabric.FabricPrograms;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** What the processes of a Fabric network are made of, where this program is installed. */
public final class FabricMachinery {
    private FabricMachinery() {}

    /**
     * Fabric's programs, and the contract with its libraries, which run in a JVM of their own and never in this one.
     *
     * @param home the checkout, built
     */
    public static Outcome<FabricNetwork.Machinery> find(Map<String, String> environment, Path home) {
        return FabricPrograms.find(environment, home)
                .then(programs -> contract(home).map(classPath -> {
                    var java = Path.of(System.getProperty("java.home"), "bin", "java");
                    return new FabricNetwork.Machinery(programs, java, classPath);
                }));
    }

    private static Outcome<String> contract(Path home) {
        var built = home.toAbsolutePath()
                .resolve("consent-ledger")
                .resolve("chaincode")
                .resolve("target");
        var classes = built.resolve("classes");
        var libraries = built.resolve("lib");
        return Files.isDirectory(classes) && Files.isDirectory(libraries)
                ? Outcome.of(classes + File.pathSeparator + libraries + File.separator + "*")
                : Outcome.failed(new Fault.Unavailable("no consent contract to run behind peers: " + built
                        + " is not built; any './hie' command builds it"));
    }
}
