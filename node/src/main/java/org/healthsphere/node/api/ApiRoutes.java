package org.healthsphere.node.api;

import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.security.SecureRandom;
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
import org.healthsphere.node.ingest.Replays;
import org.healthsphere.node.joining.JoinDesk;
import org.healthsphere.node.passkeys.PatientKeys;
import org.healthsphere.node.release.ReceiptBook;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.research.Participations;
import org.healthsphere.node.research.QuestionAccounts;
import org.healthsphere.node.research.Studies;
import org.healthsphere.node.research.StudyOffice;
import org.healthsphere.node.smart.Launches;
import org.healthsphere.node.terms.TerminologyEpochs;
import org.healthsphere.node.terms.TerminologyLetters;
import org.healthsphere.node.transparency.Logs;
import org.healthsphere.specs.Role;
import org.healthsphere.terminology.library.StewardRecord;

/** The programs' interface; {@code openapi/node.yaml} describes it, and is handed out. */
public final class ApiRoutes implements Routes {
    private static final Route RECORD = Route.post("/api/v1/patients/:id/network-record");
    private static final Route SUMMARY = Route.post("/api/v1/patients/:id/network-summary");
    private static final Route GRANT = Route.post("/api/v1/consents");
    private static final Route DRAFT = Route.post("/api/v1/consent-drafts");
    private static final Route SIGN = Route.post("/api/v1/consent-drafts/:draft/signature");
    private static final Route ENDING = Route.get("/api/v1/consents/:id/revocation");
    private static final Route CODE = Route.post("/api/v1/patients/:id/sign-in-codes");
    private static final Route CREATION = Route.post("/api/v1/passkey-creations");
    private static final Route PASSKEY = Route.post("/api/v1/passkeys");
    private static final Route REVOKE = Route.post("/api/v1/consents/:id/revocation");
    private static final Route CONSENT_PROOF = Route.get("/api/v1/consents/:id/log-proof");
    private static final Route REVOCATION_PROOF = Route.get("/api/v1/consents/:id/revocation/log-proof");
    private static final Route RECEIPT = Route.get("/api/v1/receipts/:correlation");
    private static final Route RECEIPT_PROOF = Route.get("/api/v1/receipts/:correlation/log-proof");
    private static final Route LEGAL_BASIS = Route.post("/api/v1/patients/:id/legal-bases");
    private static final Route LEGAL_BASES = Route.get("/api/v1/legal-bases");
    private static final Route STUDY = Route.post("/api/v1/studies/releases");
    private static final Route STUDIES = Route.get("/api/v1/studies");
    private static final Route PROPOSE = Route.post("/api/v1/studies");
    private static final Route ANALYSIS = Route.post("/api/v1/studies/:id/analyses/:number/release");
    private static final Route TOLD = Route.get("/api/v1/studies/:id/analyses/:number/release");
    private static final Route REPLAY = Route.get("/api/v1/studies/:id/analyses/:number/replay");
    private static final Route PROPOSALS = Route.get("/api/v1/study-proposals");
    private static final Route DECIDE = Route.post("/api/v1/study-proposals/:plan/decision");
    private static final Route COHORT_IMPORT = Route.post("/api/v1/cohorts/import");
    private static final Route COHORT_WORDS = Route.post("/api/v1/cohorts/explanation");
    private static final Route PARTICIPATIONS = Route.get("/api/v1/participations");
    private static final Route FEED = Route.post("/api/v1/feeds/:kind/:source");
    private static final Route READINGS = Route.post("/api/v1/readings");
    private static final Route REPORT = Route.get("/api/v1/feeds");

    private static final Route MESSAGES = Route.get("/api/v1/messages");
    private static final Route WAITING = Route.get("/api/v1/messages/waiting");
    private static final Route REPLAYED = Route.post("/api/v1/messages/replays");
    private static final Route DOCUMENT = Route.post("/api/v1/patients/:id/document");
    private static final Route EXTRACT = Route.post("/api/v1/extracts");
    private static final Route LAUNCH = Route.post("/api/v1/launches");
    private static final Route ERASURE = Route.post("/api/v1/patients/:id/erasure");
    private static final Route MEMBERSHIP = Route.get("/api/v1/membership");
    private static final Route INVITATION = Route.post("/api/v1/membership/invitations");
    private static final Route PROPOSAL = Route.post("/api/v1/membership/proposals");
    private static final Route VOTE = Route.post("/api/v1/membership/votes");
    private static final Route BACKUP = Route.post("/api/v1/backups");
    private static final Route QUESTION = Route.post("/api/v1/terminology/questions");
    private static final Route LOCK = Route.get("/api/v1/terminology/lock");
    private static final Route FILE = Route.post("/api/v1/terminology/files");
    private static final Route EPOCHS = Route.get("/api/v1/terminology/epochs");
    private static final Route EPOCH = Route.post("/api/v1/terminology/epochs");
    private static final Route EXPANDED = Route.post("/api/v1/terminology/replays");

