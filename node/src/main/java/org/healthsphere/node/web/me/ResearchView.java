package org.healthsphere.node.web.me;

import java.util.List;

/** What research has made of the patient's record. */
public record ResearchView(List<ResearchPart> parts) {
    public ResearchView {
        parts = List.copyOf(parts);
    }
}
