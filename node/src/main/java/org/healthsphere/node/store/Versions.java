package org.healthsphere.node.store;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;

/** The rules of versions that every store keeps: what a commit must find, and what follows on it. */
public final class Versions {
    private Versions() {}

    /** What a commit finds, each looked up once. */
    public static Map<ResourceId, Optional<StoredResource>> current(
            Commit commit, Function<ResourceId, Optional<StoredResource>> store) {
        var current = new HashMap<ResourceId, Optional<StoredResource>>();
        commit.writes().forEach(write -> current.put(write.id(), store.apply(write.id())));
        return current;
    }

    /** Why a commit cannot be, given what is there; empty when it can. */
    public static Optional<Fault> refusal(
            Commit commit, Function<ResourceId, Optional<StoredResource>> current, Predicate<Mark> exists) {
        for (var mark : commit.marks()) {
            if (exists.test(mark)) {
                return Optional.of(new Fault.Conflict("this was done before: " + mark.space()));
            }
        }
        for (var write : commit.writes()) {
            var refusal = refusal(write, current.apply(write.id()));
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private static Optional<Fault> refusal(Write write, Optional<StoredResource> current) {
        var there =
                current.filter(r -> !r.deleted()).map(StoredResource::version).orElse(0L);
        if (write.expected().isPresent() && write.expected().getAsLong() != there) {
            return Optional.of(new Fault.VersionMismatch(
                    there == 0 ? write.id() + " does not exist" : write.id() + " is at version " + there));
        }
        return switch (write) {
            case Write.Delete _
            when current.isEmpty() -> Optional.of(new Fault.NotFound(write.id().toString()));
            case Write.Delete _
            when there == 0 -> Optional.of(new Fault.Gone(write.id().toString()));
            case Write.Delete _, Write.Put _ -> Optional.empty();
        };
    }

    /**
     * Whether a version makes what was not there: the first one, or the one after a deletion (FHIR R4, 3.1.0.4). One whose
     * predecessor was erased takes the place of something.
     *
     * @param before the version of this number
     */
    public static boolean isNew(StoredResource version, BiFunction<ResourceId, Long, Optional<StoredResource>> before) {
        return !version.deleted()
                && (version.version() == 1
                        || before.apply(version.id(), version.version() - 1)
                                .filter(StoredResource::deleted)
                                .isPresent());
    }

    /** The version that a write makes. */
    public static StoredResource next(Write write, Optional<StoredResource> current, long change, Instant now) {
        var version = current.map(StoredResource::version).orElse(0L) + 1;
        return switch (write) {
            case Write.Put(var id, var _, var patient, var json) ->
                new StoredResource(id, version, change, now, patient, false, Stamp.on(json, id, version, now));
            case Write.Delete(var id, var _) ->
                new StoredResource(
                        id, version, change, now, current.flatMap(StoredResource::patient), true, Bytes.NONE);
        };
    }
}
