package org.healthsphere.node.fhir;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.index.Visibility;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * What may be written by whom. A scope that names a patient, or that a search constraint narrows, is met by what is written and by
 * what it takes the place of; and in a person's name an app changes only what that person may see, in a patient's name only what
 * patients said themselves.
 *
 * <p>What may not be seen and what is not there are refused in the same words.
 */
final class Warrant {
    private static final Fault REFUSED = new Fault.Forbidden("the token's scopes do not cover writing this");

    private final ResourceStore store;
    private final ReleaseGate gate;

    Warrant(ResourceStore store, ReleaseGate gate) {
        this.store = store;
        this.gate = gate;
    }

    /** The same writes, each held to the version that was judged where one was. */
    Outcome<List<Write>> check(Access access, List<Write> writes) {
        if (!access.reach().isOfPerson()
                && access.reach().bounds(Interaction.CREATE).areNone()
                && access.reach().bounds(Interaction.UPDATE).areNone()
                && access.reach().bounds(Interaction.DELETE).areNone()) {
            return Outcome.of(writes);
        }
        Outcome<List<Write>> all = Outcome.of(new ArrayList<>());
        for (var write : writes) {
            all = all.then(done -> check(access, write).map(held -> {
                done.add(held);
                return done;
            }));
        }
        return all;
    }

    private Outcome<Write> check(Access access, Write write) {
        var there = store.get(write.id()).filter(resource -> !resource.deleted());
        return switch (write) {
            case Write.Put put -> put(access, put, there);
            case Write.Delete delete ->
                there.map(found -> judged(access, Interaction.DELETE, found)
                                .<Write>map(_ -> new Write.Delete(delete.id(), held(delete, found))))
                        .orElseGet(() -> Outcome.of(delete));
        };
    }

    private Outcome<Write> put(Access access, Write.Put put, Optional<StoredResource> there) {
        var wanted = new StoredResource(put.id(), 0, 0, Instant.EPOCH, put.patient(), false, put.json());
        if (there.isEmpty()) {
            // Where somebody names what he may not see, and where he names what is not, it ends here.
            var named = access.reach().isOfPerson() && !put.expected().equals(OptionalLong.of(0));
            return named
                    ? Outcome.failed(REFUSED)
                    : within(access, Interaction.CREATE, wanted)
                            .map(_ -> new Write.Put(put.id(), put.expected(), put.patient(), said(access, put)));
        }
        return judged(access, Interaction.UPDATE, there.get())
                .then(_ -> within(access, Interaction.UPDATE, wanted))
                .map(_ -> new Write.Put(put.id(), held(put, there.get()), put.patient(), said(access, put)));
    }

    private static Bytes said(Access access, Write.Put put) {
        return Asserted.binds(access) ? Asserted.marked(put.json()) : put.json();
    }

    private static OptionalLong held(Write write, StoredResource found) {
        return write.expected().isPresent() ? write.expected() : OptionalLong.of(found.version());
    }

    private Outcome<StoredResource> judged(Access access, Interaction interaction, StoredResource found) {
        if (Asserted.binds(access) && !Asserted.is(found)) {
            return Outcome.failed(REFUSED);
        }
        var seen = access.reach().isOfPerson() ? gate.read(access.forWriting(), found.id()) : Outcome.of(found);
        return switch (seen) {
            case Outcome.Success<StoredResource> _ -> within(access, interaction, found);
            case Outcome.Failure<StoredResource>(Fault.Unavailable fault) -> Outcome.failed(fault);
            case Outcome.Failure<StoredResource> _ -> Outcome.failed(REFUSED);
        };
    }

    private static Outcome<StoredResource> within(Access access, Interaction interaction, StoredResource resource) {
        return Visibility.mayWrite(access.reach().bounds(interaction), resource)
                ? Outcome.of(resource)
                : Outcome.failed(REFUSED);
    }
}
