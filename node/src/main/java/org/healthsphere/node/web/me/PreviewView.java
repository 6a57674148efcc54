package org.healthsphere.node.web.me;

import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.view.Party;

/**
 * What would change, before it is signed.
 *
 * @param handle stands for these terms on the form that signs them
 * @param trial through whose eyes
 */
public record PreviewView(ConsentTerms terms, Preview preview, String handle, Trial trial) {
    public boolean isResearch() {
        return terms instanceof ConsentTerms.Research;
    }

    /**
     * Somebody in particular, or any strange hospital that treats.
     *
     * @param parties all members, this one first, and people
     */
    public record Trial(List<Party> parties, Optional<Viewer> viewer) {
        public Trial {
            parties = List.copyOf(parties);
        }
    }
}
