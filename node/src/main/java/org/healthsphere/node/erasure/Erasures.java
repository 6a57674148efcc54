package org.healthsphere.node.erasure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.ingest.Quarantine;
import org.healthsphere.node.store.Erased;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;

/**
 * Erases a patient: record, history, consents and receipts, what of him waits in quarantine, his account, the apps that were
 * connected to him, and what the index has of him. Nobody can read it again, from these files or from any backup of them.
 *
 * <p>The audit log says that somebody erased something, before and after; it does not say whom.
 */
public final class Erasures {
    private final ResourceStore store;
    private final ResourceIndex index;
    private final Quarantine quarantine;
    private final UserDirectory users;
    private final Consumer<String> apps;
    private final AuditLog audit;

    /** @param apps ends what the patient, or others about him, connected */
    public Erasures(
            ResourceStore store,
            ResourceIndex index,
            Quarantine quarantine,
            UserDirectory users,
            Consumer<String> apps,
            AuditLog audit) {
        this.store = store;
        this.index = index;
        this.quarantine = quarantine;
        this.users = users;
        this.apps = apps;
        this.audit = audit;
    }

    /**
     * What was taken away.
     *
     * @param messages that waited in quarantine
     * @param accounts with which the patient signed in
     */
    public record Report(Erased record, int messages, int accounts) {}

    /** {@link Fault.NotFound} when there is nothing of the patient. When it fails half-way, it can be asked for again. */
    public Outcome<Report> erase(Requester requester, String patient, String correlation) {
        if (!ResourceId.isId(patient)) {
            return Outcome.failed(new Fault.NotFound("a record of this patient"));
        }
        var ordered = AuditEvent.of(AuditCode.ERASURE_ORDERED, requester, PurposeOfUse.HOPERAT, correlation);
        return audit.append(ordered).then(_ -> {
            var erased = erase(patient);
            return noted(ordered, erased).then(_ -> erased);
        });
    }

    private Outcome<Report> erase(String patient) {
        var versions = store.history(new ResourceId("Patient", patient));
        var traits = Traits.of(versions);
        var replaced = replaced(patient);
        var messages = messages(traits);
        apps.accept(patient);
        return store.erase(patient, index::forget)
                .then(record -> endReplaced(replaced).map(others -> with(record, others)))
                .map(record -> new Report(record, messages, users.removePatient(patient)));
    }

    /** All in whose place he stands, also by way of another one. */
    private Set<String> replaced(String patient) {
        var all = new LinkedHashSet<String>();
        var next = new ArrayDeque<>(List.of(patient));
        while (!next.isEmpty()) {
            Traits.replaced(store.history(new ResourceId("Patient", next.remove()))).stream()
                    .filter(other -> !other.equals(patient) && all.add(other))
                    .forEach(next::add);
        }
        return all;
    }

    /** Those in whose place he stood since their records turned out to be his. */
    private Outcome<List<Erased>> endReplaced(Set<String> replaced) {
        var all = Outcome.<List<Erased>>of(new ArrayList<>());
        for (var other : replaced) {
            all = all.then(before -> switch (store.erase(other, index::forget)) {
                case Outcome.Success<Erased>(var erased) -> {
                    before.add(erased);
                    yield Outcome.of(before);
                }
                case Outcome.Failure<Erased>(Fault.NotFound _) -> Outcome.of(before);
                case Outcome.Failure<Erased>(var fault) -> Outcome.failed(fault);
            });
        }
        return all;
    }

    private static Erased with(Erased record, List<Erased> others) {
        return new Erased(
                record.number(),
                record.resources() + others.stream().mapToInt(Erased::resources).sum(),
                record.masked() + others.stream().mapToInt(Erased::masked).sum());
    }

    private int messages(Traits traits) {
        var about = quarantine.list().stream()
                .map(Quarantine.Entry::id)
                .filter(id -> quarantine.raw(id).filter(traits::describe).isPresent())
                .toList();
        about.forEach(quarantine::remove);
        // Of what was taken in since it waited, nobody knows any more whom it was about; old backups hold it.
        quarantine.forgetWhatLeft();
        return about.size();
    }

    private Outcome<?> noted(AuditEvent ordered, Outcome<Report> erased) {
        var event = new AuditEvent(
                AuditCode.RECORD_ERASED,
                ordered.requester(),
                ordered.purpose(),
                ordered.correlation(),
                ordered.patient(),
                erased instanceof Outcome.Success<Report>(var report)
                        ? List.of("erasure:" + report.record().number())
                        : List.of(),
                erased instanceof Outcome.Success ? AuditEvent.Result.PERMITTED : AuditEvent.Result.FAILED,
                ordered.consent(),
                Optional.empty());
        return audit.append(event);
    }
}
