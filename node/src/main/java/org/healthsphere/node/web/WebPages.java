package org.healthsphere.node.web;

import io.vertx.ext.web.Router;
import org.healthsphere.node.access.SignIn;
import org.healthsphere.node.http.Routes;
import org.healthsphere.node.smart.Smart;
import org.healthsphere.node.web.apps.AppPages;
import org.healthsphere.node.web.desk.ClinicPages;
import org.healthsphere.node.web.desk.DeskPages;
import org.healthsphere.node.web.desk.ResearchPages;
import org.healthsphere.node.web.desk.StudiesPages;
import org.healthsphere.node.web.desk.StudiesRoom;
import org.healthsphere.node.web.desk.StudyPages;
import org.healthsphere.node.web.me.MePages;
import org.healthsphere.node.web.me.PatientPages;
import org.healthsphere.node.web.ops.MatchPages;
import org.healthsphere.node.web.ops.MatchRoom;
import org.healthsphere.node.web.ops.OperatorPages;
import org.healthsphere.node.web.ops.OpsPages;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.PageServer.Parts;
import org.healthsphere.node.web.start.StartPages;

/** All pages of a node. */
public final class WebPages implements Routes {
    private final PageServer server;
    private final StartPages start;
    private final MePages me;
    private final ClinicPages clinic;
    private final StudyPages study;
    private final StudiesRoom studies;
    private final OpsPages ops;
    private final MatchRoom matches;
    private final AppPages apps;

    /** What stands behind the pages. */
    public record Ports(
            PatientPages patients,
            DeskPages desk,
            ResearchPages research,
            StudiesPages studies,
            OperatorPages operations,
            MatchPages matches) {}

    public WebPages(Parts parts, SignIn signIn, Ports ports, Smart smart) {
        this.server = new PageServer(parts);
        this.start = new StartPages(signIn, parts.sessions());
        this.me = new MePages(ports.patients(), parts.random(), parts.clock());
        this.clinic = new ClinicPages(ports.desk(), smart.launches(), parts.random(), parts.clock());
        this.study = new StudyPages(ports.research(), parts.random(), parts.clock());
        this.studies = new StudiesRoom(ports.studies());
        this.ops = new OpsPages(ports.operations());
        this.matches = new MatchRoom(ports.matches());
        this.apps = new AppPages(smart, ports.desk(), parts.random(), parts.clock());
    }

    /** Mounts every page and file. What else the router serves keeps clear of these places. */
    @Override
    public void mount(Router router) {
        start.mount(server, router);
        me.mount(server, router);
        clinic.mount(server, router);
        study.mount(server, router);
        studies.mount(server, router);
        ops.mount(server, router);
        matches.mount(server, router);
        apps.mount(server, router);
        server.mountAssets(router);
        for (var place : new String[] {"/me/*", "/desk/*", "/ops/*", "/login/*", "/assets/*", "/authorize/*"}) {
            server.mountNotFound(router, place);
        }
    }
}
