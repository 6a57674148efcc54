package org.healthsphere.node.fhir.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.release.Access;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;

/**
 * Who has looked, for those who may know: an auditor everything, a patient what concerns his own record, nobody else anything.
 *
 * <p>An AuditEvent is made of its entry when it is asked for; nothing is stored beside the log. That somebody looked is in it, too.
 */
public final class AuditEvents {
    private static final String TYPE = "AuditEvent";

    private final NodeId self;
    private final Balp balp;
    private final AuditLog log;

    /** @param log of all processes of the node */
    public AuditEvents(NodeId self, AuditLog log) {
        this.self = self;
        this.balp = new Balp(self);
        this.log = log;
    }

    /** What somebody may know of: of one patient alone, or of all. */
    private record Entitled(Optional<String> patient) {
        boolean covers(AuditEntry entry) {
            return patient.isEmpty() || entry.event().patient().equals(patient);
        }
    }

    /** A page of those that the search asks for, newest first. */
    public Outcome<Bytes> search(Access access, String base, Parameters asked) {
        return entitled(access, Interaction.SEARCH)
                .then(entitled -> AuditQuery.of(asked)
                        .then(query -> query.page(log, entitled.patient(), entitled::covers))
                        .then(page -> noted(access, page.patient()).map(_ -> bundle(base, asked, page))));
    }

    /** One of them; of what may not be known, {@link Fault.NotFound}. */
    public Outcome<Bytes> read(Access access, String id) {
        return entitled(access, Interaction.READ)
                .then(entitled -> AuditQuery.withId(log, id)
                        .filter(entitled::covers)
                        .map(Outcome::of)
                        .orElseGet(() -> Outcome.failed(new Fault.NotFound(TYPE + "/" + id))))
                .then(entry -> noted(access, entry.event().patient())
                        .map(_ -> Bytes.utf8(balp.of(entry).toString())));
    }

    /** An app for one patient knows only of him. */
    private Outcome<Entitled> entitled(Access access, Interaction interaction) {
        return access.reach().check(TYPE, interaction).then(_ -> {
            var ofApp = access.reach().bounds(interaction).onlyPatient();
            var here = access.requester().member().equals(self);
            if (here && access.requester().role() == Role.AUDITOR) {
                return Outcome.of(new Entitled(ofApp));
            }
            var own = Optional.of(access.requester().subject());
            return here && access.purpose() == PurposeOfUse.PATRQT && (ofApp.isEmpty() || ofApp.equals(own))
                    ? Outcome.of(new Entitled(own))
                    : Outcome.failed(
                            new Fault.Forbidden("who has looked is for auditors, and for patients about themselves"));
        });
    }

    private Outcome<AuditEntry> noted(Access access, Optional<String> patient) {
        var event = AuditEvent.of(AuditCode.AUDIT_READ, access.requester(), access.purpose(), access.correlation())
                .naming(List.of(TYPE));
        return log.append(patient.map(event::about).orElse(event));
    }

    private Bytes bundle(String base, Parameters asked, AuditQuery.Page page) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("resourceType", "Bundle")
                .put("type", "searchset");
        var links = json.putArray("link");
        link(links.addObject(), "self", base + "/" + TYPE + "?" + asked);
        page.next()
                .ifPresent(next ->
                        link(links.addObject(), "next", base + "/" + TYPE + "?" + asked.with(AuditQuery.PAGE, next)));
        var entries = json.putArray("entry");
        page.entries().forEach(entry -> {
            var item = entries.addObject().put("fullUrl", base + "/" + TYPE + "/" + Balp.id(entry));
            item.set("resource", balp.of(entry));
            item.putObject("search").put("mode", "match");
        });
        if (entries.isEmpty()) {
            json.remove("entry");
        }
        return Bytes.utf8(json.toString());
    }

    private static void link(ObjectNode link, String relation, String url) {
        link.put("relation", relation).put("url", url);
    }
}
