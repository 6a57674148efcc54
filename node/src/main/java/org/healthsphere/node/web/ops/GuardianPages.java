package org.healthsphere.node.web.ops;

import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import org.healthsphere.node.delegates.Delegates;
import org.healthsphere.node.delegates.Delegates.Ward;
import org.healthsphere.node.delegates.Delegation.Names;
import org.healthsphere.node.web.page.Addresses;
import org.healthsphere.node.web.page.PageServer;
import org.healthsphere.node.web.page.Reply;
import org.healthsphere.node.web.page.Visit;

/** Where a steward who has seen the papers lets somebody act for a patient who cannot speak for himself. */
public final class GuardianPages {
    private final Delegates delegates;
    private final Function<String, Optional<Optional<LocalDate>>> births;
    private final ZoneId zone;
    private final InstantSource clock;

    /** @param births of the patients here, as far as they are known; nothing for who is no patient here */
    public GuardianPages(
            Delegates delegates,
            Function<String, Optional<Optional<LocalDate>>> births,
            ZoneId zone,
            InstantSource clock) {
        this.delegates = delegates;
        this.births = births;
        this.zone = zone;
        this.clock = clock;
    }

    public void mount(PageServer server, Router router) {
        server.mount(router, Addresses.GUARDIANS, visit -> page(visit, Reply.OK, ""));
        server.mount(router, Addresses.APPOINT, this::appoint);
        server.mount(router, Addresses.DISMISS, this::dismiss);
    }

    private Reply page(Visit visit, int status, String problem) {
        return new Reply.Page(
                status, "ops/guardians", new GuardiansView(delegates.guardians(), clock.instant(), problem, visit.done()));
    }

    private Reply appoint(Visit visit) {
        var form = visit.form();
        var patient = form.text("patient");
        var guardian = form.text("guardian").filter(id -> births.apply(id).isPresent());
        var born = patient.flatMap(births);
        var until = form.date("until").filter(visit.messages().today()::isBefore);
        if (born.isEmpty() || guardian.isEmpty() || until.isEmpty()) {
            var problem = born.isEmpty() ? "patient" : guardian.isEmpty() ? "guardian" : "until";
            return page(visit, Reply.UNPROCESSABLE, problem);
        }
        var names = new Names(form.text("patientName").orElse("—"), form.text("guardianName").orElse("—"));
        var ward = new Ward(patient.orElseThrow(), born.get(), zone);
        return Reply.of(delegates
                .appoint(
                        visit.reader().caller().requester(),
                        ward,
                        guardian.get(),
                        names,
                        until.get().plusDays(1).atStartOfDay(zone).toInstant(),
                        visit.context().correlation())
                .map(_ -> Reply.seeOther(Addresses.GUARDIANS.path() + "?done=appointed")));
    }

    private Reply dismiss(Visit visit) {
        var by = visit.reader().caller().requester();
        return Reply.of(delegates
                .end(by, visit.part("delegation"), visit.context().correlation())
                .map(_ -> Reply.seeOther(Addresses.GUARDIANS.path() + "?done=helpEnded")));
    }
}
