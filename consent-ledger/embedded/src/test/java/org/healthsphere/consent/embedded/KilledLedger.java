package org.healthsphere.consent.embedded;

import static org.healthsphere.consent.ConsentLedgerContract.NORTH;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.keys.Pem;

/** A process of its own that writes grants, says which are acknowledged, and goes on until it is killed. */
final class KilledLedger {
    private KilledLedger() {}

    public static void main(String[] args) throws Exception {
        var out = new PrintStream(System.out, true, java.nio.charset.StandardCharsets.US_ASCII);
        var folder = Path.of(args[0]);
        var network = new TestNetwork(folder, "operator");
        Files.writeString(folder.resolve("authority.pem"), Pem.of(network.authority.certificate()));
        var ledger = network.client(NORTH);
        var _ = ledger.submit(ConsentLedgerContract.admission(NORTH)).orElseThrow();
        var patient = new PatientApp(NORTH);
        var _ = ledger.submit(patient.registration()).orElseThrow();
        while (true) {
            var event = ledger.submit(patient.grant()).orElseThrow();
            out.println(event.transaction() + " " + event.height());
        }
    }
}
