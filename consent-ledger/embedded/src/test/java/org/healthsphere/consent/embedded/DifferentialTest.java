package org.healthsphere.consent.embedded;

import java.io.IOException;
import java.nio.file.Path;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.DifferentialContract;
import org.healthsphere.specs.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class DifferentialTest implements DifferentialContract {
    @TempDir
    Path folder;

    private TestNetwork network;

    @BeforeEach
    void start() throws IOException {
        network = new TestNetwork(folder, "operator");
    }

    @AfterEach
    void stop() {
        network.close();
    }

    @Override
    public ConsentLedger ledger(NodeId member) {
        return network.client(member);
    }
}
