package org.healthsphere.consent.embedded;

import java.io.IOException;
import java.nio.file.Path;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.GovernanceContract;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.consent.PatientWordsContract;
import org.healthsphere.specs.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The embedded ledger as the Fabric gateway client sees it, with one endorser and with several. */
class EmbeddedConsentLedgerTest {
    @Nested
    class WithOneEndorser extends Ledger {
        WithOneEndorser() {
            super("operator");
        }
    }

    @Nested
    class WithThreeEndorsers extends Ledger {
        WithThreeEndorsers() {
            super("north", "south", "west");
        }
    }

    abstract static class Ledger implements PatientWordsContract, GovernanceContract {
        private final String[] endorsers;
        private TestNetwork network;

        @TempDir
        Path folder;

        Ledger(String... endorsers) {
            this.endorsers = endorsers;
        }

        @BeforeEach
        void start() throws IOException {
            network = new TestNetwork(folder, endorsers);
        }

        @AfterEach
        void stop() {
            network.close();
        }

        @Override
        public ConsentLedger ledger(NodeId member) {
            return network.client(member);
        }

        @Override
        public LedgerMode mode() {
            return LedgerMode.EMBEDDED;
        }
    }
}