    /** Who may call what. */
    public static final WhoMay WHO_MAY = new WhoMay(
            Rule.only(RECORD, Role.CLINICIAN),
            Rule.only(SUMMARY, Role.CLINICIAN),
            Rule.only(GRANT, Role.PATIENT),
            Rule.only(REVOKE, Role.PATIENT),
            Rule.only(DRAFT, Role.PATIENT),
            Rule.only(SIGN, Role.PATIENT),
            Rule.only(ENDING, Role.PATIENT),
            Rule.only(CODE, Role.CLINICIAN),
            Rule.only(CREATION, Role.PATIENT),
            Rule.only(PASSKEY, Role.PATIENT),
            Rule.only(CONSENT_PROOF, Role.PATIENT),
            Rule.only(REVOCATION_PROOF, Role.PATIENT),
            Rule.only(RECEIPT, Role.PATIENT),
            Rule.only(RECEIPT_PROOF, Role.PATIENT),
            Rule.only(LEGAL_BASIS, Role.STEWARD),
            Rule.only(LEGAL_BASES, Role.PATIENT),
            Rule.only(STUDY, Role.RESEARCHER),
            Rule.only(STUDIES, Role.RESEARCHER),
            Rule.only(PROPOSE, Role.RESEARCHER),
            Rule.only(ANALYSIS, Role.RESEARCHER),
            Rule.only(TOLD, Role.RESEARCHER),
            Rule.only(REPLAY, Role.RESEARCHER),
            Rule.only(PROPOSALS, Role.STEWARD),
            Rule.only(DECIDE, Role.STEWARD),
            Rule.only(COHORT_IMPORT, Role.RESEARCHER),
            Rule.only(COHORT_WORDS, Role.RESEARCHER),
            Rule.only(PARTICIPATIONS, Role.PATIENT),
            Rule.only(FEED, Role.SYSTEM),
            Rule.only(READINGS, Role.PATIENT),
            Rule.only(MESSAGES, Role.OPERATOR, Role.STEWARD),
            Rule.only(WAITING, Role.OPERATOR, Role.STEWARD),
            Rule.only(REPLAYED, Role.OPERATOR, Role.STEWARD),
            Rule.only(DOCUMENT, Role.CLINICIAN),
            Rule.only(EXTRACT, Role.STEWARD),
            Rule.only(LAUNCH, Role.CLINICIAN),
            Rule.only(ERASURE, Role.STEWARD),
            Rule.only(BACKUP, Role.OPERATOR),
            Rule.only(QUESTION, Role.STEWARD),
            Rule.only(LOCK, Role.STEWARD),
            Rule.only(FILE, Role.STEWARD),
            Rule.only(EPOCHS, Role.STEWARD),
            Rule.only(EPOCH, Role.STEWARD),
            Rule.only(EXPANDED, Role.STEWARD),
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
            OfResearch research,
            MemberDirectory members,
            Incoming incoming,
            Starting starting,
            Upkeep upkeep,
            OfTerminology terminology,
            JoinDesk desk) {}

    /** The hospital's own messages, and those of them that are mapped again. */
    public record Incoming(Ingest ingest, Replays replays) {}

    /**
     * Apps that are started with a record open, documents that are made of it, and the gate that says whether they may be.
     *
     * @param hospital as documents name it
     */
    public record Starting(Launches launches, ReleaseGate gate, String hospital) {}

    /** What is held of terminology, what the other members hold, and what they agreed on. */
    public record OfTerminology(StewardRecord record, TerminologyLetters letters, TerminologyEpochs epochs) {}

    /**
     * What keeps the node's data, and ends it.
     *
     * @param backupFolder where backups go, if the node's settings say so
     */
    public record Upkeep(Erasures erasures, Backups backups, Optional<Path> backupFolder, AuditLog audit) {}

    /** Questions of researchers, the accounts that pay for them, and studies. */
    public record OfResearch(
            Studies studies, StudyOffice office, QuestionAccounts accounts, Participations participations) {}

    /** What patients say, and what they may hold against the hospital. */
    public record OfPatients(
            Consents consents, PatientKeys keys, ReceiptBook receipts, Logs logs, SecureRandom random) {}

    public ApiRoutes(Calls calls, Behind behind, InstantSource clock) {
        this.calls = calls;
        this.behind = behind;
        this.clock = clock;
    }

