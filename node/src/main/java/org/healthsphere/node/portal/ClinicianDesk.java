package org.healthsphere.node.portal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.care.BreakGlassReasons;
import org.healthsphere.node.care.ContinuityDocument;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.care.NetworkRecords;
import org.healthsphere.node.portal.GlassBook.Glass;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.BrokenGlass;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.web.desk.DeskPages;
import org.healthsphere.node.web.desk.Grounds;
import org.healthsphere.node.web.desk.PatientHit;
import org.healthsphere.node.web.desk.PatientQuery;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.node.web.view.MergedView;
import org.healthsphere.node.web.view.SiteAnswer;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** The desk of a clinician: this hospital's patients, and what the network releases of them. */
final class ClinicianDesk implements DeskPages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration GLASS_STAYS_BROKEN = Duration.ofMinutes(30);

    private final Behind behind;
    private final GlassBook glasses;
    private final RecordView view;
    private final InstantSource clock;

    /** What stands behind the desk. */
    record Behind(
            ReleaseGate gate,
            NetworkRecords records,
            InternationalPatientSummary summaries,
            ContinuityDocument continuity,
            BrokenGlass glass,
            AuditLog audit) {}

    ClinicianDesk(Behind behind, GlassBook glasses, Hospitals hospitals, InstantSource clock) {
        this.behind = behind;
        this.glasses = glasses;
        this.view = new RecordView(hospitals);
        this.clock = clock;
    }

    @Override
    public Outcome<List<PatientHit>> find(Asking by, PatientQuery query) {
        List<Criterion> criteria = new ArrayList<>();
        query.name().ifPresent(name -> words(name).forEach(word -> criteria.add(is("name", word))));
        query.birthDate().ifPresent(date -> criteria.add(is("birthdate", date.toString())));
        query.identifier().ifPresent(identifier -> criteria.add(is("identifier", identifier)));
        var patients = new Query("Patient", criteria, List.of(), MOST_HITS, Optional.empty());
        return behind.gate()
                .search(access(by, PurposeOfUse.TREAT), patients)
                .map(released ->
                        released.matches().stream().map(ClinicianDesk::hit).toList());
    }

    private static List<String> words(String name) {
        return List.of(name.strip().split("\\s+"));
    }

    private static Criterion is(String parameter, String value) {
        return new Criterion(parameter, "", List.of(value));
    }

    private static PatientHit hit(StoredResource patient) {
        try {
            var json = JSON.readTree(patient.json().utf8());
            return new PatientHit(patient.id().id(), People.of(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds JSON: " + patient, e);
        }
    }

    @Override
    public Outcome<MergedView> open(Asking by, String patient, Grounds grounds, Consumer<SiteAnswer> heard) {
        var began = clock.instant();
        return merged(by, patient, grounds, (member, answer) -> {
                    // Who is asked again in another version has not answered yet.
                    if (!(answer instanceof MemberAnswer.VersionMismatch)) {
                        heard.accept(view.site(member, answer, Duration.between(began, clock.instant())));
                    }
                })
                .then(record -> view.of(record, clock.instant()));
    }

    private Outcome<MergedRecord> merged(
            Asking by, String patient, Grounds grounds, BiConsumer<NodeId, MemberAnswer> heard) {
        return switch (grounds) {
            case Grounds.Treatment _ ->
                behind.records()
                        .open(access(by, PurposeOfUse.TREAT), patient, Optional.empty(), NetworkRecords.Part.ALL, heard);
            case Grounds.Emergency(var glass) ->
                broken(by, patient, glass)
                        .then(_ -> behind.records()
                                .open(
                                        access(by, PurposeOfUse.ETREAT),
                                        patient,
                                        Optional.of(BreakGlassReasons.EMERGENCY),
                                        NetworkRecords.Part.ALL,
                                        heard));
        };
    }

    /** A glass opens the record of the patient for whom it was broken, to the one who broke it, for half an hour. */
    private Outcome<Glass> broken(Asking by, String patient, String id) {
        var since = clock.instant().minus(GLASS_STAYS_BROKEN);
        return glasses.find(id)
                .filter(glass -> glass.patient().equals(patient))
                .filter(glass -> glass.subject().equals(by.caller().requester().subject()))
                .filter(glass -> glass.at().isAfter(since))
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.Gone("the way to this record")));
    }

    /** What is kept comes first, then the ledger, then the audit, from which the patient's pages tell of it at once. */
    @Override
    public Outcome<String> breakGlass(Asking by, String patient, String reason) {
        var requester = by.caller().requester();
        if (!by.caller().may(PurposeOfUse.ETREAT)) {
            return Outcome.failed(new Fault.Forbidden("this is for clinicians"));
        }
        var glass = glasses.add(patient, requester.subject(), reason, clock.instant());
        var event = AuditEvent.of(AuditCode.GLASS_BROKEN, requester, PurposeOfUse.ETREAT, by.correlation())
                .about(patient)
                .naming(List.of("Patient/" + patient));
        return behind.glass()
                .record(patient, requester, reason, by.correlation())
                .then(_ -> behind.audit().append(event))
                .map(_ -> glass.id());
    }

    @Override
    public Outcome<Download> summary(Asking by, String patient, Grounds grounds) {
        var id = UUID.nameUUIDFromBytes(Bytes.utf8(by.correlation()).array());
        return merged(by, patient, grounds, (_, _) -> {})
                .then(record -> behind.summaries().of(record, id, clock.instant()))
                .map(bundle ->
                        new Download("patient-summary.json", "application/fhir+json", Bytes.utf8(bundle.toString())));
    }

    @Override
    public Outcome<Download> continuity(Asking by, String patient, Grounds grounds) {
        return merged(by, patient, grounds, (_, _) -> {})
                .then(record -> behind.continuity().of(record, by.correlation(), clock.instant()))
                .map(document -> new Download("patient-summary.xml", ContinuityDocument.MEDIA_TYPE, document));
    }

    private static Access access(Asking by, PurposeOfUse purpose) {
        return new Access(by.caller().requester(), purpose, by.correlation());
    }
}
