package org.healthsphere.node.portal;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Revoke;
import org.healthsphere.consent.transparency.LogProof;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.care.NetworkRecords;
import org.healthsphere.node.consents.Speaker;
import org.healthsphere.node.consents.Speaker.Guardianship;
import org.healthsphere.node.delegates.Delegation;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReceiptBook;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.research.Participations;
import org.healthsphere.node.transparency.Logs;
import org.healthsphere.node.web.me.Consent;
import org.healthsphere.node.web.me.ConsentTerms;
import org.healthsphere.node.web.me.Law;
import org.healthsphere.node.web.me.Looked;
import org.healthsphere.node.web.me.PatientPages;
import org.healthsphere.node.web.me.Preview;
import org.healthsphere.node.web.me.ResearchPart;
import org.healthsphere.node.web.me.Viewer;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Clinician;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.MergedView;
import org.healthsphere.node.web.view.Paper;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** A patient at this hospital: the record of all hospitals, consents, and who looked. */
final class PatientPortal implements PatientPages {
    private final Behind behind;
    private final Looks looks;
    private final RecordView view;
    private final Papers papers;
    private final Hospitals hospitals;
    private final InstantSource clock;

    /**
     * What stands behind the patient's pages.
     *
     * @param acting by what somebody acts for a patient who asks so, if he still does
     */
    record Behind(
            ReleaseGate gate,
            NetworkRecords records,
            InternationalPatientSummary summaries,
            Sharing sharing,
            AuditLog audit,
            ReceiptBook receipts,
            Logs logs,
            Participations participations,
            Function<String, Optional<Delegation>> acting) {}

    PatientPortal(Behind behind, Hospitals hospitals, Looks looks, InstantSource clock) {
        this.behind = behind;
        this.looks = looks;
        this.view = new RecordView(hospitals);
        this.papers = new Papers(behind.records(), behind.gate(), hospitals);
        this.hospitals = hospitals;
        this.clock = clock;
    }

    @Override
    public Outcome<MergedView> record(Asking by) {
        return merged(by).then(record -> view.of(record, clock.instant()));
    }

    private Outcome<MergedRecord> merged(Asking by) {
        return own(by).then(patient -> behind.records().open(access(by), patient, Optional.empty()));
    }

    @Override
    public Outcome<Download> summary(Asking by) {
        var id = UUID.nameUUIDFromBytes(Bytes.utf8(by.correlation()).array());
        return merged(by)
                .then(record -> behind.summaries().of(record, id, clock.instant()))
                .map(bundle ->
                        new Download("patient-summary.json", "application/fhir+json", Bytes.utf8(bundle.toString())));
    }

    @Override
    public Outcome<Download> document(Asking by, Paper paper) {
        return own(by).then(patient -> papers.open(access(by), patient, paper));
    }

    @Override
    public Outcome<List<Consent>> consents(Asking by) {
        return own(by).map(behind.sharing()::of);
    }

    @Override
    public List<Hospital> hospitals() {
        return hospitals.others();
    }

    @Override
    public Outcome<List<Clinician>> people(Asking by) {
        return own(by).map(patient -> looks.people(patient, behind.audit()));
    }

    @Override
    public Hospital here() {
        return hospitals.self();
    }

    @Override
    public Outcome<Preview> preview(Asking by, ConsentTerms terms, Optional<Viewer> viewer) {
        return speaker(by).then(speaker -> behind.sharing().toSign(by, access(by), speaker, terms, viewer));
    }

    @Override
    public Outcome<Preview> seen(Asking by, Viewer viewer) {
        return own(by).then(patient -> behind.sharing().seen(access(by), patient, viewer));
    }

    @Override
    public Outcome<Preview> previewWithdrawal(Asking by, String consent) {
        return speaker(by).then(speaker -> behind.sharing().toWithdraw(by, access(by), speaker, consent));
    }

    @Override
    public Outcome<Consent> grant(Asking by, ConsentTerms terms) {
        return speaker(by).then(speaker -> behind.sharing().grant(by, speaker, terms));
    }

    @Override
    public Outcome<Consent> withdraw(Asking by, String consent) {
        return speaker(by).then(speaker -> behind.sharing().withdraw(by, speaker, consent));
    }

    @Override
    public Outcome<Download> proof(Asking by, String consent) {
        return own(by).then(patient -> behind.sharing().proof(patient, consent));
    }

    @Override
    public Outcome<Download> logProof(Asking by, String consent) {
        return inLog(by, consent, Grant.class);
    }

