package org.healthsphere.node.cli;

import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line of a node.
 *
 * <p>Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 not yet: others have to act first, 4 done, but something was
 * set aside or refused and waits for a mended mapping.
 */
@Command(
        name = "hie",
        mixinStandardHelpOptions = true,
        version = "HealthSphere 0.1.0",
        description = "Runs and checks a HealthSphere node.",
        footer = {"", "Beside these, './hie demo' runs the story and './hie verify' runs every test."},
        subcommands = {
            DemoCommand.class,
            StartCommand.class,
            StatusCommand.class,
            UserCommand.class,
            AppCommand.class,
            LedgerCommand.class,
            JoinCommand.class,
            SimulateCommand.class,
            DoctorCommand.class,
            MemberCommand.class,
            ReceiptCommand.class,
            ReleaseCommand.class,
            CohortCommand.class,
            AuditCommand.class,
            IngestCommand.class,
            ReplayCommand.class,
            ExtractCommand.class,
            IndexCommand.class,
            TerminologyCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            PatientCommand.class,
            ConfigCommand.class
        })
public final class Hie {
    public static void main(String[] arguments) {
        // Lucene speaks to java.util.logging; what it says goes the way of all logs.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Hie())
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("hie: " + Answers.words(failure));
                    command.getErr().flush();
                    return 1;
                })
                .setUsageHelpAutoWidth(true);
    }
}
