package org.healthsphere.tools;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r5.model.TestReport;
import org.hl7.fhir.r5.model.TestReport.TestActionComponent;
import org.hl7.fhir.r5.model.TestReport.TestReportActionResult;
import org.hl7.fhir.utilities.http.ManagedWebAccess;
import org.hl7.fhir.validation.special.TxTester;

/**
 * Runs HL7's terminology ecosystem tests by HL7's own runner, and compares what passes with what passed before.
 *
 * <p>{@code TxTests TESTS_FOLDER SERVER_URL BASELINE [--update]}. The baseline is a list of the tests that pass; it may only grow.
 * Exit codes: 0 nothing was lost, 1 something was, 2 the run was not carried out.
 */
public final class TxTests {
    /** Cases of the modes general and metadata, and three that the runner skips. */
    private static final int EXPECTED = 600;

    private static final PrintStream OUT = System.out;

    private TxTests() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 3) {
            OUT.println("TxTests TESTS_FOLDER SERVER_URL BASELINE [--update]");
            System.exit(2);
        }
        // The server under test speaks plain HTTP on this machine.
        ManagedWebAccess.setSsrfProtectionEnabled(false);
        var loader = new TxTester.InternalTxLoader(arguments[0]);
        var tester = new TxTester(loader, arguments[1], true, null, "4.0.1");
        var output = Files.createDirectories(Path.of("target", "tx"));
        tester.setOutput(output.toAbsolutePath().toString());
        tester.execute(Set.of("general"), null, null);
        System.exit(judged(results(tester.getTestReport()), arguments));
    }

    private static int judged(List<Result> results, String[] arguments) throws IOException {
        results.stream()
                .filter(result -> result.outcome() != Outcome.PASS && result.outcome() != Outcome.SKIP)
                .forEach(result -> OUT.println(result.outcome() + " " + result.test() + " :: " + result.message()));
        var passed = new TreeSet<String>();
        results.stream().filter(result -> result.outcome() == Outcome.PASS).forEach(result -> passed.add(result.test()));
        var run = results.stream().filter(result -> result.outcome() != Outcome.SKIP).count();
        OUT.println(passed.size() + " of " + run + " pass; " + (results.size() - run) + " are not for this mode");
        if (results.size() < EXPECTED) {
            OUT.println("only " + results.size() + " of " + EXPECTED + " tests were reported: the run was broken off");
            return 2;
        }
        var baseline = Path.of(arguments[2]);
        var before = Files.exists(baseline) ? new TreeSet<>(Files.readAllLines(baseline)) : new TreeSet<String>();
        var lost = new TreeSet<>(before);
        lost.removeAll(passed);
        lost.forEach(test -> OUT.println("LOST " + test));
        if (lost.isEmpty() && List.of(arguments).contains("--update")) {
            Files.write(baseline, passed);
        }
        return lost.isEmpty() ? 0 : 1;
    }

    /** One for each test; two tests of one name are told apart by a number. */
    private static List<Result> results(TestReport report) {
        List<Result> results = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        for (var test : report.getTest()) {
            var outcome = Outcome.SKIP;
            var message = "";
            for (var action : test.getAction()) {
                outcome = worse(outcome, action);
                if (action.getOperation().hasMessage()) {
                    message = action.getOperation().getMessage().replaceAll("\\s+", " ");
                }
            }
            var number = seen.merge(test.getName(), 1, Integer::sum);
            results.add(new Result(test.getName() + (number == 1 ? "" : "#" + number), outcome, message));
        }
        return results;
    }

    private static Outcome worse(Outcome so, TestActionComponent action) {
        if (!action.hasOperation() || !action.getOperation().hasResult()) {
            return so;
        }
        var result = action.getOperation().getResult();
        if (result == TestReportActionResult.FAIL) {
            return Outcome.FAIL;
        }
        if (result == TestReportActionResult.ERROR) {
            return Outcome.ERROR;
        }
        return result == TestReportActionResult.PASS && so == Outcome.SKIP ? Outcome.PASS : so;
    }

    private enum Outcome {
        PASS,
        FAIL,
        ERROR,
        SKIP
    }

    private record Result(String test, Outcome outcome, String message) {}
}
