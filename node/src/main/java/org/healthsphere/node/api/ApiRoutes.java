package org.healthsphere.node.api;

import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.healthsphere.federation.MemberDirectory;
import org.healthsphere.node.access.WhoMay;
import org.healthsphere.node.access.WhoMay.Route;
import org.healthsphere.node.access.WhoMay.Rule;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.backup.Backups;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.care.NetworkRecords;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.erasure.Erasures;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.joining.JoinDesk;
import org.healthsphere.node.release.ReceiptBook;
import org.healthsphere.node.research.Studies;
import org.healthsphere.node.transparency.Logs;
import org.healthsphere.specs.Role;

/** The programs' interface; {@code specs/openapi/node.yaml} describes it. */
public final class ApiRoutes implements Routes {
    private static final Route RECORD = Route.post("/api/v1/patients/:id/network-record");
    private static final Route SUMMARY = Route.post("/api/v1/patients/:id/network-summary");
    private static final Route GRANT = Route.post("/api/v1/consents");
    private static final Route REVOKE = Route.post("/api/v1/consents/:id/revocation");
    private static final Route CONSENT_PROOF = Route.get("/api/v1/consents/:id/log-proof");
    private static final Route REVOCATION_PROOF = Route.get("/api/v1/consents/:id/revocation/log-proof");
    private static final Route RECEIPT = Route.get("/api/v1/receipts/:correlation");
    private static final Route RECEIPT_PROOF = Route.get("/api/v1/receipts/:correlation/log-proof");
    private static final Route LEGAL_BASIS = Route.post("/api/v1/patients/:id/legal-bases");
    private static final Route LEGAL_BASES = Route.get("/api/v1/legal-bases");
    private static final Route STUDY = Route.post("/api/v1/studies/releases");
    private static final Route FEED = Route.post("/api/v1/feeds/:kind/:source");
    private static final Route REPORT = Route.get("/api/v1/feeds");

    private static final Route ERASURE = Route.post("/api/v1/patients/:id/erasure");
    private static final Route MEMBERSHIP = Route.get("/api/v1/membership");
    private static final Route INVITATION = Route.post("/api/v1/membership/invitations");
    private static final Route PROPOSAL = Route.post("/api/v1/membership/proposals");
    private static final Route VOTE = Route.post("/api/v1/membership/votes");
    private static final Route BACKUP = Route.post("/api/v1/backups");

    /** Who may call what. */
    public static final WhoMay WHO_MAY = new WhoMay(
            Rule.only(RECORD, Role.CLINICIAN),
            Rule.only(SUMMARY, Role.CLINICIAN),
            Rule.only(GRANT, Role.PATIENT),
            Rule.only(REVOKE, Role.PATIENT),
            Rule.only(CONSENT_PROOF, Role.PATIENT),
            Rule.only(REVOCATION_PROOF, Role.PATIENT),
            Rule.only(RECEIPT, Role.PATIENT),
            Rule.only(RECEIPT_PROOF, Role.PATIENT),
            Rule.only(LEGAL_BASIS, Role.STEWARD),
            Rule.only(LEGAL_BASES, Role.PATIENT),
            Rule.only(STUDY, Role.RESEARCHER),
            Rule.only(FEED, Role.SYSTEM),
            Rule.only(ERASURE, Role.STEWARD),
            Rule.only(BACKUP, Role.OPERATOR),
            Rule.only(MEMBERSHIP, Role.OPERATOR),
            Rule.only(INVITATION, Role.OPERATOR),
            Rule.only(PROPOSAL, Role.OPERATOR),
            Rule.only(VOTE, Role.OPERATOR),
            Rule.only(REPORT, Role.SYSTEM, Role.OPERATOR, Role.STEWARD));

    private final Calls calls;
    private final Behind behind;
    private final InstantSource clock;

    /** What stands behind it. */
    public record Behind(
            NetworkRecords records,
            InternationalPatientSummary summary,
            OfPatients patients,
            Studies studies,
            MemberDirectory members,
            Ingest ingest,
            Upkeep upkeep,
            JoinDesk desk) {}

    /**
     * What keeps the node's data, and ends it.
     *
     * @param backupFolder where backups go, if the node's settings say so
     */
    public record Upkeep(Erasures erasures, Backups backups, Optional<Path> backupFolder, AuditLog audit) {}

    /** What patients say, and what they may hold against the hospital. */
    public record OfPatients(Consents consents, ReceiptBook receipts, Logs logs) {}

    public ApiRoutes(Calls calls, Behind behind, InstantSource clock) {
        this.calls = calls;
        this.behind = behind;
        this.clock = clock;
    }

    @Override
    public void mount(Router router) {
        var records = new RecordCalls(behind.records(), behind.summary(), clock);
        var patients = behind.patients();
        var consents = new ConsentCalls(patients.consents(), clock);
        var proofs = new ProofCalls(patients.consents(), patients.receipts(), patients.logs());
        var feeds = new FeedCalls(behind.ingest());
        calls.mount(router, RECORD, records::record);
        calls.mount(router, SUMMARY, records::summary);
        calls.mount(router, GRANT, consents::grant);
        calls.mount(router, REVOKE, consents::revoke);
        calls.mount(router, CONSENT_PROOF, proofs::ofConsent);
        calls.mount(router, REVOCATION_PROOF, proofs::ofRevocation);
        calls.mount(router, RECEIPT, proofs::receipt);
        calls.mount(router, RECEIPT_PROOF, proofs::ofReceipt);
        var law = new LegalCalls(patients.consents());
        calls.mount(router, LEGAL_BASIS, law::record);
        calls.mount(router, LEGAL_BASES, law::ofPatient);
        calls.mount(router, STUDY, new StudyCalls(behind.studies(), behind.members())::ask);
        calls.mount(router, FEED, feeds::take);
        var upkeep = new UpkeepCalls(behind.upkeep());
        calls.mount(router, ERASURE, upkeep::erase);
        calls.mount(router, BACKUP, upkeep::backUp);
        calls.mount(router, REPORT, feeds::report);
        var membership = new MembershipCalls(behind.desk(), behind.upkeep().audit(), clock);
        calls.mount(router, MEMBERSHIP, membership::read);
        calls.mount(router, INVITATION, membership::invite);
        calls.mount(router, PROPOSAL, membership::propose);
        calls.mount(router, VOTE, membership::vote);
    }
}
