package org.healthsphere.node.release;

import java.util.List;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Outcome;

/**
 * The gate for what is told of without being asked for: a subscriber is judged whenever something is brought to him, and not when
 * he subscribed. When consent is not known freshly enough nothing is said at all, {@link org.healthsphere.specs.Fault.Unavailable}:
 * an event that is passed over must not look like one that never was.
 */
public interface NotificationGate {
    /** Of these versions those that the subscriber may see now, in their order. Nothing leaves on account of it. */
    Outcome<List<StoredResource>> visible(Access subscriber, List<StoredResource> versions);

    /** The same, that they may leave: it is in the audit log, for each patient whom they concern, before this returns. */
    Outcome<List<StoredResource>> notifying(Access subscriber, List<StoredResource> versions);
}
