package org.healthsphere.node.cli;

import java.util.stream.Collectors;
import org.healthsphere.node.demo.DemoReport;
import org.healthsphere.node.demo.DemoReport.Site;

/** The demo's report as a page for people. */
final class DemoPage {
    private DemoPage() {}

    static String of(DemoReport report) {
        return """

                HealthSphere demo
                -----------------
                Members             %d
                Patients            %d, of whom %d are known at more than one hospital
                Resources           %d
                Messages            %d received, %d stored, %d in quarantine
                Network record      %d items merged, %d receipts
                %s
                Revocation          on the ledger after %d ms, denied after %d ms
                Without the ledger  %s
                Research            %d sites, released: %s, epsilon spent %.2f
                Verified offline    %d receipts, %d ledger blocks, %d audit entries; a flipped bit is %s
                Time                %.0f s
                """.formatted(
                        report.members(),
                        report.patients(),
                        report.sharedPatients(),
                        report.resources(),
                        report.messages().received(),
                        report.messages().stored(),
                        report.messages().quarantined(),
                        report.query().merged(),
                        report.query().receipts(),
                        report.query().sites().stream().map(DemoPage::site).collect(Collectors.joining("\n")),
                        report.revocation().ledgerMs(),
                        report.revocation().deniedMs(),
                        report.staleLedgerDenied() ? "denied" : "NOT DENIED",
                        report.research().sites(),
                        report.research().released(),
                        report.research().budgetSpent(),
                        report.verified().receipts(),
                        report.verified().ledgerBlocks(),
                        report.verified().auditEntries(),
                        report.verified().tamperDetected() ? "found" : "NOT FOUND",
                        report.seconds());
    }

    private static String site(Site site) {
        return "  %-17s %s, %d resources, %d ms".formatted(site.member(), site.status(), site.resources(), site.ms());
    }
}
