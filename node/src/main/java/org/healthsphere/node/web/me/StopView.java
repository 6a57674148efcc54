package org.healthsphere.node.web.me;

/** What would change, before a consent is withdrawn. */
public record StopView(Consent consent, Preview preview) {
    public boolean isResearch() {
        return consent.terms() instanceof ConsentTerms.Research;
    }
}