    @Override
    public void mount(Router router) {
        var records = new RecordCalls(behind.records(), behind.summary(), clock);
        var patients = behind.patients();
        var passkeys = new PasskeyCalls(patients.keys(), patients.consents(), clock, patients.random());
        var consents = new ConsentCalls(patients.consents(), passkeys, clock);
        var proofs = new ProofCalls(patients.consents(), patients.receipts(), patients.logs());
        calls.mount(router, RECORD, records::record);
        calls.mount(router, SUMMARY, records::summary);
        calls.mount(router, GRANT, consents::grant);
        calls.mount(router, REVOKE, consents::revoke);
        calls.mount(router, DRAFT, passkeys::draft);
        calls.mount(router, SIGN, passkeys::sign);
        calls.mount(router, ENDING, passkeys::ending);
        calls.mount(router, CODE, passkeys::issueCode);
        calls.mount(router, CREATION, passkeys::begin);
        calls.mount(router, PASSKEY, passkeys::make);
        calls.mount(router, CONSENT_PROOF, proofs::ofConsent);
        calls.mount(router, REVOCATION_PROOF, proofs::ofRevocation);
        calls.mount(router, RECEIPT, proofs::receipt);
        calls.mount(router, RECEIPT_PROOF, proofs::ofReceipt);
        var law = new LegalCalls(patients.consents());
        calls.mount(router, LEGAL_BASIS, law::record);
        calls.mount(router, LEGAL_BASES, law::ofPatient);
        mountStudies(router);
        mountFeeds(router);
        var starting = behind.starting();
        calls.mount(router, DOCUMENT, new DocumentCalls(starting.gate(), starting.hospital(), clock)::document);
        calls.mount(router, EXTRACT, new ExtractCalls(starting.gate())::extract);
        calls.mount(router, LAUNCH, new LaunchCalls(starting.launches(), starting.gate())::start);
        var upkeep = new UpkeepCalls(behind.upkeep());
        calls.mount(router, ERASURE, upkeep::erase);
        calls.mount(router, BACKUP, upkeep::backUp);
        mountTerminology(router);
        mountMembership(router);
    }

    private void mountMembership(Router router) {
        var membership = new MembershipCalls(behind.desk(), behind.upkeep().audit(), clock);
        calls.mount(router, MEMBERSHIP, membership::read);
        calls.mount(router, INVITATION, membership::invite);
        calls.mount(router, PROPOSAL, membership::propose);
        calls.mount(router, VOTE, membership::vote);
    }

    private void mountTerminology(Router router) {
        var terminology = behind.terminology();
        var terms = new TerminologyCalls(terminology.record(), terminology.letters());
        calls.mount(router, QUESTION, terms::ask);
        calls.mount(router, LOCK, terms::lock);
        calls.mount(router, FILE, terms::fetch);
        var epochs = new EpochCalls(terminology.epochs());
        calls.mount(router, EPOCHS, epochs::all);
        calls.mount(router, EPOCH, epochs::say);
        calls.mount(router, EXPANDED, epochs::replay);
    }

    private void mountFeeds(Router router) {
        var audit = behind.upkeep().audit();
        var feeds = new FeedCalls(behind.incoming().ingest());
        calls.mount(router, FEED, feeds::take);
        calls.mount(router, REPORT, feeds::report);
        calls.mount(router, READINGS, new ReadingCalls(behind.incoming().ingest(), audit)::take);
        var messages = new ReplayCalls(behind.incoming(), audit);
        calls.mount(router, MESSAGES, messages::list);
        calls.mount(router, WAITING, messages::waiting);
        calls.mount(router, REPLAYED, messages::replay);
    }

    private void mountStudies(Router router) {
        var research = behind.research();
        calls.mount(router, STUDY, new StudyCalls(research, behind.members())::ask);
        var studies = new PlanCalls(research.office(), behind.members());
        calls.mount(router, STUDIES, studies::own);
        calls.mount(router, PROPOSE, studies::propose);
        calls.mount(router, ANALYSIS, studies::run);
        calls.mount(router, TOLD, studies::released);
        calls.mount(router, REPLAY, studies::replay);
        calls.mount(router, PROPOSALS, studies::proposed);
        calls.mount(router, DECIDE, studies::decide);
        var cohorts = new CohortCalls();
        calls.mount(router, COHORT_IMPORT, cohorts::take);
        calls.mount(router, COHORT_WORDS, cohorts::explain);
        calls.mount(router, PARTICIPATIONS, new ParticipationCalls(research.participations())::own);
    }
}
