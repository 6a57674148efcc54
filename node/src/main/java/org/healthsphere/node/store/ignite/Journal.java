package org.healthsphere.node.store.ignite;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Fault;

/** How what is committed comes to stay, and what is erased to go. One caller at a time. */
interface Journal {
    /** Why nothing can be written now; nothing when it can. */
    Optional<Fault> refusal();

    /** Why nobody can be erased now; nothing when it can be. */
    Optional<Fault> refusalToErase();

    /** Durable and seen on return. */
    void append(List<Chunk> commit);

    /**
     * Ends the keys of a patient, and all that was sealed with them.
     *
     * @param own the patient's own key
     * @return the resources that are gone
     */
    Set<ResourceId> erase(int own, Set<Integer> condemned, Consumer<Set<ResourceId>> derived);

    /** Ends the erasures that a crash has interrupted. */
    void endErasures(Consumer<Set<ResourceId>> derived);

    /** Ends keys that nothing in the store is sealed with. */
    void destroy(Set<Integer> keys);

    /** It is not known whether what was offered will stay. */
    final class Unsettled extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Fault fault;

        Unsettled(Fault fault) {
            super(fault.toString());
            this.fault = fault;
        }

        Fault fault() {
            return fault;
        }
    }
}
