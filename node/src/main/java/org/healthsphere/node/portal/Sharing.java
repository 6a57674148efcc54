package org.healthsphere.node.portal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.Supposition;
import org.healthsphere.consent.Supposition.Supposed;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.consents.Draft;
import org.healthsphere.node.consents.SignedConsent;
import org.healthsphere.node.consents.Speaker;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ConsentGate;
import org.healthsphere.node.web.me.Consent;
import org.healthsphere.node.web.me.Consent.State;
import org.healthsphere.node.web.me.ConsentTerms;
import org.healthsphere.node.web.me.ConsentTerms.Whom;
import org.healthsphere.node.web.me.Law;
import org.healthsphere.node.web.me.Preview;
import org.healthsphere.node.web.me.Viewer;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Clinician;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.Party;
import org.healthsphere.node.web.view.Sensitivity;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/** What a patient says about sharing: previewed, signed, replaced, withdrawn, proved. */
final class Sharing {
    /** Whoever it is at a hospital: a preview asks for nobody in particular. */
    private static final String ANYBODY = "preview";

    private static final Duration UNTIL_CHANGED = Duration.ofDays(3650);

    private final Consents consents;
    private final Signatures signatures;
    private final ConsentGate gate;
    private final Hospitals hospitals;
    private final ConsentPaper paper;
    private final InstantSource clock;

    Sharing(
            Consents consents,
            Signatures signatures,
            ConsentGate gate,
            Hospitals hospitals,
            ConsentPaper paper,
            InstantSource clock) {
        this.consents = consents;
        this.signatures = signatures;
        this.gate = gate;
        this.hospitals = hospitals;
        this.paper = paper;
        this.clock = clock;
    }

    /** Newest first. */
    List<Consent> of(String patient) {
        return consents.of(patient).stream().map(this::shown).toList();
    }

    private Consent shown(SignedConsent signed) {
        var terms = paper.terms(signed.fhir());
        var ran = terms.until().map(paper::end).filter(end -> !end.isAfter(clock.instant()));
        var state = signed.withdrawn().isPresent() ? State.WITHDRAWN : ran.isPresent() ? State.EXPIRED : State.ACTIVE;
        var reach = List.of(new Consent.Reach(hospitals.self(), signed.height()));
        return new Consent(
                signed.id(),
                terms,
                state,
                signed.signed(),
                signed.withdrawn().or(() -> ran),
                reach,
                ConsentPaper.guardian(signed.fhir()));
    }

    /** Through the eyes of a strange hospital, or of a study. */
    Outcome<Preview> preview(Access by, String patient, ConsentTerms terms) {
        return preview(by, patient, terms, Optional.empty());
    }

    Outcome<Preview> preview(Access by, String patient, ConsentTerms terms, Optional<Viewer> viewer) {
        return org.healthsphere.consent.ConsentTerms.compile(paper.of(patient, terms))
                .map(compiled -> new Supposed(compiled, ConsentPaper.purposes(terms), end(terms)))
                .map(supposed -> new Supposition(replaced(patient, terms), Optional.of(supposed)))
                .then(supposition -> difference(
                        by,
                        patient,
                        viewer.map(this::request).orElseGet(() -> somebodyElse(terms)),
                        supposition,
                        Previews.keptBack(terms)));
    }

    Outcome<Preview> seen(Access by, String patient, Viewer viewer) {
        return difference(by, patient, request(viewer), new Supposition(Set.of(), Optional.empty()), Set.of());
    }

    /** The same, with what the passkey of whoever signs is asked, where he has one. */
    Outcome<Preview> toSign(Asking by, Access access, Speaker speaker, ConsentTerms terms, Optional<Viewer> viewer) {
        var patient = speaker.patient();
        var preview = preview(access, patient, terms, viewer);
        return signatures.isAsked(speaker)
                ? preview.then(seen -> signatures
                        .ask(by, speaker, terms, replaced(patient, terms), key -> draft(speaker, terms, key))
                        .map(seen::asking))
                : preview;
    }

    private Outcome<Draft> draft(Speaker speaker, ConsentTerms terms, Sha256 key) {
        return consents.draft(speaker, paper.of(speaker, terms), ConsentPaper.purposes(terms), end(terms), key);
    }

    Outcome<Preview> toWithdraw(Asking by, Access access, Speaker speaker, String consent) {
        var preview = previewWithdrawal(access, speaker.patient(), consent);
        return signatures.isAsked(speaker)
                ? preview.then(seen -> signatures.askToEnd(by, speaker, consent).map(seen::asking))
                : preview;
    }

    Outcome<Preview> previewWithdrawal(Access by, String patient, String consent) {
        return found(patient, consent).then(kept -> {
            var terms = paper.terms(kept.fhir());
            var without = new Supposition(Set.of(consent), Optional.empty());
            return difference(by, patient, somebodyElse(terms), without, Previews.keptBack(terms));
        });
    }

