package org.healthsphere.node.fhir;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.AuditedReleases;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Outcome;

/**
 * The one way by which the interface changes what is stored: nothing changes before the audit log says durably who changes what.
 *
 * <p>All events of a commit are flushed together, with those of whoever else writes then. That a change was refused by the store is
 * said by a second event, {@link Result#FAILED}; of one that a crash prevents, the log keeps the first.
 */
final class Commits {
    private final Warrant warrant;
    private final Labelling labelling;
    private final ResourceStore store;
    private final ResourceIndex index;
    private final AuditLog audit;

    Commits(ResourceStore store, ResourceIndex index, ReleaseGate gate, AuditLog audit, Labelling labelling) {
        this.labelling = labelling;
        this.warrant = new Warrant(store, gate);
        this.store = store;
        this.index = index;
        this.audit = audit;
    }

    /** What an event is about: the patient, and whether something goes. */
    private record About(Optional<String> patient, AuditCode code) {}

    /** Writes all or nothing. What was written is found by the next search. */
    Outcome<List<StoredResource>> commit(Access access, List<Write> writes) {
        return writes.isEmpty()
                ? Outcome.of(List.of())
                : warrant.check(access, writes)
                        .then(permitted -> permitted(access, labelling.labelled(access, permitted)));
    }

    private Outcome<List<StoredResource>> permitted(Access access, List<Write> writes) {
        var events = events(access, writes);
        return audit.append(events).then(_ -> switch (store.commit(new Commit(writes, List.of()))) {
            case Outcome.Success<List<StoredResource>>(var written) -> {
                index.catchUp();
                labelling.written(written);
                yield Outcome.of(written);
            }
            case Outcome.Failure<List<StoredResource>>(var fault) ->
                audit.append(events.stream()
                                .map(event -> event.with(Result.FAILED))
                                .toList())
                        .then(_ -> Outcome.failed(fault));
        });
    }

    /** One event for each patient, with the names of all that is written in his record, and of the app that writes. */
    private List<AuditEvent> events(Access access, List<Write> writes) {
        Map<About, List<String>> names = new LinkedHashMap<>();
        for (var write : writes) {
            names.computeIfAbsent(about(write), _ -> new ArrayList<>()).add(name(write));
        }
        return names.entrySet().stream()
                .map(of -> new AuditEvent(
                        of.getKey().code(),
                        access.requester(),
                        access.purpose(),
                        access.correlation(),
                        of.getKey().patient(),
                        Stream.concat(of.getValue().stream(), access.app().map(AuditedReleases.APP::concat).stream())
                                .toList(),
                        Result.PERMITTED,
                        Optional.empty(),
                        Optional.empty()))
                .toList();
    }

    private About about(Write write) {
        return switch (write) {
            case Write.Put put ->
                new About(put.patient(), isNew(put) ? AuditCode.RECORD_CREATED : AuditCode.RECORD_WRITTEN);
            case Write.Delete delete ->
                new About(store.get(delete.id()).flatMap(StoredResource::patient), AuditCode.RECORD_DELETED);
        };
    }

    private boolean isNew(Write.Put put) {
        return put.expected().equals(OptionalLong.of(0))
                || store.get(put.id()).filter(there -> !there.deleted()).isEmpty();
    }

    private static String name(Write write) {
        return switch (write) {
            case Write.Put put -> put.id().toString();
            case Write.Delete delete -> delete.id().toString();
        };
    }
}
