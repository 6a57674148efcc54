package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * What a peer calls when a contract is installed. The contract runs already, as a service: there is nothing to build, and the peer
 * only has to be given the address that the package holds.
 */
final class ServiceBuilder {
    static final String FOLDER = "builder";

    /** Packages of this kind are taken, and no others. */
    static final String KIND = "ccaas";

    private static final Map<String, String> STEPS = Map.of("detect", """
            #!/bin/sh
            case "$(cat "$2/metadata.json")" in *'"type":"ccaas"'*) exit 0 ;; esac
            exit 1
            """, "build", """
            #!/bin/sh
            exec cp "$1/connection.json" "$3/connection.json"
            """, "release", """
            #!/bin/sh
            mkdir -p "$2/chaincode/server" && exec cp "$1/connection.json" "$2/chaincode/server/connection.json"
            """);

    private ServiceBuilder() {}

    static void write(Path home) throws IOException {
        var bin = home.resolve(FOLDER).resolve("bin");
        Files.createDirectories(bin);
        for (var step : STEPS.entrySet()) {
            var file = bin.resolve(step.getKey());
            Files.writeString(file, step.getValue());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }
}
