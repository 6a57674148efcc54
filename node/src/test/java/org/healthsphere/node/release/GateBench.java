package org.healthsphere.node.release;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.healthsphere.node.audit.FileAuditLog;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/**
 * What the gate costs for a read and for searches, with its log in a file and with none, in processor time of the thread. It asserts
 * nothing: run its main.
 */
final class GateBench {
    private static final int ROUNDS = 10;
    private static final int TIMES = 4_000;
    private static final int PATIENTS = 20;

    private GateBench() {}

    public static void main(String[] args) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        var file = Files.createTempDirectory("gate-bench").resolve("audit.log");
        try (var house = new House();
                var log = FileAuditLog.open(file, House.NORTH, house.clock).orElseThrow()) {
            for (var i = 0; i < PATIENTS; i++) {
                var patient = "p" + i;
                house.put("Patient", patient, patient, "{'active':true}");
                house.put("Observation", "o" + i, patient, "{'subject':{'reference':'Patient/" + patient + "'}}");
            }
            for (var logged : List.of(true, false)) {
                ReleaseLog entries = logged ? new AuditedReleases(log) : Outcome::of;
                var gate = new ConsentGate(house.view, house.store, house.index, entries, house.clock);
                var name = logged ? "with its log" : "without a log";
                var access = house.access(House.NORTH, "clinician-1", Role.CLINICIAN, PurposeOfUse.TREAT);
                measure(out, "read, " + name, () -> gate.read(access, new ResourceId("Observation", "o1")));
                measure(out, "search of one patient, " + name, () -> gate.search(access, query("p1")));
                measure(out, "search of " + PATIENTS + " patients, " + name, () -> gate.search(access, query("")));
            }
        }
    }

    private static Query query(String patient) {
        var criteria = patient.isEmpty()
                ? List.<Criterion>of()
                : List.of(Criterion.of("patient", List.of(patient)));
        return new Query("Observation", criteria, List.of(), 50, Optional.empty());
    }

    private static void measure(PrintStream out, String what, Supplier<Object> asked) {
        var threads = ManagementFactory.getThreadMXBean();
        var micros = new double[ROUNDS];
        var seen = 0L;
        for (var round = 0; round < ROUNDS; round++) {
            var start = threads.getCurrentThreadCpuTime();
            for (var i = 0; i < TIMES; i++) {
                seen += asked.get().hashCode() & 1;
            }
            micros[round] = (threads.getCurrentThreadCpuTime() - start) / 1_000.0 / TIMES;
        }
        var warm = Arrays.copyOfRange(micros, ROUNDS / 2, ROUNDS);
        Arrays.sort(warm);
        out.printf("%-40s %7.2f us (best %.2f, worst %.2f) %d%n", what, warm[warm.length / 2], warm[0], warm[warm.length - 1], seen & 1);
    }
}
