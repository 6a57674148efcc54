package org.healthsphere.node.web.ops;

import java.util.List;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.specs.Outcome;

/** What the pages of those who run the node need. None of it is health data. */
public interface OperatorPages {
    Outcome<NodeHealth> health(Asking by);

    Outcome<MessageCounts> messages(Asking by);

    /** What could not be mapped, newest first. */
    Outcome<List<Quarantined>> quarantine(Asking by);

    /** Tries a quarantined message again, with the mappings of now. */
    Outcome<Replayed> replay(Asking by, String message);

    Outcome<List<Member>> members(Asking by);
}
