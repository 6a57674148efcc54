package org.healthsphere.node.web.me;

import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.healthsphere.node.web.me.PreviewView.Trial;
import org.healthsphere.node.web.me.ProofsView.Kind;
import org.healthsphere.node.web.me.ProofsView.Paper;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.Handles;
import org.healthsphere.node.web.page.PageHandler;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Download;
import org.healthsphere.node.web.view.Party;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The patient's pages. */
public final class MePages {
    private static final Duration TIME_TO_SIGN = Duration.ofMinutes(30);

    private final PatientPages patients;

    /** What was previewed and may be signed, once. */
    private final Handles<ConsentTerms> previewed;

    public MePages(PatientPages patients, SecureRandom random, InstantSource clock) {
        this.patients = patients;
        this.previewed = new Handles<>(TIME_TO_SIGN, random, clock);
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.ME, this::home);
        server.mount(router, Addresses.SHARING, this::sharing);
        server.mount(router, Addresses.PREVIEW, this::preview);
        server.mount(router, Addresses.SEEN, this::seen);
        server.mount(router, Addresses.SEE, this::seen);
        server.mount(router, Addresses.SIGN, this::sign);
        server.mount(router, Addresses.STOP, this::stop);
        server.mount(router, Addresses.WITHDRAW, this::withdraw);
        server.mount(router, Addresses.PROOF, this::proof);
        server.mount(router, Addresses.RECEIPT, this::receipt);
        server.mount(router, Addresses.PROOFS, this::proofs);
        server.mount(router, Addresses.LOG_PROOF, download("consent", patients::logProof));
        server.mount(router, Addresses.END_PROOF, download("consent", patients::endProof));
        server.mount(router, Addresses.RECEIPT_PROOFS, this::receiptProofs);
        server.mount(router, Addresses.RECEIPT_LOG_PROOF, download("look", patients::receiptProof));
        server.mount(
                router,
                Addresses.OWN_RESEARCH,
                visit -> Reply.of(patients.research(visit.asking())
                        .map(parts -> Reply.page("me/research", new ResearchView(parts)))));
        server.mount(
                router,
                Addresses.OWN_RESEARCH_PROOF,
                visit -> Reply.of(patients.researchProof(visit.asking()).map(Reply.Attachment::new)));
    }

    private Reply home(Visit visit) {
        var asking = visit.asking();
        return Reply.of(patients.consents(asking)
                .then(consents -> patients.looked(asking)
                        .map(looks ->
                                Reply.page("me/home", HomeView.of(visit.reader().name(), consents, looks, visit)))));
    }

    private Reply sharing(Visit visit) {
        return Reply.of(patients.consents(visit.asking()).then(consents -> {
            var current = consents.stream()
                    .filter(Consent::isActive)
                    .map(Consent::terms)
                    .filter(ConsentTerms.Treatment.class::isInstance)
                    .map(ConsentTerms.Treatment.class::cast)
                    .findFirst();
            var form = current.map(SharingForm::of).orElse(SharingForm.EMPTY);
            return sheet(visit, consents, form).map(sheet -> Reply.page("me/sharing", sheet));
        }));
    }

    private Outcome<SharingView> sheet(Visit visit, List<Consent> consents, SharingForm form) {
        return parties(visit, consents)
                .map(parties -> new SharingView(consents, parties.hospitals(), parties.people(), form, visit.done()));
    }

    private Outcome<Parties> parties(Visit visit, List<Consent> consents) {
        return patients.people(visit.asking()).map(people -> Parties.of(patients.hospitals(), people, consents));
    }

    /** Whom a consent can be about. */
    private Outcome<List<Party>> others(Visit visit) {
        return patients.consents(visit.asking())
                .then(consents -> parties(visit, consents))
                .map(Parties::all);
    }

    private Reply toCorrect(Visit visit, SharingForm form) {
        return Reply.of(patients.consents(visit.asking())
                .then(consents -> sheet(visit, consents, form))
                .map(sheet -> new Reply.Page(Reply.UNPROCESSABLE, "me/sharing", sheet)));
    }

    /** Of what is filled in; or of what was, through the eyes of somebody in particular. */
    private Reply preview(Visit visit) {
        var before = previewed.find(visit.reader(), visit.form().raw("preview"));
        if (before.isPresent()) {
            return previewOf(visit, before.get());
        }
        return Reply.of(others(visit).map(others -> {
            var form = SharingForm.of(visit, others);
            return form.terms().map(terms -> previewOf(visit, terms)).orElseGet(() -> toCorrect(visit, form));
        }));
    }

    private Reply previewOf(Visit visit, ConsentTerms terms) {
        return Reply.of(trial(visit)
                .then(trial -> patients.preview(visit.asking(), terms, trial.viewer())
                        .map(preview -> Reply.page(
                                "me/preview",
                                new PreviewView(terms, preview, previewed.give(visit.reader(), terms), trial)))));
    }

    private Outcome<Trial> trial(Visit visit) {
        return others(visit).map(others -> trial(visit, others));
    }

    private Trial trial(Visit visit, List<Party> others) {
        var parties = Stream.concat(Stream.of(patients.here()), others.stream())
                .distinct()
                .toList();
        var form = visit.form();
        var purpose = Viewer.PURPOSES.stream()
                .filter(one -> one.name().equals(form.raw("purpose")))
                .findFirst();
        var viewer = parties.stream()
                .filter(party -> party.id().equals(form.raw("at")))
                .findFirst()
                .flatMap(party -> purpose.map(why -> new Viewer(party, why)));
        return new Trial(parties, viewer);
    }

    private Reply seen(Visit visit) {
        return Reply.of(trial(visit)
                .then(trial -> trial.viewer()
                        .map(viewer -> patients.seen(visit.asking(), viewer).map(Optional::of))
                        .orElseGet(() -> Outcome.of(Optional.empty()))
                        .map(preview -> Reply.page("me/seen", new SeenView(trial, preview)))));
    }

    /** Signs what was previewed and nothing else. Sent twice it signs once. */
    private Reply sign(Visit visit) {
        var terms = previewed.take(visit.reader(), visit.form().raw("preview"));
        return terms.map(t -> Reply.of(patients.grant(visit.asking(), t)
                        .map(_ -> Reply.seeOther(Addresses.SHARING.path() + "?done=signed"))))
                .orElseGet(() -> Reply.seeOther(Addresses.SHARING.path() + "?done=nothing"));
    }

    private Reply stop(Visit visit) {
        var id = visit.part("consent");
        return Reply.of(patients.consents(visit.asking())
                .then(consents -> patients.previewWithdrawal(visit.asking(), id)
                        .map(preview -> consents.stream()
                                .filter(c -> c.id().equals(id) && c.isActive())
                                .findFirst()
                                .map(consent -> Reply.page("me/stop", new StopView(consent, preview)))
                                .orElseGet(() -> Reply.seeOther(Addresses.SHARING.path() + "?done=nothing")))));
    }

    private Reply withdraw(Visit visit) {
        return Reply.of(patients.withdraw(visit.asking(), visit.part("consent"))
                .map(_ -> Reply.seeOther(Addresses.SHARING.path() + "?done=withdrawn")));
    }

    private Reply proof(Visit visit) {
        return Reply.of(patients.proof(visit.asking(), visit.part("consent")).map(Reply.Attachment::new));
    }

    private static PageHandler download(String part, BiFunction<Asking, String, Outcome<Download>> papers) {
        return visit -> Reply.of(papers.apply(visit.asking(), visit.part(part)).map(Reply.Attachment::new));
    }

    private Reply proofs(Visit visit) {
        var id = visit.part("consent");
        return Reply.of(patients.consents(visit.asking())
                .then(consents -> consents.stream()
                        .filter(consent -> consent.id().equals(id))
                        .findFirst()
                        .map(Outcome::of)
                        .orElseGet(() -> Outcome.failed(new Fault.NotFound("consent"))))
                .map(consent -> page(papersOf(consent))));
    }

    private static List<Paper> papersOf(Consent consent) {
        var at = Addresses.SHARING.path() + "/" + consent.id();
        List<Paper> papers = new ArrayList<>();
        papers.add(new Paper(Kind.CONSENT, at + "/proof"));
        papers.add(new Paper(Kind.CONSENT_IN_LOG, at + "/log-proof"));
        if (consent.state() == Consent.State.WITHDRAWN) {
            papers.add(new Paper(Kind.END_IN_LOG, at + "/end-proof"));
        }
        return papers;
    }

    private Reply receiptProofs(Visit visit) {
        var look = visit.part("look");
        var at = Addresses.LOOKED.path() + "/" + look;
        return Reply.of(patients.receipt(visit.asking(), look)
                .map(_ -> page(List.of(
                        new Paper(Kind.RECEIPT, at + "/receipt"), new Paper(Kind.RECEIPT_IN_LOG, at + "/log-proof")))));
    }

    private Reply page(List<Paper> papers) {
        return Reply.page("me/proofs", ProofsView.of(papers, patients.keys()));
    }

    private Reply receipt(Visit visit) {
        return Reply.of(patients.receipt(visit.asking(), visit.part("look")).map(Reply.Attachment::new));
    }
}
