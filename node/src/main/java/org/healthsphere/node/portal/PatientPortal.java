package org.healthsphere.node.portal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.Supposition;
import org.healthsphere.consent.Supposition.Supposed;
import org.healthsphere.federation.Peer;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.care.NetworkRecords;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.consents.SignedConsent;
import org.healthsphere.node.portal.Looks.Told;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ConsentGate;
import org.healthsphere.node.release.ReceiptBook;
import org.healthsphere.node.web.me.Consent;
import org.healthsphere.node.web.me.Consent.State;
import org.healthsphere.node.web.me.ConsentTerms;
import org.healthsphere.node.web.me.Look;
import org.healthsphere.node.web.me.PatientPages;
import org.healthsphere.node.web.me.Preview;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.node.web.view.MergedView;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** A patient at this hospital: the record of all hospitals, consents, and who looked. */
final class PatientPortal implements PatientPages {
    private static final int MOST_ENTRIES = 2_000;
    private static final Duration UNTIL_CHANGED = Duration.ofDays(3650);

    private final Behind behind;
    private final Hospitals hospitals;
    private final Looks looks;
    private final RecordView view;
    private final ZoneId zone;
    private final InstantSource clock;

    /** What stands behind the patient's pages. */
    record Behind(NetworkRecords records, Consents consents, ConsentGate gate, AuditLog audit, ReceiptBook receipts) {}

    PatientPortal(Behind behind, Hospitals hospitals, Looks looks, ZoneId zone, InstantSource clock) {
        this.behind = behind;
        this.hospitals = hospitals;
        this.looks = looks;
        this.view = new RecordView(hospitals);
        this.zone = zone;
        this.clock = clock;
    }

    @Override
    public Outcome<MergedView> record(Asking by) {
        return own(by).then(patient -> behind.records()
                .open(access(by), patient, Optional.empty())
                .then(record -> view.of(record, clock.instant())));
    }

    @Override
    public Outcome<List<Consent>> consents(Asking by) {
        return own(by).map(patient ->
                behind.consents().of(patient).stream().map(this::shown).toList());
    }

    private Consent shown(SignedConsent signed) {
        var terms = ConsentPaper.terms(signed.fhir());
        var ran = terms.until().map(this::end).filter(end -> !end.isAfter(clock.instant()));
        var state = signed.withdrawn().isPresent() ? State.WITHDRAWN : ran.isPresent() ? State.EXPIRED : State.ACTIVE;
        var reach = List.of(new Consent.Reach(hospitals.self(), signed.height()));
        return new Consent(
                signed.id(), terms, state, signed.signed(), signed.withdrawn().or(() -> ran), reach);
    }

    @Override
    public Outcome<Preview> preview(Asking by, ConsentTerms terms) {
        return own(by).then(patient -> compiled(patient, terms)
                .then(supposed -> difference(
                        by, patient, terms, new Supposition(replaced(patient, terms), Optional.of(supposed)))));
    }

    @Override
    public Outcome<Preview> previewWithdrawal(Asking by, String consent) {
        return own(by).then(patient -> found(patient, consent)
                .then(kept -> difference(
                        by,
                        patient,
                        ConsentPaper.terms(kept.fhir()),
                        new Supposition(Set.of(consent), Optional.empty()))));
    }

    private Outcome<Supposed> compiled(String patient, ConsentTerms terms) {
        return org.healthsphere.consent.ConsentTerms.compile(ConsentPaper.of(patient, terms))
                .map(compiled -> new Supposed(compiled, ConsentPaper.purposes(terms), end(terms)));
    }

    private Outcome<Preview> difference(Asking by, String patient, ConsentTerms terms, Supposition supposition) {
        return behind.gate()
                .difference(access(by), patient, somebodyElse(terms), supposition)
                .map(difference -> Previews.of(difference, Previews.keptBack(terms)));
    }

    /** A clinician of another hospital, or a study: whoever the terms are about. */
    private ConsentRequest somebodyElse(ConsentTerms terms) {
        var self = new NodeId(hospitals.self().id());
        var other = hospitals.members().active().stream()
                .map(Peer::id)
                .filter(id -> !id.equals(self))
                .findFirst()
                .orElse(self);
        return switch (terms) {
            case ConsentTerms.Research _ ->
                new ConsentRequest(
                        new Requester(self, "preview", Role.RESEARCHER), PurposeOfUse.HRESCH, clock.instant());
            case ConsentTerms.Treatment _, ConsentTerms.Other _ ->
                new ConsentRequest(
                        new Requester(other, "preview", Role.CLINICIAN), PurposeOfUse.TREAT, clock.instant());
        };
    }

    /** First the old ones end and then the new one begins: what goes wrong in between leaves less shared, never more. */
    @Override
    public Outcome<Consent> grant(Asking by, ConsentTerms terms) {
        return own(by).then(patient -> {
            for (var old : replaced(patient, terms)) {
                if (behind.consents().revoke(patient, old) instanceof Outcome.Failure<?>(var fault)) {
                    return Outcome.failed(fault);
                }
            }
            var paper = ConsentPaper.of(patient, terms);
            return behind.consents()
                    .grant(patient, paper, ConsentPaper.purposes(terms), end(terms))
                    .map(this::shown);
        });
    }

    /** The consents in force of the same kind. */
    private Set<String> replaced(String patient, ConsentTerms terms) {
        return behind.consents().of(patient).stream()
                .map(this::shown)
                .filter(Consent::isActive)
                .filter(consent -> consent.terms().getClass() == terms.getClass())
                .map(Consent::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Outcome<Consent> withdraw(Asking by, String consent) {
        return own(by).then(patient -> behind.consents()
                .revoke(patient, consent)
                .then(_ -> found(patient, consent).map(this::shown)));
    }

    @Override
    public Outcome<List<Look>> looked(Asking by) {
        return own(by).map(patient -> told(patient).map(Told::look).toList());
    }

    private Stream<Told> told(String patient) {
        return looks.of(patient, behind.audit().ofPatient(patient, MOST_ENTRIES)).stream();
    }

    @Override
    public Outcome<Download> proof(Asking by, String consent) {
        return own(by).then(patient -> found(patient, consent)
                .map(kept -> new Download(
                        "consent-proof.json",
                        "application/json",
                        Bytes.utf8("{\"consent\":" + kept.fhir().utf8() + ",\"proof\":"
                                + kept.directive().utf8() + "}"))));
    }

    @Override
    public Outcome<Download> receipt(Asking by, String look) {
        return own(by).then(patient -> told(patient)
                .filter(told -> told.look().id().equals(look))
                .findFirst()
                .flatMap(told -> behind.receipts().of(told.correlation()))
                .map(receipt -> Outcome.of(new Download("receipt.jws", "application/jose", receipt)))
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("receipt"))));
    }

    private Outcome<SignedConsent> found(String patient, String consent) {
        return behind.consents()
                .find(patient, consent)
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("consent")));
    }

    private Instant end(ConsentTerms terms) {
        return terms.until().map(this::end).orElseGet(() -> clock.instant().plus(UNTIL_CHANGED));
    }

    /** The last day counts whole. */
    private Instant end(LocalDate until) {
        return until.plusDays(1).atStartOfDay(zone).toInstant();
    }

    private static Access access(Asking by) {
        return new Access(by.caller().requester(), PurposeOfUse.PATRQT, by.correlation());
    }

    private static Outcome<String> own(Asking by) {
        return by.caller().patient().map(Outcome::of).orElseGet(() -> Outcome.failed(new Fault.NotFound("record")));
    }
}
