package org.healthsphere.consent.fabric;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** Fabric's own two programs, of release 3.1.5. They are not part of this project: whoever runs a network brings them. */
public record FabricPrograms(Path peer, Path orderer) {
    /** The variable of the environment that names their folder. */
    public static final String VARIABLE = "FABRIC_BIN";

    /** In the folder that the environment names, else in {@code .fabric/bin} of the checkout; or in words that they are missing. */
    public static Outcome<FabricPrograms> find(Map<String, String> environment, Path checkout) {
        var named = environment.getOrDefault(VARIABLE, "");
        var folder = named.isBlank() ? checkout.resolve(".fabric").resolve("bin") : Path.of(named);
        var found = new FabricPrograms(
                folder.resolve("peer").toAbsolutePath(),
                folder.resolve("orderer").toAbsolutePath());
        return Files.isExecutable(found.peer()) && Files.isExecutable(found.orderer())
                ? Outcome.of(found)
                : Outcome.failed(new Fault.Unavailable(
                        "no Fabric programs: put peer and orderer 3.1.5 of Hyperledger Fabric's release into " + folder
                                + ", or set " + VARIABLE));
    }
}
