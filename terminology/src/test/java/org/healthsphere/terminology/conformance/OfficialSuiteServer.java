package org.healthsphere.terminology.conformance;

import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.fhir.OperationsServer;
import org.healthsphere.terminology.fhir.TerminologyOperations;

/** The operations over HTTP on a port of this machine, for HL7's own runner ({@code tools/tx-tester/run}), until it is ended. */
public final class OfficialSuiteServer {
    private OfficialSuiteServer() {}

    public static void main(String[] arguments) throws InterruptedException {
        var operations = new TerminologyOperations(Samples.bundled(), InstantSource.system(), "1.0.0");
        try (var server = new OperationsServer(operations, Integer.parseInt(arguments[0]))) {
            System.out.println("listening at " + server.base());
            new CountDownLatch(1).await();
        }
    }
}