    private Outcome<Preview> difference(
            Access by, String patient, ConsentRequest request, Supposition supposition, Set<Sensitivity> keptBack) {
        return gate.difference(by, patient, request, supposition).map(difference -> Previews.of(difference, keptBack));
    }

    private ConsentRequest request(Viewer viewer) {
        return new ConsentRequest(requester(viewer.party(), viewer.role()), viewer.purpose(), clock.instant());
    }

    /** Anybody of a hospital, or one of its people in particular. */
    private static Requester requester(Party whose, Role role) {
        var user = switch (whose) {
            case Hospital _ -> ANYBODY;
            case Clinician clinician -> clinician.user();
        };
        return new Requester(new NodeId(whose.at().id()), user, role);
    }

    /** A clinician of another hospital, or a study: whoever the terms are about. */
    private ConsentRequest somebodyElse(ConsentTerms terms) {
        var self = new NodeId(hospitals.self().id());
        return switch (terms) {
            case ConsentTerms.Research _ ->
                new ConsentRequest(new Requester(self, ANYBODY, Role.RESEARCHER), PurposeOfUse.HRESCH, clock.instant());
            case ConsentTerms.Treatment _, ConsentTerms.Other _ ->
                new ConsentRequest(requester(meant(terms), Role.CLINICIAN), PurposeOfUse.TREAT, clock.instant());
        };
    }

    /** One of those whom the terms say yes to; where they say it to no other, any other; this hospital where there is none. */
    private Party meant(ConsentTerms terms) {
        var others = Stream.concat(people(terms), hospitals.others().stream()).toList();
        return others.stream()
                .filter(other -> isMeant(terms, other))
                .findFirst()
                .or(() -> others.stream().findFirst())
                .orElseGet(hospitals::self);
    }

    /** Those of whom the terms speak as persons. */
    private static Stream<Party> people(ConsentTerms terms) {
        return terms instanceof ConsentTerms.Treatment treatment
                ? Whom.named(treatment.whom()).stream().filter(Clinician.class::isInstance)
                : Stream.empty();
    }

    private static boolean isMeant(ConsentTerms terms, Party party) {
        return !(terms instanceof ConsentTerms.Treatment treatment)
                || switch (treatment.whom()) {
                    case Whom.Everybody _ -> true;
                    case Whom.AllBut(var parties) -> !parties.contains(party);
                    case Whom.Only(var parties) -> parties.contains(party);
                };
    }

    /**
     * With the passkey of whoever signs where he has one, and else with the key that the hospital holds for him: first the old ones end
     * and then the new one begins, so that what goes wrong in between leaves less shared, never more.
     */
    Outcome<Consent> grant(Asking by, Speaker speaker, ConsentTerms terms) {
        return (signatures.isAsked(speaker) ? signatures.sign(by, speaker, terms) : held(speaker, terms))
                .map(this::shown);
    }

    private Outcome<SignedConsent> held(Speaker speaker, ConsentTerms terms) {
        for (var old : replaced(speaker.patient(), terms)) {
            if (consents.revoke(speaker, old) instanceof Outcome.Failure<?>(var fault)) {
                return Outcome.failed(fault);
            }
        }
        return consents.grant(speaker, paper.of(speaker, terms), ConsentPaper.purposes(terms), end(terms));
    }

    /** As {@link #grant}. */
    Outcome<Consent> withdraw(Asking by, Speaker speaker, String consent) {
        Outcome<?> ended =
                signatures.isAsked(speaker) ? signatures.end(by, speaker, consent) : consents.revoke(speaker, consent);
        return ended.then(_ -> found(speaker.patient(), consent).map(this::shown));
    }

    /** The consents in force of the same kind. */
    private Set<String> replaced(String patient, ConsentTerms terms) {
        return of(patient).stream()
                .filter(Consent::isActive)
                .filter(consent -> consent.terms().getClass() == terms.getClass())
                .map(Consent::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    Outcome<Download> proof(String patient, String consent) {
        return found(patient, consent)
                .map(kept -> new Download(
                        "consent-proof.json",
                        "application/json",
                        Bytes.utf8("{\"consent\":" + kept.fhir().utf8() + ",\"proof\":"
                                + kept.directive().utf8() + "}")));
    }

    List<Law> laws(String patient) {
        return consents.lawful(patient).stream()
                .map(basis -> new Law(
                        basis.statute(),
                        basis.requester(),
                        basis.types().stream()
                                .flatMap(type -> Categories.of(type).stream())
                                .collect(Collectors.toUnmodifiableSet()),
                        basis.notBefore(),
                        basis.notAfter()))
                .toList();
    }

    private Outcome<SignedConsent> found(String patient, String consent) {
        return consents.find(patient, consent)
                .map(Outcome::of)
                .orElseGet(() -> Outcome.failed(new Fault.NotFound("consent")));
    }

    private Instant end(ConsentTerms terms) {
        return terms.until().map(paper::end).orElseGet(() -> clock.instant().plus(UNTIL_CHANGED));
    }
}
