package org.healthsphere.node.web;

import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.node.cases.Cases;
import org.healthsphere.node.delegates.Delegates;
import org.healthsphere.node.delegates.Delegates.Known;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.links.SharedLinks;
import org.healthsphere.node.smart.Smart;
import org.healthsphere.node.web.account.AccountPages;
import org.healthsphere.node.web.apps.AppPages;
import org.healthsphere.node.web.desk.ClinicPages;
import org.healthsphere.node.web.desk.CohortPages;
import org.healthsphere.node.web.desk.CohortRoom;
import org.healthsphere.node.web.desk.DeskPages;
import org.healthsphere.node.web.desk.HandoverPages;
import org.healthsphere.node.web.desk.ResearchPages;
import org.healthsphere.node.web.desk.StudiesPages;
import org.healthsphere.node.web.desk.StudiesRoom;
import org.healthsphere.node.web.desk.StudyPages;
import org.healthsphere.node.web.me.BringPages;
import org.healthsphere.node.web.me.BroughtDocuments;
import org.healthsphere.node.web.me.HelperPages;
import org.healthsphere.node.web.me.LinkPages;
import org.healthsphere.node.web.me.MePages;
import org.healthsphere.node.web.me.PatientPages;
import org.healthsphere.node.web.me.QuestionPages;
import org.healthsphere.node.web.me.RecordPages;
import org.healthsphere.node.web.ops.CasePages;
import org.healthsphere.node.web.ops.CurationPages;
import org.healthsphere.node.web.ops.CurationRoom;
import org.healthsphere.node.web.ops.GuardianPages;
import org.healthsphere.node.web.ops.MappingPages;
import org.healthsphere.node.web.ops.MappingRoom;
import org.healthsphere.node.web.ops.MatchPages;
import org.healthsphere.node.web.ops.MatchRoom;
import org.healthsphere.node.web.ops.OperatorPages;
import org.healthsphere.node.web.ops.OpsPages;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.PageServer.Parts;
import org.healthsphere.node.web.start.CodePages;
import org.healthsphere.node.web.start.LanguagePages;
import org.healthsphere.node.web.start.ProviderPages;
import org.healthsphere.node.web.start.StartPages;
import org.healthsphere.node.web.start.Ways;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.specs.NodeId;

/** All pages of a node. */
public final class WebPages implements Routes {
    private final PageServer server;
    private final StartPages start;
    private final CodePages codes;
    private final ProviderPages provider;
    private final AccountPages account;
    private final MePages me;
    private final RecordPages record;
    private final BringPages bring;
    private final LinkPages links;
    private final QuestionPages questions;
    private final HelperPages helpers;
    private final GuardianPages guardians;
    private final CasePages cases;
    private final ClinicPages clinic;
    private final StudyPages study;
    private final StudiesRoom studies;
    private final CohortRoom cohorts;
    private final OpsPages ops;
    private final MappingRoom mappings;
    private final MatchRoom matches;
    private final CurationRoom curation;
    private final AppPages apps;

    /** What stands behind the pages. */
    public record Ports(
            PatientPages patients,
            BroughtDocuments brought,
            DeskPages desk,
            HandoverPages handovers,
            ResearchPages research,
            StudiesPages studies,
            CohortPages cohorts,
            OperatorPages operations,
            MappingPages mappings,
            MatchPages matches,
            CurationPages curation) {}

    /**
     * Rooms whose pages are here.
     *
     * @param births of patients here, as far as they are known
     * @param names by which people know the hospitals
     */
    public record Own(
            SharedLinks links,
            Cases cases,
            Delegates delegates,
            Function<String, Optional<Known>> births,
            Function<NodeId, Hospital> names) {}

    public WebPages(Parts parts, Ways ways, Ports ports, Own own, Smart smart) {
        this.server = new PageServer(parts);
        this.start = new StartPages(ways, parts.sessions(), parts.clock());
        this.codes = new CodePages(ways, parts.sessions(), parts.random(), parts.clock());
        this.provider = new ProviderPages(ways, parts.sessions(), parts.random(), parts.clock());
        this.account = new AccountPages(ways, parts.sessions(), parts.random(), parts.clock());
        this.me = new MePages(ports.patients(), parts.random(), parts.clock());
        this.record = new RecordPages(ports.patients(), ports.brought(), parts.random(), parts.clock());
        this.bring = new BringPages(ports.brought(), parts.random(), parts.clock());
        this.links = new LinkPages(ports.patients(), own.links(), parts.clock());
        this.questions = new QuestionPages(ports.patients(), own.cases());
        var zone = parts.site().zone();
        this.helpers = new HelperPages(own.delegates(), parts.sessions(), zone, parts.clock());
        this.guardians = new GuardianPages(own.delegates(), own.births(), zone, parts.clock());
        this.cases = new CasePages(own.cases(), own.names());
        this.clinic = new ClinicPages(
                new ClinicPages.Ports(ports.desk(), ports.handovers(), smart.launches(), ways.keys()),
                parts.useCases(),
                parts.random(),
                parts.clock());
        this.study = new StudyPages(ports.research(), parts.random(), parts.clock());
        this.studies = new StudiesRoom(ports.studies());
        this.cohorts = new CohortRoom(ports.cohorts(), ports.studies());
        this.ops = new OpsPages(ports.operations());
        this.mappings = new MappingRoom(ports.mappings());
        this.matches = new MatchRoom(ports.matches());
        this.curation = new CurationRoom(ports.curation());
        this.apps = new AppPages(smart, ports.desk(), parts.random(), parts.clock());
    }

    /** Mounts every page and file. What else the router serves keeps clear of these places. */
    @Override
    public void mount(Router router) {
        start.mount(server, router);
        new LanguagePages().mount(server, router);
        codes.mount(server, router);
        provider.mount(server, router);
        account.mount(server, router);
        me.mount(server, router);
        record.mount(server, router);
        bring.mount(server, router);
        links.mount(server, router);
        questions.mount(server, router);
        helpers.mount(server, router);
        guardians.mount(server, router);
        cases.mount(server, router);
        clinic.mount(server, router);
        // Before the releases, whose addresses would take its own for the name of one.
        cohorts.mount(server, router);
        study.mount(server, router);
        studies.mount(server, router);
        ops.mount(server, router);
        mappings.mount(server, router);
        matches.mount(server, router);
        curation.mount(server, router);
        apps.mount(server, router);
        server.mountAssets(router);
        for (var place : new String[] {
            "/me/*", "/account/*", "/desk/*", "/ops/*", "/login/*", "/logout/*", "/assets/*", "/authorize/*"
        }) {
            server.mountNotFound(router, place);
        }
    }
}