    @Override
    public Outcome<Download> endProof(Asking by, String consent) {
        return inLog(by, consent, Revoke.class);
    }

    private Outcome<Download> inLog(Asking by, String consent, Class<? extends Directive> kind) {
        return proof(by, consent)
                .then(_ -> kind == Grant.class
                        ? behind.logs().ofOwn(consent, kind)
                        : behind.logs().ofConsent(consent, kind))
                .map(proof -> download("consent-in-log.json", proof));
    }

    private static Download download(String name, LogProof proof) {
        return new Download(name, "application/json", proof.encoded());
    }

    @Override
    public Outcome<List<ResearchPart>> research(Asking by) {
        return own(by).map(patient ->
                behind.participations().of(patient).stream().map(this::part).toList());
    }

    private ResearchPart part(Participations.Participation one) {
        var permitted = one.permitted();
        return new ResearchPart(
                one.plan().asker().title(),
                hospitals.of(one.plan().asker().member()),
                one.plan().analyses().get(one.analysis()).name(),
                one.counted()
                        ? ResearchPart.Inclusion.COUNTED
                        : permitted
                                .map(yes -> yes ? ResearchPart.Inclusion.PERMITTED : ResearchPart.Inclusion.LEFT_OUT)
                                .orElse(ResearchPart.Inclusion.UNKNOWN),
                permitted.isPresent() && (permitted.get() || !one.counted()));
    }

    @Override
    public Outcome<Download> researchProof(Asking by) {
        return own(by).map(patient -> new Download(
                "research-participations.json",
                "application/json",
                Bytes.utf8(behind.participations().json(patient).toString())));
    }

    @Override
    public Outcome<List<Law>> laws(Asking by) {
        return own(by).map(patient -> behind.sharing().laws(patient));
    }

    @Override
    public Map<String, String> keys() {
        return hospitals.members().cards().stream()
                .collect(Collectors.toMap(
                        card -> card.member().value(),
                        card -> card.verificationKey().spki()));
    }

    @Override
    public Outcome<Looked> looked(Asking by) {
        return own(by).map(patient -> looks.looked(patient, behind.audit()));
    }

    @Override
    public Outcome<Download> receipt(Asking by, String look) {
        return receiptOf(by, look).map(receipt -> new Download("receipt.jws", "application/jose", receipt));
    }

    @Override
    public Outcome<Download> receiptProof(Asking by, String look) {
        return receiptOf(by, look).then(behind.logs()::ofReceipt).map(proof -> download("receipt-in-log.json", proof));
    }

    private Outcome<Bytes> receiptOf(Asking by, String look) {
        return own(by).then(patient -> looks.told(patient, behind.audit()).stream()
                .filter(told -> told.look().id().equals(look))
                .findFirst()
                .flatMap(told -> behind.receipts().of(patient, told.correlation()))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("receipt"))));
    }

    private static Access access(Asking by) {
        return new Access(by.caller().requester(), PurposeOfUse.PATRQT, by.correlation());
    }

    /** His own, or that of a patient for whom he acts still. */
    private Outcome<String> own(Asking by) {
        return whose(by)
                .then(patient -> isHimself(by, patient) || acting(by, patient).isPresent()
                        ? Outcome.of(patient)
                        : Outcome.failed(new Fault.Forbidden("this is over")));
    }

    /** Of what he acts by now for this patient. */
    private Optional<Delegation> acting(Asking by, String patient) {
        return behind.acting()
                .apply(by.caller().requester().subject())
                .filter(delegation -> delegation.patient().equals(patient));
    }

    /** Who decides: the patient, or his guardian. Whom a patient has named looks and asks, and signs nothing. */
    private Outcome<Speaker> speaker(Asking by) {
        var requester = by.caller().requester();
        return whose(by)
                .then(patient -> isHimself(by, patient)
                        ? Outcome.of(Speaker.himself(requester))
                        : acting(by, patient)
                                .filter(Delegation::decides)
                                .map(delegation -> new Speaker(
                                        requester,
                                        patient,
                                        delegation.delegate().orElseThrow(),
                                        Optional.of(new Guardianship(
                                                delegation.id(),
                                                delegation.names().delegate()))))
                                .map(Outcome::of)
                                .orElseGet(() -> Outcome.failed(new Fault.Forbidden("only the patient decides this"))));
    }

    private static boolean isHimself(Asking by, String patient) {
        return by.caller().requester().subject().equals(patient);
    }

    private static Outcome<String> whose(Asking by) {
        return by.caller().patient().map(Outcome::of).orElseGet(() -> Outcome.failed(new Fault.NotFound("record")));
    }
}
