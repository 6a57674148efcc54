package org.healthsphere.node.web.me;

import java.time.Instant;
import org.healthsphere.node.links.SharedLink.State;
import org.healthsphere.node.links.SharedLinks.Given;

/** One link, to be shown to whoever shall open it. */
public record LinkView(Given given, QrSquare square, Instant now) {
    public State state() {
        return given.link().state(now);
    }

    @Override
    public String toString() {
        return "LinkView[" + given.link().id() + "]";
    }
}
